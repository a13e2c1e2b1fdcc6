package org.distill4j.conformance;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.distill4j.model.Predictions;
import org.distill4j.optim.Adam;
import org.distill4j.optim.Sgd;
import org.distill4j.spi.Learner;
import org.distill4j.spi.Predictor;
import org.distill4j.spi.Session;
import org.distill4j.tensor.HostTensor;

/** Opening, closing, and use from several places. */
final class LifeCycleRules {
  private static final int STEPS = 5;

  private LifeCycleRules() {}

  static List<Rule> all() {
    return List.of(
        Rule.of("LIFE-01", "a closed session opens nothing", LifeCycleRules::closedSession),
        Rule.of("LIFE-02", "closing a session closes what it opened", LifeCycleRules::closesAll),
        Rule.of("LIFE-03", "a closed predictor or learner refuses to work", LifeCycleRules::closed),
        Rule.of("LIFE-04", "closing twice, in any order, is fine", LifeCycleRules::twice),
        Rule.of("LIFE-05", "closing one thing leaves the others at work", LifeCycleRules::others),
        Rule.of(
            "LIFE-06",
            "learners of one session do not disturb each other",
            LifeCycleRules::interleaved),
        Rule.of("LIFE-07", "a session may be used from any thread", LifeCycleRules::otherThread),
        Rule.of(
            "LIFE-08", "calls from many threads wait for each other", LifeCycleRules::manyThreads),
        Rule.of(
            "LIFE-09",
            "outputs stay as they are when more is computed",
            LifeCycleRules::outputsStay));
  }

  private static Problem problem() {
    return Problems.small(Adam.of(0.01));
  }

  private static HostTensor inputs(Problem problem) {
    return problem.steps().apply(0).parts().get(0).batch().inputs();
  }

  private static Predictor predictor(Session session, Problem problem) {
    return session.predictor(problem.spec().model(), problem.spec().weights());
  }

  private static void closedSession(Subject subject) {
    Problem problem = problem();
    Session session = subject.open();
    session.close();
    Refusals.requireState(() -> predictor(session, problem), "closed");
    Refusals.requireState(() -> session.learner(problem.spec()), "closed");
  }

  private static void closesAll(Subject subject) {
    Problem problem = problem();
    Session session = subject.open();
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
    Session session = subject.open();
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
    try (Session session = subject.open();
        Predictor kept = predictor(session, problem)) {
      Predictions before = kept.predict(inputs(problem));
      predictor(session, problem).close();
      problem.run(session, 1);
      try (Session other = subject.open()) {
        problem.run(other, 1);
      }
      Closeness.require("output", kept.predict(inputs(problem)), before, Tolerances.EXACT);
    }
  }

  private static void interleaved(Subject subject) {
    Problem one = problem();
    Problem other = Problems.small(Sgd.of(0.1));
    Problem.Trace alone = one.run(subject.session(), STEPS);
    try (Learner first = subject.session().learner(one.spec());
        Learner second = subject.session().learner(other.spec())) {
      for (int i = 0; i < STEPS - 1; i++) {
        one.run(first, i, i + 1);
        other.run(second, i, i + 1);
      }
      Problem.Trace end = one.run(first, STEPS - 1, STEPS);
      Closeness.require("weight", end.weights(), alone.weights(), Tolerances.EXACT);
    }
  }

  private static void otherThread(Subject subject) throws Exception {
    Problem problem = problem();
    Problem.Trace here = problem.run(subject.session(), STEPS);
    ExecutorService threads = Executors.newSingleThreadExecutor();
    try {
      Problem.Trace there = threads.submit(() -> problem.run(subject.session(), STEPS)).get();
      DeterminismRules.requireEqual(there, here);
    } finally {
      threads.shutdownNow();
    }
  }

  private static void manyThreads(Subject subject) throws Exception {
    Problem problem = problem();
    Problem.Trace alone = problem.run(subject.session(), STEPS);
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<Future<Problem.Trace>> traces = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        traces.add(threads.submit(() -> problem.run(subject.session(), STEPS)));
      }
      for (Future<Problem.Trace> trace : traces) {
        DeterminismRules.requireEqual(trace.get(), alone);
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private static void outputsStay(Subject subject) {
    Problem problem = problem();
    try (Learner learner = subject.session().learner(problem.spec())) {
      Predictions first = learner.predict(inputs(problem));
      HostTensor then = first.logits().copy();
      problem.run(learner, 0, 2);
      learner.predict(inputs(problem));
      Closeness.require("output", first.logits(), then, Tolerances.EXACT);
    }
  }
}
