package org.distill4j.core.train;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.distill4j.core.metric.Evaluation;
import org.distill4j.data.Batch;
import org.distill4j.model.Predictions;
import org.distill4j.model.Weights;
import org.distill4j.optim.Progress;
import org.distill4j.program.StepInput;
import org.distill4j.spi.Learner;
import org.distill4j.spi.LossValues;
import org.distill4j.teacher.Teacher;
import org.distill4j.train.DivergedException;
import org.distill4j.train.EpochReport;
import org.distill4j.train.TrainingEvent;
import org.distill4j.train.TrainingPlan;
import org.distill4j.train.TrainingReport;

/** One training from its first step to its report. */
final class TrainingRun {
  private final TrainingPlan plan;
  private final List<String> names;
  private final Learner learner;
  private final BestEpoch best;
  private final List<EpochReport> reports = new ArrayList<>();
  private final int stepsPerEpoch;
  private List<Teacher> teachers = List.of();
  private Optional<Weights> last = Optional.empty();
  private long step;

  TrainingRun(TrainingPlan plan, List<String> names, Learner learner) {
    this.plan = plan;
    this.names = names;
    this.learner = learner;
    this.best = new BestEpoch(plan.metrics());
    this.stepsPerEpoch = BatchOrder.batches(plan.training().size(), plan.batchSize());
  }

  TrainingReport run() {
    tell(new TrainingEvent.Started(plan.epochs(), stepsPerEpoch, plan.training().size()));
    teachers = new KeptTeachers(plan, this::tell).teachers();
    Teaching teaching = new Teaching(teachers, plan.training());
    TrainingEvent.Reason reason = TrainingEvent.Reason.ALL_EPOCHS;
    for (int epoch = 1; epoch <= plan.epochs(); epoch++) {
      epoch(epoch, teaching);
      if (isPatienceOver(epoch) && epoch < plan.epochs()) {
        reason = TrainingEvent.Reason.EARLY_STOPPING;
        break;
      }
    }
    TrainingReport report = report();
    tell(new TrainingEvent.Completed(report, reason));
    return report;
  }

  private void epoch(int epoch, Teaching teaching) {
    tell(new TrainingEvent.EpochStarted(epoch));
    long start = System.nanoTime();
    LossValues loss = steps(epoch, teaching);
    Duration time = Duration.ofNanos(System.nanoTime() - start);
    Weights weights = finiteWeights(loss);
    EpochReport report = new EpochReport(epoch, loss, measure(), time);
    last = Optional.of(weights);
    best.offer(report, weights);
    reports.add(report);
    tell(new TrainingEvent.EpochCompleted(report));
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
    return all.only(names);
  }

  private LossValues steps(int epoch, Teaching teaching) {
    BatchOrder order = new BatchOrder(plan.training().size(), plan.batchSize(), plan.seed(), epoch);
    LossMeans means = new LossMeans();
    try (BatchPipeline pipeline = new BatchPipeline(plan.training(), order)) {
      for (int i = 0; i < order.batches(); i++) {
        Batch batch = pipeline.take();
        means.add(step(epoch, batch, teaching.of(batch)), batch.size());
      }
    }
    return means.values();
  }

  private LossValues step(int epoch, Batch batch, List<Predictions> taught) {
    Progress progress = new Progress(step, (long) stepsPerEpoch * plan.epochs());
    LossValues loss = learner.step(StepInput.split(batch, taught, progress, plan.partSize()));
    step++;
    if (!loss.isFinite()) {
      throw new DivergedException(step, loss, last);
    }
    double rate = plan.optimizer().learningRate().at(progress);
    tell(new TrainingEvent.StepCompleted(epoch, step, batch.size(), rate, loss));
    return loss;
  }

  private Map<String, Double> measure() {
    return plan.validation()
        .map(data -> Evaluation.of(learner, data, teachers, plan.metrics()))
        .orElse(Map.of());
  }

  private boolean isPatienceOver(int epoch) {
    return plan.earlyStopping()
        .map(stopping -> epoch - best.epoch() >= stopping.patience())
        .orElse(false);
  }

  private TrainingReport report() {
    boolean restore = plan.keep() == TrainingPlan.Keep.BEST;
    return restore
        ? new TrainingReport(best.weights(), reports, best.epoch())
        : new TrainingReport(last.orElseThrow(), reports, reports.size());
  }

  private void tell(TrainingEvent event) {
    plan.listeners().forEach(listener -> listener.on(event));
  }
}
