package org.distill4j.core.rounds;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.distill4j.backend.Session;
import org.distill4j.core.train.PartialTraining;
import org.distill4j.core.train.TrainingStart;
import org.distill4j.model.ParameterSpec;
import org.distill4j.model.Weights;
import org.distill4j.optim.Clipping;
import org.distill4j.optim.OptimizerState;
import org.distill4j.train.LearnerSpec;
import org.distill4j.train.TrainingPlan;

/**
 * One worker's share of each round: a pure function of code, plan, shard, global weights, inner
 * state and round. Whoever runs it again, anywhere, gets the same bits on the same engine.
 */
public final class LocalWorker implements AutoCloseable {
  private final RoundPlan plan;
  private final int worker;
  private final WeightLayout layout;
  private final InnerStates inner;
  private final OptimizerState first;
  private final PartialTraining training;

  private LocalWorker(
      RoundPlan plan, int worker, InnerStates inner, LearnerSpec spec, PartialTraining training) {
    this.plan = plan;
    this.worker = worker;
    this.inner = inner;
    this.layout = WeightLayout.of(spec);
    this.first = spec.initialOptimizerState(spec.declared());
    this.training = training;
  }

  /**
   * Puts a worker's student on a session.
   *
   * @param session where it computes; it stays open
   * @param code the student and how it is trained
   * @param plan the numbers of the training
   * @param shard the worker's examples
   * @param worker the worker, from 0
   * @param files where its optimizer's memory lies between rounds, if the plan keeps it
   * @return the worker, to be closed
   * @throws IllegalArgumentException if code and examples do not fit
   */
  public static LocalWorker open(
      Session session,
      TrainingCode code,
      RoundPlan plan,
      Shard shard,
      int worker,
      RoundFiles files) {
    TrainingPlan local = local(code, plan, shard, worker);
    LearnerSpec spec = TrainingStart.of(local).spec();
    InnerStates inner = new InnerStates(files, spec.slots(), trained(spec));
    return new LocalWorker(plan, worker, inner, spec, PartialTraining.open(session, local));
  }

  private static TrainingPlan local(TrainingCode code, RoundPlan plan, Shard shard, int worker) {
    boolean synchronous = plan.isSynchronous();
    TrainingPlan.Builder builder =
        TrainingPlan.of(code.model(), shard.data())
            .loss(code.loss())
            .optimizer(synchronous ? new GradientOptimizer() : code.optimizer())
            .clipping(synchronous ? Clipping.none() : code.clipping())
            .groups(code.groups())
            .batchSize(plan.batchSize())
            .seed(plan.seedOf(worker));
    shard.teachers().forEach(builder::teacher);
    return builder.build();
  }

  /**
   * Computes the common start of all workers from some worker's examples.
   *
   * @param code the student and how it is trained
   * @param plan the numbers of the training
   * @param sample examples like the workers', such as one worker's
   * @param initialWeights the model's initial weights; empty to draw them
   */
  static TrainingStart global(
      TrainingCode code, RoundPlan plan, Shard sample, Optional<Weights> initialWeights) {
    TrainingPlan.Builder builder =
        TrainingPlan.of(code.model(), sample.data())
            .loss(code.loss())
            .optimizer(code.optimizer())
            .clipping(code.clipping())
            .groups(code.groups())
            .batchSize(plan.batchSize())
            .seed(plan.seed());
    sample.teachers().forEach(builder::teacher);
    initialWeights.ifPresent(builder::initialWeights);
    return TrainingStart.of(builder.build());
  }

  /**
   * Takes the steps of a round. Where the plan keeps the optimizer's memory, it is read from the
   * file of the round before and written to that of this round.
   *
   * @param round the round, from 1
   * @param global all values before the round, as {@link RoundState#values} has them
   * @return what came out
   * @throws IllegalArgumentException if the weights are another training's
   * @throws org.distill4j.train.DivergedException if a loss is not a finite number
   * @throws java.io.UncheckedIOException if the optimizer's memory cannot be read or written
   */
  public LocalResult run(int round, float[] global) {
    boolean keeps = plan.keepsInnerState();
    OptimizerState begin = keeps && round > 1 ? inner.read(round - 1, worker) : first;
    long start = System.nanoTime();
    long from = (long) (round - 1) * plan.localSteps();
    long to = from + plan.localSteps();
    PartialTraining.Result result =
        training.run(from, to, plan.totalSteps(), layout.weights(global), begin);
    Duration time = Duration.ofNanos(System.nanoTime() - start);
    if (keeps) {
      inner.write(round, worker, result.optimizer());
    }
    return new LocalResult(worker, values(global, result), result.examples(), result.loss(), time);
  }

  private float[] values(float[] global, PartialTraining.Result result) {
    float[] values = layout.flat(result.weights());
    layout.forEach(
        part -> {
          if (part.isTrained() && plan.isSynchronous()) {
            Weights gradients = result.optimizer().slot(GradientOptimizer.GRADIENT);
            gradients.get(part.name()).floats().get(values, part.from(), part.to() - part.from());
          } else if (part.isTrained()) {
            for (int i = part.from(); i < part.to(); i++) {
              values[i] = global[i] - values[i];
            }
          }
        });
    return values;
  }

  /** {@return the trained parameters} */
  static List<ParameterSpec> trained(LearnerSpec spec) {
    return spec.groups().trained(spec.declared().parameters());
  }

  /** Frees the student; the session stays open. */
  @Override
  public void close() {
    training.close();
  }
}
