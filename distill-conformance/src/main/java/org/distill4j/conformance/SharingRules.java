package org.distill4j.conformance;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.assertj.core.api.Assertions;
import org.distill4j.data.Batch;
import org.distill4j.model.Predictions;
import org.distill4j.model.Predictor;
import org.distill4j.optim.Sgd;
import org.distill4j.program.StepInput;
import org.distill4j.tensor.HostTensor;
import org.distill4j.train.Learner;

/** Use from several owners: by several learners, threads, and owners of one buffer. */
final class SharingRules {
  private static final int STEPS = 5;

  private SharingRules() {}

  static List<Rule> all() {
    return List.of(
        Rule.of(
            "LIFE-06",
            "learners of one session do not disturb each other",
            SharingRules::interleaved),
        Rule.of("LIFE-07", "a session may be used from any thread", SharingRules::otherThread),
        Rule.of(
            "LIFE-08", "calls from many threads wait for each other", SharingRules::manyThreads),
        Rule.of(
            "LIFE-09", "outputs stay as they are when more is computed", SharingRules::outputsStay),
        Rule.of(
            "LIFE-10",
            "what a call was given may be overwritten once it has returned",
            SharingRules::inputsAreFree),
        Rule.of(
            "LIFE-11",
            "closing waits for the call that is under way, and the next one is refused",
            SharingRules::closedMeanwhile));
  }

  private static void interleaved(BackendUnderTest subject) {
    TrainingProblem one = LifeCycleRules.problem();
    TrainingProblem other = TrainingProblems.small(Sgd.of(0.1));
    TrainingProblem.Trace alone = one.run(subject.session(), STEPS);
    try (Learner first = subject.session().learner(one.spec());
        Learner second = subject.session().learner(other.spec())) {
      for (int i = 0; i < STEPS - 1; i++) {
        one.run(first, i, i + 1);
        other.run(second, i, i + 1);
      }
      TrainingProblem.Trace end = one.run(first, STEPS - 1, STEPS);
      Closeness.require("weight", end.weights(), alone.weights(), Tolerances.EXACT);
    }
  }

  private static void otherThread(BackendUnderTest subject) throws Exception {
    TrainingProblem problem = LifeCycleRules.problem();
    TrainingProblem.Trace here = problem.run(subject.session(), STEPS);
    ExecutorService threads = Executors.newSingleThreadExecutor();
    try {
      TrainingProblem.Trace there =
          threads.submit(() -> problem.run(subject.session(), STEPS)).get();
      DeterminismRules.requireEqual(there, here);
    } finally {
      threads.shutdownNow();
    }
  }

  private static void manyThreads(BackendUnderTest subject) throws Exception {
    TrainingProblem problem = LifeCycleRules.problem();
    TrainingProblem.Trace alone = problem.run(subject.session(), STEPS);
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<Future<TrainingProblem.Trace>> traces = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        traces.add(threads.submit(() -> problem.run(subject.session(), STEPS)));
      }
      for (Future<TrainingProblem.Trace> trace : traces) {
        DeterminismRules.requireEqual(trace.get(), alone);
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private static void outputsStay(BackendUnderTest subject) {
    TrainingProblem problem = LifeCycleRules.problem();
    try (Learner learner = subject.session().learner(problem.spec());
        Predictor predictor = LifeCycleRules.predictor(subject.session(), problem)) {
      Predictions learners = learner.predict(LifeCycleRules.inputs(problem));
      Predictions predictors = predictor.predict(LifeCycleRules.inputs(problem));
      HostTensor then = learners.logits().copy();
      HostTensor alsoThen = predictors.logits().copy();
      problem.run(learner, 0, 2);
      HostTensor others =
          LabelledExamples.of(problem.spec().model(), 3).inputs(7, then.shape().dim(0));
      learner.predict(others);
      predictor.predict(others);
      Closeness.require("the learner's output", learners.logits(), then, Tolerances.EXACT);
      Closeness.require("the predictor's output", predictors.logits(), alsoThen, Tolerances.EXACT);
    }
  }

  /** As the trainer does: one buffer for all batches. */
  private static void inputsAreFree(BackendUnderTest subject) {
    TrainingProblem problem = LifeCycleRules.problem();
    TrainingProblem.Trace fresh = problem.run(subject.session(), STEPS);
    StepInput buffer = problem.steps().apply(0);
    TrainingProblem recycling =
        problem.given(
            i -> {
              copy(problem.steps().apply(i), buffer);
              return new StepInput(buffer.microBatches(), problem.steps().apply(i).progress());
            });
    DeterminismRules.requireEqual(recycling.run(subject.session(), STEPS), fresh);
  }

  private static void copy(StepInput from, StepInput to) {
    copy(from.microBatches().get(0).batch().input(), to.microBatches().get(0).batch().input());
    HostTensor labels = from.microBatches().get(0).batch().labels(Batch.LABELS);
    to.microBatches().get(0).batch().labels(Batch.LABELS).ints().put(0, labels.toIntArray());
    copy(
        from.microBatches().get(0).teachers().get(0).logits(),
        to.microBatches().get(0).teachers().get(0).logits());
  }

  private static void copy(HostTensor from, HostTensor to) {
    to.floats().put(0, from.toFloatArray());
  }

  private static void closedMeanwhile(BackendUnderTest subject) throws Exception {
    TrainingProblem problem = LifeCycleRules.problem();
    CountDownLatch begun = new CountDownLatch(1);
    ExecutorService threads = Executors.newSingleThreadExecutor();
    Learner learner = subject.session().learner(problem.spec());
    try {
      Future<?> endless = threads.submit(() -> stepForEver(learner, problem, begun));
      begun.await();
      learner.close();
      Assertions.assertThatThrownBy(endless::get)
          .isInstanceOf(ExecutionException.class)
          .cause()
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("closed");
    } finally {
      threads.shutdownNow();
    }
  }

  private static void stepForEver(Learner learner, TrainingProblem problem, CountDownLatch begun) {
    for (int i = 0; ; i++) {
      try {
        learner.step(problem.steps().apply(i % 2));
      } finally {
        // Whoever waits for the first step continues if it fails too.
        begun.countDown();
      }
    }
  }
}
