package org.distill4j.conformance;

import java.util.List;
import java.util.stream.Stream;
import org.distill4j.model.Predictions;
import org.distill4j.model.Predictor;
import org.distill4j.optim.Adam;
import org.distill4j.tensor.HostTensor;
import org.distill4j.train.Learner;

/** Opening and closing. */
final class LifeCycleRules {
  private LifeCycleRules() {}

  static List<Rule> all() {
    return Stream.concat(closing(), SharingRules.all().stream()).toList();
  }

  private static Stream<Rule> closing() {
    return Stream.of(
        Rule.of("LIFE-01", "a closed session opens nothing", LifeCycleRules::closedSession),
        Rule.of("LIFE-02", "closing a session closes what it opened", LifeCycleRules::closesAll),
        Rule.of("LIFE-03", "a closed predictor or learner refuses to work", LifeCycleRules::closed),
        Rule.of("LIFE-04", "closing twice, in any order, is fine", LifeCycleRules::twice),
        Rule.of("LIFE-05", "closing one thing leaves the others at work", LifeCycleRules::others));
  }

  static TrainingProblem problem() {
    return TrainingProblems.small(Adam.of(0.01));
  }

  static HostTensor inputs(TrainingProblem problem) {
    return problem.steps().apply(0).microBatches().get(0).batch().input();
  }

  static Predictor predictor(DrivenSession session, TrainingProblem problem) {
    return session.predictor(problem.spec().model(), problem.spec().weights());
  }

  private static void closedSession(BackendUnderTest subject) {
    TrainingProblem problem = problem();
    DrivenSession session = subject.open();
    session.close();
    ExpectedErrors.requireState(() -> predictor(session, problem), "closed");
    ExpectedErrors.requireState(() -> session.learner(problem.spec()), "closed");
  }

  private static void closesAll(BackendUnderTest subject) {
    TrainingProblem problem = problem();
    DrivenSession session = subject.open();
    Predictor predictor = predictor(session, problem);
    Learner learner = session.learner(problem.spec());
    session.close();
    requireClosed(problem, predictor, learner);
  }

  private static void requireClosed(TrainingProblem problem, Predictor predictor, Learner learner) {
    ExpectedErrors.requireState(() -> predictor.predict(inputs(problem)), "closed");
    ExpectedErrors.requireState(() -> learner.predict(inputs(problem)), "closed");
    ExpectedErrors.requireState(() -> learner.step(problem.steps().apply(0)), "closed");
    ExpectedErrors.requireState(learner::weights, "closed");
    ExpectedErrors.requireState(learner::optimizerState, "closed");
  }

  private static void closed(BackendUnderTest subject) {
    TrainingProblem problem = problem();
    Predictor predictor = predictor(subject.session(), problem);
    Learner learner = subject.session().learner(problem.spec());
    problem.run(learner, 0, 1);
    predictor.close();
    learner.close();
    requireClosed(problem, predictor, learner);
  }

  private static void twice(BackendUnderTest subject) {
    TrainingProblem problem = problem();
    DrivenSession session = subject.open();
    Predictor predictor = predictor(session, problem);
    Learner learner = session.learner(problem.spec());
    predictor.close();
    predictor.close();
    session.close();
    session.close();
    learner.close();
    learner.close();
  }

  private static void others(BackendUnderTest subject) {
    TrainingProblem problem = problem();
    try (DrivenSession session = subject.open();
        Predictor kept = predictor(session, problem)) {
      Predictions before = kept.predict(inputs(problem));
      predictor(session, problem).close();
      problem.run(session, 1);
      try (DrivenSession other = subject.open()) {
        problem.run(other, 1);
      }
      Closeness.require("output", kept.predict(inputs(problem)), before, Tolerances.EXACT);
    }
  }
}
