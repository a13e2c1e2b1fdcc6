package org.distill4j.conformance;

import java.util.List;
import org.distill4j.model.Model;
import org.distill4j.optim.Adam;
import org.distill4j.optim.Clipping;
import org.distill4j.optim.Sgd;

/** Batches that are split into parts. */
final class AccumulationRules {
  private static final int STEPS = 6;

  private AccumulationRules() {}

  static List<Rule> all() {
    return List.of(
        Rule.of(
            "ACC-01",
            "a split batch has the loss and the update of the whole one, unlabelled rows and all",
            subject -> sameAsWhole(subject, Problems.small(Sgd.of(0.1)), Problems.smallModel(), 2)),
        Rule.of(
            "ACC-02",
            "so it has with a last part that is shorter",
            subject -> sameAsWhole(subject, Problems.small(Sgd.of(0.1)), Problems.smallModel(), 3)),
        Rule.of(
            "ACC-03",
            "splitting a batch changes no dropout",
            subject -> sameAsWhole(subject, Problems.dropout(), Problems.dropoutModel(), 3)),
        Rule.of(
            "ACC-04",
            "the sum over the parts is clipped, not each part",
            subject -> sameAsWhole(subject, clipped(), Problems.smallModel(), 2)),
        Rule.of("ACC-05", "parts are one step of the optimizer", AccumulationRules::oneStep),
        Rule.of(
            "ACC-06",
            "each part sees the state that the part before left",
            AccumulationRules::states));
  }

  private static Problem clipped() {
    Problem small = Problems.small(Sgd.of(0.1));
    return small.with(small.spec().withClipping(Clipping.byNorm(0.05)));
  }

  private static Problem split(Problem problem, Model model, int rows, int partRows) {
    Examples examples = Examples.of(model, classes(problem));
    return problem.given(i -> examples.split(i, rows, partRows));
  }

  private static int classes(Problem problem) {
    return problem.steps().apply(0).parts().get(0).teachers().get(0).logits().shape().dim(1);
  }

  private static void sameAsWhole(Subject subject, Problem problem, Model model, int partRows) {
    Problem.Trace whole = problem.run(subject.session(), STEPS);
    Problem.Trace parts = split(problem, model, 8, partRows).run(subject.session(), STEPS);
    TrainingRules.requireSame(parts.losses(), whole.losses(), Tolerances.SPLIT);
    Closeness.require("weight", parts.weights(), whole.weights(), Tolerances.SPLIT);
  }

  private static void oneStep(Subject subject) {
    Problem problem = split(Problems.small(Adam.of(0.01)), Problems.smallModel(), 8, 2);
    Problem.Trace actual = problem.run(subject.session(), 3);
    Problem.Trace expected = problem.run(subject.oracle(), 3);
    if (actual.optimizer().step() != 3) {
      throw new AssertionError(
          "the optimizer counted " + actual.optimizer().step() + " steps, expected 3.");
    }
    Closeness.require("weight", actual.weights(), expected.weights(), Tolerances.TRAINED);
  }

  private static void states(Subject subject) {
    Problem problem = split(Problems.images(), Problems.imageModel(), 6, 2);
    Problem.Trace actual = problem.run(subject.session(), STEPS);
    Problem.Trace expected = problem.run(subject.oracle(), STEPS);
    TrainingRules.requireSame(actual.losses(), expected.losses(), Tolerances.TRAINING);
    List<String> states = List.of("batchNorm1.runningMean", "batchNorm1.runningVariance");
    Closeness.require(
        "state", actual.weights().only(states), expected.weights().only(states), Tolerances.LAYER);
  }
}
