package org.distill4j.core.train;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.distill4j.core.checkpoint.Checkpoint;
import org.distill4j.core.metric.Evaluation;
import org.distill4j.model.Weights;
import org.distill4j.optim.WeightAverage;
import org.distill4j.teacher.Teacher;
import org.distill4j.train.DivergedException;
import org.distill4j.train.EpochReport;
import org.distill4j.train.Learner;
import org.distill4j.train.LossValues;
import org.distill4j.train.TrainingEvent;
import org.distill4j.train.TrainingPlan;
import org.distill4j.train.TrainingReport;

/** One training from its first step, or from a checkpoint, to its report. */
final class TrainingRun {
  private final TrainingPlan plan;
  private final List<String> names;
  private final LogitUses uses;
  private final Learner learner;
  private final CheckpointWriter saving;
  private final BestEpoch best;
  private final List<EpochReport> reports = new ArrayList<>();
  private final int stepsPerEpoch;
  private List<Teacher> teachers = List.of();
  private Optional<Weights> last = Optional.empty();
  private LossMeans means = new LossMeans();
  private Duration before = Duration.ZERO;
  private long start;
  private long step;
  private boolean stopped;

  TrainingRun(
      TrainingPlan plan,
      List<String> names,
      LogitUses uses,
      Learner learner,
      CheckpointWriter saving) {
    this.plan = plan;
    this.names = names;
    this.uses = uses;
    this.learner = learner;
    this.saving = saving;
    this.best = new BestEpoch(plan.metrics());
    this.stepsPerEpoch = BatchOrder.batches(plan.training().size(), plan.batchSize());
  }

  TrainingReport run(Optional<Checkpoint> from) {
    tell(new TrainingEvent.Started(plan.epochs(), stepsPerEpoch, plan.training().size()));
    saving.news().forEach(this::tell);
    from.ifPresent(this::restore);
    if (!isOver()) {
      teachers().ifPresentOrElse(this::epochs, this::stop);
    }
    TrainingReport report = report();
    tell(new TrainingEvent.Completed(report, reason()));
    return report;
  }

  /** Empty if the training stops before the teachers have seen all examples. */
  private Optional<TeacherQueries> teachers() {
    try {
      teachers = new CachedTeachers(plan, this::tell).teachers();
      return Optional.of(new TeacherQueries(teachers, plan.training(), uses));
    } catch (CachedTeachers.StoppedException stop) {
      start = System.nanoTime();
      return Optional.empty();
    }
  }

  private void epochs(TeacherQueries teaching) {
    StepLoop loop = new StepLoop(plan, learner, teaching, (long) stepsPerEpoch * plan.epochs());
    while (!stopped && !isOver()) {
      epoch(reports.size() + 1, loop);
    }
  }

  private void restore(Checkpoint from) {
    step = from.step();
    means = LossMeans.of(from.running());
    before = from.running().time();
    Weights weights = WeightAverage.applied(from.weights(), from.optimizer()).only(names);
    last = Optional.of(weights);
    reports.addAll(from.epochs());
    reports.forEach(report -> best.offer(report, from.best().orElse(weights)));
  }

  private boolean isOver() {
    return reports.size() == plan.epochs() || isPatienceOver(reports.size());
  }

  private TrainingEvent.Reason reason() {
    if (stopped) {
      return TrainingEvent.Reason.STOPPED;
    }
    return reports.size() == plan.epochs()
        ? TrainingEvent.Reason.ALL_EPOCHS
        : TrainingEvent.Reason.EARLY_STOPPING;
  }

  private void epoch(int epoch, StepLoop loop) {
    tell(new TrainingEvent.EpochStarted(epoch));
    steps(epoch, loop);
    if (plan.stop().isRequested()) {
      stop();
    } else {
      complete(epoch);
    }
  }

  private void stop() {
    stopped = true;
    last = Optional.of(weightsInUse(means.values()));
    save();
  }

  private void complete(int epoch) {
    Duration time = time();
    LossValues loss = means.values();
    Weights weights = weightsInUse(loss);
    EpochReport report = new EpochReport(epoch, loss, measure(), time);
    last = Optional.of(weights);
    best.offer(report, weights);
    reports.add(report);
    means = new LossMeans();
    before = Duration.ZERO;
    start = System.nanoTime();
    save();
    tell(new TrainingEvent.EpochCompleted(report));
  }

  private Duration time() {
    return before.plusNanos(System.nanoTime() - start);
  }

  /** Returns the model's weights for measurements: averages, if the plan has them. */
  private Weights weightsInUse(LossValues loss) {
    Weights weights = finiteWeights(loss);
    return plan.average().isPresent()
        ? WeightAverage.applied(weights, learner.optimizerState()).only(names)
        : weights.only(names);
  }

  private Weights finiteWeights(LossValues loss) {
    Weights all = learner.weights();
    all.asMap()
        .forEach(
            (name, values) -> {
              if (values.firstNonFinite().isPresent()) {
                throw DivergedException.ofWeight(step, name, loss, last);
              }
            });
    return all;
  }

  private void steps(int epoch, StepLoop loop) {
    int first = (int) (step - (long) reports.size() * stepsPerEpoch);
    start = System.nanoTime();
    loop.run(epoch, first, stepsPerEpoch, done -> completed(epoch, done));
  }

  private void completed(int epoch, StepLoop.Done done) {
    step++;
    LossValues loss = done.loss();
    if (!loss.isFinite()) {
      throw new DivergedException(step, loss, last);
    }
    double rate = plan.optimizer().learningRate().at(done.progress());
    tell(new TrainingEvent.StepCompleted(epoch, step, done.examples(), rate, loss));
    means.add(loss, done.examples());
    if (done.index() + 1 < stepsPerEpoch && saving.isDue(step)) {
      save();
    }
  }

  private void save() {
    if (saving.isWanted(step, reports.size())) {
      boolean keepsBest = plan.keep() == TrainingPlan.Keep.BEST && best.epoch() > 0;
      Checkpoint checkpoint =
          new Checkpoint(
              saving.training(),
              step,
              reports,
              means.running(time()),
              finiteWeights(means.values()),
              learner.optimizerState(),
              keepsBest ? Optional.of(best.weights()) : Optional.empty());
      plan.listeners().forEach(listener -> listener.beforeCheckpoint(step));
      tell(saving.write(checkpoint, plan.metrics().isEmpty() ? 0 : best.epoch()));
    }
  }

  private Map<String, Double> measure() {
    return plan.validation()
        .map(data -> Evaluation.evaluate(learner, data, teachers, plan.metrics()))
        .orElse(Map.of());
  }

  private boolean isPatienceOver(int epoch) {
    return plan.earlyStopping()
        .map(stopping -> epoch - best.epoch() >= stopping.patience())
        .orElse(false);
  }

  private TrainingReport report() {
    boolean restore = plan.keep() == TrainingPlan.Keep.BEST && best.epoch() > 0;
    return restore
        ? new TrainingReport(best.weights(), reports, best.epoch())
        : new TrainingReport(last.orElseThrow(), reports, reports.size());
  }

  private void tell(TrainingEvent event) {
    plan.listeners().forEach(listener -> listener.on(event));
  }
}
