package org.distill4j.conformance;

import java.util.Arrays;
import java.util.List;
import java.util.function.IntConsumer;
import org.distill4j.core.model.Models;
import org.distill4j.model.Model;
import org.distill4j.model.Predictor;
import org.distill4j.optim.Adam;
import org.distill4j.program.StepInput;
import org.distill4j.tensor.HostTensor;
import org.distill4j.train.Learner;
import org.distill4j.train.LearnerSpec;

/**
 * Memory that stays flat. Resident memory also holds the Java heap, which grows by leaps and then
 * stays, and it falls once where the collector frees what an earlier test left; a leak grows in
 * every window of time. So the second smallest growth over the windows counts.
 */
final class MemoryRules {
  private static final int WINDOWS = 5;
  private static final long LIMIT = 4 * 1024;

  private static final Model WIDE = Models.mlp(64, 512, 10);
  private static final int ROWS = 64;

  private MemoryRules() {}

  static List<Rule> all() {
    return List.of(
        Rule.of("MEM-01", "1000 steps leave memory as it was", MemoryRules::steps),
        Rule.of("MEM-02", "1000 predictions leave memory as it was", MemoryRules::predictions),
        Rule.of("MEM-03", "what is closed is freed", MemoryRules::closed),
        Rule.of("MEM-04", "what nobody closes is freed by the collector", MemoryRules::dropped));
  }

  private static TrainingProblem problem() {
    LabelledExamples examples = LabelledExamples.of(WIDE, 10);
    StepInput step = examples.step(0, ROWS);
    LearnerSpec spec =
        TrainingProblems.spec(
            WIDE, TrainingProblems.OBJECTIVE, examples.signature(), Adam.of(1e-3));
    return new TrainingProblem(spec, i -> step);
  }

  private static void steps(BackendUnderTest subject) throws Exception {
    TrainingProblem problem = problem();
    try (Learner learner = subject.session().learner(problem.spec())) {
      requireFlat(250, i -> learner.step(problem.steps().apply(i)));
    }
  }

  private static void predictions(BackendUnderTest subject) throws Exception {
    TrainingProblem problem = problem();
    HostTensor inputs = problem.steps().apply(0).microBatches().get(0).batch().input();
    try (Predictor predictor =
        subject.session().predictor(problem.spec().model(), problem.spec().weights())) {
      requireFlat(250, i -> predictor.predict(inputs));
    }
  }

  private static void closed(BackendUnderTest subject) throws Exception {
    requireFlat(
        10,
        i -> {
          try (DrivenSession session = subject.open()) {
            use(session).close();
          }
        });
  }

  private static void dropped(BackendUnderTest subject) throws Exception {
    requireFlat(10, i -> use(subject.session()));
  }

  private static Learner use(DrivenSession session) {
    TrainingProblem problem = problem();
    Learner learner = session.learner(problem.spec());
    learner.step(problem.steps().apply(0));
    return learner;
  }

  private static void requireFlat(int repetitions, IntConsumer action) throws Exception {
    repeat(repetitions, action);
    long[] growth = new long[WINDOWS];
    long before = ResidentMemory.kilobytes();
    for (int window = 0; window < WINDOWS; window++) {
      repeat(repetitions, action);
      long after = ResidentMemory.kilobytes();
      growth[window] = after - before;
      before = after;
    }
    Arrays.sort(growth);
    if (growth[1] > LIMIT) {
      throw new AssertionError(
          "memory grew by at least "
              + growth[1]
              + " kB in all but one of "
              + WINDOWS
              + " times "
              + repetitions
              + " repetitions, expected at most "
              + LIMIT
              + " kB.");
    }
  }

  private static void repeat(int repetitions, IntConsumer action) {
    for (int i = 0; i < repetitions; i++) {
      action.accept(i);
    }
  }
}
