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

  private static List<TrainingProblem> problems() {
    return List.of(
        TrainingProblems.images(), TrainingProblems.tokens(), TrainingProblems.dropout());
  }

  private static void repeated(BackendUnderTest subject) {
    for (TrainingProblem problem : problems()) {
      TrainingProblem.Trace first = problem.run(subject.session(), STEPS);
      requireEqual(problem.run(subject.session(), STEPS), first);
    }
  }

  private static void elsewhere(BackendUnderTest subject) {
    for (TrainingProblem problem : problems()) {
      TrainingProblem.Trace first = problem.run(subject.session(), STEPS);
      try (DrivenSession other = subject.open()) {
        requireEqual(problem.run(other, STEPS), first);
      }
    }
  }

  static void requireEqual(TrainingProblem.Trace actual, TrainingProblem.Trace expected) {
    TrainingRules.requireSame(actual.losses(), expected.losses(), Tolerances.EXACT);
    Closeness.require("weight", actual.weights(), expected.weights(), Tolerances.EXACT);
  }

  private static void predictions(BackendUnderTest subject) {
    TrainingProblem problem = TrainingProblems.images();
    HostTensor inputs = problem.steps().apply(0).microBatches().get(0).batch().input();
    try (Predictor predictor =
        subject.session().predictor(problem.spec().model(), problem.spec().weights())) {
      Predictions first = predictor.predict(inputs);
      Closeness.require("output", predictor.predict(inputs), first, Tolerances.EXACT);
    }
  }

  private static void otherSeed(BackendUnderTest subject) {
    TrainingProblem one = TrainingProblems.dropout();
    TrainingProblem other = one.with(one.spec().withSeed(one.spec().seed() + 1));
    if (one.run(subject.session(), 1).losses().equals(other.run(subject.session(), 1).losses())) {
      throw new AssertionError("two seeds drew the same dropout, expected two draws.");
    }
  }
}
