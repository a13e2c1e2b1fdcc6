package org.distill4j.conformance;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.distill4j.data.Batch;
import org.distill4j.loss.Loss;
import org.distill4j.loss.LossTerms;
import org.distill4j.loss.Signals;
import org.distill4j.loss.Weighting;
import org.distill4j.model.Outputs;
import org.distill4j.model.Predictions;
import org.distill4j.optim.Progress;
import org.distill4j.optim.Sgd;
import org.distill4j.program.StepInput;
import org.distill4j.program.StepSignature;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Tensor;
import org.distill4j.tensor.TensorSpec;
import org.distill4j.train.LearnerSpec;

/** A training with two teachers, several outputs and several labels. */
final class ManyTeachers {
  private static final String HINT = "hint";
  private static final String TARGET = "target";
  private static final String COARSE = "coarse";
  private static final int ROWS = 6;

  private ManyTeachers() {}

  /** Requests inputs in another order than the signature has, and not all of them. */
  private static LossTerms loss(Signals signals) {
    Tensor student = signals.student().logits();
    Tensor hint = signals.teachers().get(1).get(HINT);
    Tensor near = student.sub(hint).square().mean(1);
    Tensor soft = student.sub(signals.teachers().get(0).logits()).abs().mean(1);
    Tensor target = student.sum(1).sub(signals.labels(TARGET)).square();
    Tensor picked = signals.classLabels(COARSE, 2).oneHot(3).mul(student).sum(1);
    Tensor coarse = signals.mean(picked, Weighting.labelled(COARSE));
    Tensor all = signals.meanOverBatch(near.add(soft).add(target.mul(0.1)));
    return LossTerms.total(all.sub(coarse)).and("coarse", coarse);
  }

  static TrainingProblem problem() {
    StepSignature signature =
        new StepSignature(
            ordered(
                Batch.LABELS,
                TensorSpec.ints(),
                TARGET,
                TensorSpec.floats(),
                COARSE,
                TensorSpec.ints()),
            List.of(
                Map.of(Outputs.LOGITS, TensorSpec.floats(3)),
                ordered(Outputs.LOGITS, TensorSpec.floats(5), HINT, TensorSpec.floats(3))));
    Loss loss = ManyTeachers::loss;
    LearnerSpec spec =
        TrainingProblems.spec(TrainingProblems.smallModel(), loss, signature, Sgd.of(0.05));
    return new TrainingProblem(spec, ManyTeachers::step);
  }

  private static StepInput step(int index) {
    long seed = 500L + 10L * index;
    Batch some = LabelledExamples.of(TrainingProblems.smallModel(), 3).batch(seed, ROWS);
    HostTensor target = SeededValues.floats(seed + 3, ROWS);
    HostTensor coarse = SeededValues.ints(-1, 2, seed + 4, ROWS);
    Map<String, HostTensor> labels =
        ordered(Batch.LABELS, some.labels(Batch.LABELS), TARGET, target, COARSE, coarse);
    Predictions first = Predictions.logits(SeededValues.floats(seed + 5, ROWS, 3));
    HostTensor logits = SeededValues.floats(seed + 6, ROWS, 5);
    HostTensor hint = SeededValues.floats(seed + 7, ROWS, 3);
    Predictions second = Predictions.of(ordered(Outputs.LOGITS, logits, HINT, hint));
    Batch batch = new Batch(new long[ROWS], some.input(), labels);
    return StepInput.of(batch, List.of(first, second), new Progress(index, 20));
  }

  private static <T> Map<String, T> ordered(String one, T first, String two, T second) {
    Map<String, T> map = new LinkedHashMap<>();
    map.put(one, first);
    map.put(two, second);
    return map;
  }

  private static <T> Map<String, T> ordered(
      String one, T first, String two, T second, String three, T third) {
    Map<String, T> map = ordered(one, first, two, second);
    map.put(three, third);
    return map;
  }
}
