package org.distill4j.conformance;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.distill4j.core.layer.Dense;
import org.distill4j.loss.Loss;
import org.distill4j.loss.LossTerms;
import org.distill4j.model.Outputs;
import org.distill4j.model.Weights;
import org.distill4j.optim.Adam;
import org.distill4j.optim.Sgd;
import org.distill4j.program.StepSignature;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Tensor;
import org.distill4j.tensor.TensorSpec;
import org.distill4j.train.LearnerSpec;

/** Whole trainings beside the oracle's. */
final class TrainingRules {
  private TrainingRules() {}

  static List<Rule> all() {
    return List.of(
        Rule.of(
            "TRAIN-01",
            "50 steps of a smooth classifier of digits have the oracle's losses",
            subject -> sameLosses(subject, TrainingProblems.smoothDigits(), 50)),
        Rule.of(
            "TRAIN-02",
            "20 steps of convolutions, batch norm and dropout have the oracle's losses",
            subject -> sameLosses(subject, TrainingProblems.images(), 20)),
        Rule.of(
            "TRAIN-03",
            "20 steps of a transformer with clipping have the oracle's losses",
            subject -> sameLosses(subject, TrainingProblems.tokens(), 20)),
        Rule.of(
            "TRAIN-04",
            "batches may change in size, down to a single example",
            subject -> sameLosses(subject, sizes(), 12)),
        Rule.of(
            "TRAIN-05",
            "a loss may train parameters of its own",
            subject -> sameLosses(subject, projecting(), 12)),
        Rule.of(
            "TRAIN-06", "20 steps leave the oracle's weights behind", TrainingRules::sameWeights),
        Rule.of(
            "TRAIN-07",
            "a loss may read several teachers, several outputs of one, and several labels",
            subject -> sameLosses(subject, ManyTeachers.problem(), 12)),
        new Rule(
            "TRAIN-08",
            "a weight that is not a number shows in the loss, so that a diverged training is seen",
            List.of(
                new Rule.Case("dense", s -> diverged(s, TrainingProblems.small(Sgd.of(0.1)))),
                new Rule.Case("convolution", s -> diverged(s, TrainingProblems.images())),
                new Rule.Case("embedding", s -> diverged(s, TrainingProblems.tokens())))),
        Rule.of(
            "TRAIN-09",
            "50 steps of the MNIST student have the oracle's losses, taken up from it every 5",
            TrainingRules::takenUp));
  }

  /**
   * Avoids inputs of ReLU near zero, where a rounding decides whether an example has a gradient,
   * and Adam makes a step of it that shows in all later losses. So nobody is asked to follow the
   * oracle through 50 steps of it, only through 5 at a time.
   */
  private static void takenUp(BackendUnderTest subject) {
    TrainingProblem problem = TrainingProblems.digits();
    for (int from = 0; from < 50; from += 5) {
      TrainingProblem.Trace actual = problem.run(subject.session(), from, from + 5);
      TrainingProblem.Trace expected = problem.run(subject.oracle(), from, from + 5);
      requireSame(actual.losses(), expected.losses(), Tolerances.TRAINING);
      problem = problem.with(problem.spec().resume(expected.weights(), expected.optimizer()));
    }
  }

  static void sameLosses(BackendUnderTest subject, TrainingProblem problem, int steps) {
    List<Map<String, Double>> actual = problem.run(subject.session(), steps).losses();
    List<Map<String, Double>> expected = problem.run(subject.oracle(), steps).losses();
    requireSame(actual, expected, Tolerances.TRAINING);
  }

  static void requireSame(
      List<Map<String, Double>> actual, List<Map<String, Double>> expected, Tolerance tolerance) {
    for (int i = 0; i < expected.size(); i++) {
      try {
        Closeness.requireTerms(actual.get(i), expected.get(i), tolerance);
      } catch (AssertionError error) {
        throw new AssertionError("in step " + i + ": " + error.getMessage(), error);
      }
    }
  }

  private static TrainingProblem sizes() {
    int[] rows = {8, 3, 8, 1};
    LabelledExamples examples = LabelledExamples.of(TrainingProblems.smallModel(), 3);
    return TrainingProblems.small(Adam.of(0.01))
        .given(i -> examples.step(i, rows[i % rows.length]));
  }

  /** Trains a projection of the student's logits to the teacher's, and the rest with it. */
  private static TrainingProblem projecting() {
    Loss loss =
        signals -> {
          Tensor student = signals.student().get(Outputs.LOGITS);
          Tensor projected = signals.scope().run("projection", Dense.of(3, 3), student);
          Tensor distance = projected.sub(signals.teacher().logits()).square().mean(1);
          Tensor hint = signals.meanOverBatch(distance);
          return LossTerms.total(hint.mul(0.5)).and("hint", hint);
        };
    TrainingProblem small = TrainingProblems.small(Sgd.of(0.1));
    StepSignature signature =
        new StepSignature(Map.of(), List.of(Map.of(Outputs.LOGITS, TensorSpec.floats(3))));
    LearnerSpec spec =
        TrainingProblems.spec(
            TrainingProblems.smallModel(), loss, signature, Sgd.of(0.1).withMomentum(0.9));
    return small.with(spec);
  }

  private static void sameWeights(BackendUnderTest subject) {
    for (TrainingProblem problem :
        List.of(TrainingProblems.small(Adam.of(0.01)), TrainingProblems.images())) {
      Closeness.require(
          "weight",
          problem.run(subject.session(), 20).weights(),
          problem.run(subject.oracle(), 20).weights(),
          Tolerances.TRAINED);
    }
  }

  private static void diverged(BackendUnderTest subject, TrainingProblem problem) {
    Weights weights = SnapshotRules.copy(problem.spec().weights());
    HostTensor first = weights.asMap().values().iterator().next();
    IntStream.range(0, first.size()).forEach(i -> first.floats().put(i, Float.NaN));
    LearnerSpec spec = problem.spec();
    LearnerSpec given =
        LearnerSpec.of(spec.model(), weights, spec.loss(), spec.signature(), spec.optimizer());
    double loss =
        problem.with(given).run(subject.session(), 1).losses().get(0).getOrDefault("total", 0.0);
    if (Double.isFinite(loss)) {
      throw new AssertionError("the loss is " + loss + ", expected one that is not finite.");
    }
  }
}
