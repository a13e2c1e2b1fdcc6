package org.distill4j.core.train;

import java.util.function.Consumer;
import org.distill4j.data.Batch;
import org.distill4j.data.Dataset.Repeatability;
import org.distill4j.optim.Progress;
import org.distill4j.program.StepInput;
import org.distill4j.train.Learner;
import org.distill4j.train.LossValues;
import org.distill4j.train.TrainingPlan;

/**
 * The loop over the steps of an epoch, a whole training or a part of one: it reads batches ahead,
 * queries the teachers, and lets the learner step.
 */
final class StepLoop {
  private final TrainingPlan plan;
  private final Learner learner;
  private final TeacherQueries teaching;
  private final long totalSteps;
  private final int stepsPerEpoch;
  private boolean examplesAreFinite;

  /**
   * A completed step.
   *
   * @param index its number in the epoch, from 0
   * @param progress how far the training was before it
   * @param examples the number of examples of its batch
   * @param loss the loss terms before its update
   */
  record Done(int index, Progress progress, int examples, LossValues loss) {}

  StepLoop(TrainingPlan plan, Learner learner, TeacherQueries teaching, long totalSteps) {
    this.plan = plan;
    this.learner = learner;
    this.teaching = teaching;
    this.totalSteps = totalSteps;
    this.stepsPerEpoch = BatchOrder.batches(plan.training().size(), plan.batchSize());
  }

  int stepsPerEpoch() {
    return stepsPerEpoch;
  }

  /** Takes the steps [first, end) of an epoch, or fewer if a stop is requested. */
  void run(int epoch, int first, int end, Consumer<Done> listener) {
    BatchOrder order = BatchOrder.of(plan.training(), plan.batchSize(), plan.seed(), epoch);
    try (BatchPipeline<TeacherQueries.Ahead> pipeline =
        new BatchPipeline<>(plan.training().inEpoch(epoch), order, first, end, work())) {
      for (int i = first; i < end && !plan.stop().isRequested(); i++) {
        long step = (long) (epoch - 1) * stepsPerEpoch + i;
        listener.accept(step(i, new Progress(step, totalSteps), pipeline.take()));
      }
    }
    examplesAreFinite |=
        first == 0
            && end == stepsPerEpoch
            && plan.training().repeatability() == Repeatability.FIXED;
  }

  /** Prepares batches ahead of the step; fixed examples are checked once. */
  private BatchPipeline.Work<TeacherQueries.Ahead> work() {
    if (examplesAreFinite) {
      return teaching::ahead;
    }
    return (memory, batch) -> {
      batch.requireFinite();
      return teaching.ahead(memory, batch);
    };
  }

  private Done step(int index, Progress progress, TeacherQueries.Ahead ahead) {
    Batch batch = ahead.batch();
    StepInput input = StepInput.split(batch, teaching.of(ahead), progress, plan.microBatchSize());
    return new Done(index, progress, batch.size(), learner.step(input));
  }
}
