package org.distill4j.core.train;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.stream.LongStream;
import org.distill4j.backend.Device;
import org.distill4j.backend.Session;
import org.distill4j.core.checkpoint.Checkpoint;
import org.distill4j.core.run.Learners;
import org.distill4j.data.Batch;
import org.distill4j.model.Predictions;
import org.distill4j.optim.Progress;
import org.distill4j.program.BatchShape;
import org.distill4j.program.StepInput;
import org.distill4j.teacher.DataAxes;
import org.distill4j.train.Learner;
import org.distill4j.train.LearnerSpec;
import org.distill4j.train.TrainingPlan;

/**
 * Chooses the number of threads for a training on a session that left it open: the checkpoint's, or
 * the number with the fastest steps. These are steps of a learner that is thrown away, on examples
 * of zeros, so neither data nor teachers are asked.
 */
final class ThreadChoice {
  /** The key of the number in a checkpoint's training. */
  static final String PART = "threads";

  /** Shorter trainings are not measured, as that takes up to nine steps for each number. */
  static final int LEAST_STEPS = 200;

  private static final System.Logger LOGGER = System.getLogger(ThreadChoice.class.getName());
  private static final int WARMING = 3;
  private static final int UNTIMED = 2;
  private static final int TIMED = 7;

  private final TrainingPlan plan;
  private final int processors;
  private final LongSupplier clock;

  ThreadChoice(TrainingPlan plan) {
    this(plan, Runtime.getRuntime().availableProcessors(), System::nanoTime);
  }

  ThreadChoice(TrainingPlan plan, int processors, LongSupplier clock) {
    this.plan = plan;
    this.processors = processors;
    this.clock = clock;
  }

  /**
   * Sets a session's number of threads to the best for a training.
   *
   * @return the number; empty if the training was stopped before it was known
   */
  Optional<Integer> apply(Session session, LearnerSpec spec, Optional<Checkpoint> from) {
    boolean isOpen = session.choosesThreads() && session.device().kind() == Device.Kind.CPU;
    Optional<Integer> saved = from.flatMap(this::saved);
    if (isOpen && saved.isPresent()) {
      session.useThreads(saved.get());
    } else if (isOpen && canChange(session)) {
      return choose(session, spec, steps() - from.map(Checkpoint::step).orElse(0L));
    }
    return Optional.of(session.threads());
  }

  /** A checkpoint of a larger machine does not determine what is best here. */
  private Optional<Integer> saved(Checkpoint from) {
    return Optional.ofNullable(from.training().get(PART))
        .map(Integer::valueOf)
        .filter(threads -> threads <= processors);
  }

  private boolean canChange(Session session) {
    session.useThreads(processors);
    boolean changed = session.threads() == processors;
    session.useThreads(1);
    return changed && processors > 1;
  }

  private long steps() {
    return (long) BatchOrder.batches(plan.training().size(), plan.batchSize()) * plan.epochs();
  }

  private Optional<Integer> choose(Session session, LearnerSpec spec, long steps) {
    if (steps < LEAST_STEPS) {
      return chosen(session, 1, steps + " steps are too few to measure");
    }
    try {
      StepTimes times = measure(session, spec);
      if (plan.stop().isRequested()) {
        session.useThreads(1);
        return Optional.empty();
      }
      return chosen(session, times.best(), "a step takes with " + times);
    } catch (IllegalArgumentException refused) {
      return chosen(session, 1, "a step on zeros cannot be measured, as " + refused.getMessage());
    }
  }

  private Optional<Integer> chosen(Session session, int threads, String reason) {
    session.useThreads(threads);
    tell(threads, reason);
    return Optional.of(threads);
  }

  private void tell(int threads, String reason) {
    LOGGER.log(
        System.Logger.Level.INFO,
        () ->
            "Trains with "
                + StepTimes.threads(threads)
                + " on "
                + processors
                + " processors: "
                + reason
                + ". SessionOptions.withThreads, or \"threads\" in a configuration, fixes the"
                + " number.");
  }

  private StepTimes measure(Session session, LearnerSpec spec) {
    StepInput input = zeros(spec.declared().shape().lengths());
    try (Learner learner = Learners.open(session, spec)) {
      steps(learner, input, WARMING);
      return StepTimes.measure(
          processors,
          threads -> {
            session.useThreads(threads);
            return median(learner, input);
          });
    }
  }

  private long median(Learner learner, StepInput input) {
    steps(learner, input, UNTIMED);
    long[] times = new long[TIMED];
    for (int i = 0; i < TIMED; i++) {
      long start = clock.getAsLong();
      steps(learner, input, 1);
      times[i] = clock.getAsLong() - start;
    }
    Arrays.sort(times);
    return times[TIMED / 2];
  }

  private void steps(Learner learner, StepInput input, int count) {
    for (int i = 0; i < count && !plan.stop().isRequested(); i++) {
      learner.step(input);
    }
  }

  private StepInput zeros(Map<String, Integer> lengths) {
    int rows = Math.min(plan.batchSize(), plan.training().size());
    BatchShape shape = new BatchShape(rows, lengths);
    Batch batch =
        new Batch(
            LongStream.range(0, rows).toArray(),
            shape.zeros(plan.training().inputs()),
            shape.zeros(plan.training().labels()));
    List<Predictions> teachers = new ArrayList<>();
    plan.teachers().stream()
        .map(teacher -> DataAxes.outputs(teacher, plan.training()))
        .forEach(outputs -> teachers.add(Predictions.of(shape.zeros(outputs))));
    return StepInput.split(batch, teachers, new Progress(0, steps()), plan.microBatchSize());
  }
}
