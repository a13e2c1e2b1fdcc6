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

  static Problem problem() {
    return Problems.small(Adam.of(0.01));
  }

  static HostTensor inputs(Problem problem) {
    return problem.steps().apply(0).parts().get(0).batch().input();
  }

  static Predictor predictor(DrivenSession session, Problem problem) {
    return session.predictor(problem.spec().model(), problem.spec().weights());
  }

  private static void closedSession(Subject subject) {
    Problem problem = problem();
    DrivenSession session = subject.open();
    session.close();
    Refusals.requireState(() -> predictor(session, problem), "closed");
    Refusals.requireState(() -> session.learner(problem.spec()), "closed");
  }

  private static void closesAll(Subject subject) {
    Problem problem = problem();
    DrivenSession session = subject.open();
    Predictor predictor = predictor(session, problem);
    Learner learner = session.learner(problem.spec());
    session.close();
    requireClosed(problem, predictor, learner);
  }

  private static void requireClosed(Problem problem, Predictor predictor, Learner learner) {
    Refusals.requireState(() -> predictor.predict(inputs(problem)), "closed");
    Refusals.requireState(() -> learner.predict(inputs(problem)), "closed");
    Refusals.requireState(() -> learner.step(problem.steps().apply(0)), "closed");
    Refusals.requireState(learner::weights, "closed");
    Refusals.requireState(learner::optimizerState, "closed");
  }

  private static void closed(Subject subject) {
    Problem problem = problem();
    Predictor predictor = predictor(subject.session(), problem);
    Learner learner = subject.session().learner(problem.spec());
    problem.run(learner, 0, 1);
    predictor.close();
    learner.close();
    requireClosed(problem, predictor, learner);
  }

  private static void twice(Subject subject) {
    Problem problem = problem();
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

  private static void others(Subject subject) {
    Problem problem = problem();
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
