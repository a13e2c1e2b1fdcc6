package org.distill4j.jvm;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.distill4j.core.loss.DistillationLoss;
import org.distill4j.core.model.Models;
import org.distill4j.data.Batch;
import org.distill4j.loss.Loss;
import org.distill4j.model.InputNames;
import org.distill4j.model.Mode;
import org.distill4j.model.Model;
import org.distill4j.model.Outputs;
import org.distill4j.model.Predictions;
import org.distill4j.model.Weights;
import org.distill4j.optim.Optimizer;
import org.distill4j.optim.Progress;
import org.distill4j.program.MicroBatch;
import org.distill4j.program.Recorder;
import org.distill4j.program.StepInput;
import org.distill4j.program.StepSignature;
import org.distill4j.tensor.DType;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.TensorSpec;
import org.distill4j.train.Learner;
import org.distill4j.train.LearnerSpec;
import org.distill4j.train.LossValues;

/** Trainings of small models on made-up data, some rows of which have no label. */
final class JavaTrainings {
  static final int CLASSES = 4;
  static final Loss LOSS = DistillationLoss.of(3, 0.6);

  private static final StepSignature SIGNATURE =
      new StepSignature(
          Map.of(Batch.LABELS, TensorSpec.ints()),
          List.of(Map.of(Outputs.LOGITS, TensorSpec.floats(CLASSES))));

  private JavaTrainings() {}

  static Model mlp() {
    return Models.mlp(6, 9, CLASSES);
  }

  static LearnerSpec spec(Model model, Optimizer optimizer) {
    Weights weights = Recorder.forward(model, Mode.TRAINING, 2).initialWeights(5);
    return LearnerSpec.of(model, weights, LOSS, SIGNATURE, optimizer);
  }

  static Batch batch(Model model, int rows, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    HostTensor inputs = HostTensor.allocate(InputNames.only(model.inputs()).batched(rows));
    for (int i = 0; i < inputs.size(); i++) {
      if (inputs.type() == DType.INT32) {
        inputs.ints().put(i, random.nextInt(5));
      } else {
        inputs.floats().put(i, (float) random.nextDouble(-1, 1));
      }
    }
    int[] labels = random.ints(rows, -1, CLASSES).toArray();
    HostTensor classes = HostTensor.ofInts(Shape.of(rows), labels);
    return new Batch(new long[rows], inputs, Map.of(Batch.LABELS, classes));
  }

  static Predictions teacher(int rows, long seed) {
    return Predictions.logits(ParameterModels.random(Shape.of(rows, CLASSES), -3, 3, seed));
  }

  static StepInput step(Model model, int rows, long step) {
    Batch batch = batch(model, rows, step);
    return StepInput.of(batch, List.of(teacher(rows, step)), new Progress(step, 100));
  }

  /** The same examples in parts of some rows. */
  static StepInput split(StepInput whole, int rows) {
    MicroBatch microBatch = whole.microBatches().get(0);
    return StepInput.split(microBatch.batch(), microBatch.teachers(), whole.progress(), rows);
  }

  static List<LossValues> train(Learner learner, Model model, int from, int to) {
    List<LossValues> losses = new ArrayList<>();
    for (int i = from; i < to; i++) {
      losses.add(learner.step(step(model, 8, i)));
    }
    return losses;
  }
}
