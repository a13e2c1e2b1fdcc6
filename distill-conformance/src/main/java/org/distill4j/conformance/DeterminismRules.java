package org.distill4j.conformance;

import java.util.List;
import org.distill4j.model.Predictions;
import org.distill4j.model.Predictor;
import org.distill4j.tensor.HostTensor;

/** Same seed, same bits. */
final class DeterminismRules {
  private static final int STEPS = 8;

  private DeterminismRules() {}

  static List<Rule> all() {
    return List.of(
        Rule.of(
            "DET-01",
            "one seed gives the same losses and weights to the last bit",
            DeterminismRules::repeated),
        Rule.of("DET-02", "so it does in another session", DeterminismRules::elsewhere),
        Rule.of("DET-03", "predictions repeat to the last bit", DeterminismRules::predictions),
        Rule.of("DET-04", "another seed draws another dropout", DeterminismRules::otherSeed));
  }

  private static List<Problem> problems() {
    return List.of(Problems.images(), Problems.tokens(), Problems.dropout());
  }

  private static void repeated(Subject subject) {
    for (Problem problem : problems()) {
      Problem.Trace first = problem.run(subject.session(), STEPS);
      requireEqual(problem.run(subject.session(), STEPS), first);
    }
  }

  private static void elsewhere(Subject subject) {
    for (Problem problem : problems()) {
      Problem.Trace first = problem.run(subject.session(), STEPS);
      try (DrivenSession other = subject.open()) {
        requireEqual(problem.run(other, STEPS), first);
      }
    }
  }

  static void requireEqual(Problem.Trace actual, Problem.Trace expected) {
    TrainingRules.requireSame(actual.losses(), expected.losses(), Tolerances.EXACT);
    Closeness.require("weight", actual.weights(), expected.weights(), Tolerances.EXACT);
  }

  private static void predictions(Subject subject) {
    Problem problem = Problems.images();
    HostTensor inputs = problem.steps().apply(0).parts().get(0).batch().input();
    try (Predictor predictor =
        subject.session().predictor(problem.spec().model(), problem.spec().weights())) {
      Predictions first = predictor.predict(inputs);
      Closeness.require("output", predictor.predict(inputs), first, Tolerances.EXACT);
    }
  }

  private static void otherSeed(Subject subject) {
    Problem one = Problems.dropout();
    Problem other = one.with(one.spec().withSeed(one.spec().seed() + 1));
    if (one.run(subject.session(), 1).losses().equals(other.run(subject.session(), 1).losses())) {
      throw new AssertionError("two seeds drew the same dropout, expected two draws.");
    }
  }
}
