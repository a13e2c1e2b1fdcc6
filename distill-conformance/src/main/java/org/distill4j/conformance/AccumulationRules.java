package org.distill4j.conformance;

import java.util.List;
import org.distill4j.model.Model;
import org.distill4j.optim.Adam;
import org.distill4j.optim.Clipping;
import org.distill4j.optim.Sgd;

/** Batches that are split into micro-batches. */
final class AccumulationRules {
  private static final int STEPS = 6;

  private AccumulationRules() {}

  static List<Rule> all() {
    return List.of(
        Rule.of(
            "ACC-01",
            "a split batch has the loss and the update of the whole one, unlabelled rows and all",
            subject ->
                sameAsWhole(
                    subject,
                    TrainingProblems.small(Sgd.of(0.1)),
                    TrainingProblems.smallModel(),
                    2)),
        Rule.of(
            "ACC-02",
            "so it has with a last micro-batch that is shorter",
            subject ->
                sameAsWhole(
                    subject,
                    TrainingProblems.small(Sgd.of(0.1)),
                    TrainingProblems.smallModel(),
                    3)),
        Rule.of(
            "ACC-03",
            "splitting a batch changes no dropout",
            subject ->
                sameAsWhole(
                    subject, TrainingProblems.dropout(), TrainingProblems.dropoutModel(), 3)),
        Rule.of(
            "ACC-04",
            "the sum over the micro-batches is clipped, not each micro-batch",
            subject -> sameAsWhole(subject, clipped(), TrainingProblems.smallModel(), 2)),
        Rule.of(
            "ACC-05", "micro-batches are one step of the optimizer", AccumulationRules::oneStep),
        Rule.of(
            "ACC-06",
            "each micro-batch sees the state that the one before left",
            AccumulationRules::states));
  }

  private static TrainingProblem clipped() {
    TrainingProblem small = TrainingProblems.small(Sgd.of(0.1));
    return small.with(small.spec().withClipping(Clipping.byNorm(0.05)));
  }

  private static TrainingProblem split(
      TrainingProblem problem, Model model, int rows, int microBatchRows) {
    LabelledExamples examples = LabelledExamples.of(model, classes(problem));
    return problem.given(i -> examples.split(i, rows, microBatchRows));
  }

  private static int classes(TrainingProblem problem) {
    return problem.steps().apply(0).microBatches().get(0).teachers().get(0).logits().shape().dim(1);
  }

  private static void sameAsWhole(
      BackendUnderTest subject, TrainingProblem problem, Model model, int microBatchRows) {
    TrainingProblem.Trace whole = problem.run(subject.session(), STEPS);
    TrainingProblem.Trace microBatches =
        split(problem, model, 8, microBatchRows).run(subject.session(), STEPS);
    TrainingRules.requireSame(microBatches.losses(), whole.losses(), Tolerances.SPLIT);
    Closeness.require("weight", microBatches.weights(), whole.weights(), Tolerances.SPLIT);
  }

  private static void oneStep(BackendUnderTest subject) {
    TrainingProblem problem =
        split(TrainingProblems.small(Adam.of(0.01)), TrainingProblems.smallModel(), 8, 2);
    TrainingProblem.Trace actual = problem.run(subject.session(), 3);
    TrainingProblem.Trace expected = problem.run(subject.oracle(), 3);
    if (actual.optimizer().step() != 3) {
      throw new AssertionError(
          "the optimizer counted " + actual.optimizer().step() + " steps, expected 3.");
    }
    Closeness.require("weight", actual.weights(), expected.weights(), Tolerances.TRAINED);
  }

  private static void states(BackendUnderTest subject) {
    TrainingProblem problem = split(TrainingProblems.images(), TrainingProblems.imageModel(), 6, 2);
    TrainingProblem.Trace actual = problem.run(subject.session(), STEPS);
    TrainingProblem.Trace expected = problem.run(subject.oracle(), STEPS);
    TrainingRules.requireSame(actual.losses(), expected.losses(), Tolerances.TRAINING);
    List<String> states = List.of("batchNorm1.runningMean", "batchNorm1.runningVariance");
    Closeness.require(
        "state", actual.weights().only(states), expected.weights().only(states), Tolerances.LAYER);
  }
}
