package org.distill4j.core.train;

import java.util.Optional;
import org.distill4j.backend.Session;
import org.distill4j.core.run.ModelLearner;
import org.distill4j.model.Weights;
import org.distill4j.optim.OptimizerState;
import org.distill4j.train.DivergedException;
import org.distill4j.train.LearnerSpec;
import org.distill4j.train.LossValues;
import org.distill4j.train.TrainingEvent;
import org.distill4j.train.TrainingPlan;

/**
 * Some steps of a training, from any state: a worker's share of a training that is spread over
 * many. The batches of a step follow from the plan's seed and the step's number, as in {@link
 * SessionTrainer}, so what comes out depends on the plan, the state and the numbers of the steps
 * alone.
 *
 * <p>The plan's epochs, validation, metrics and choice of weights play no part, and its teachers
 * are asked at each step. One thread at a time may use it.
 */
public final class PartialTraining implements AutoCloseable {
  private final TrainingPlan plan;
  private final TeacherQueries teaching;
  private final ModelLearner learner;

  /**
   * The state after some steps.
   *
   * @param weights all parameters and states, those of the loss included
   * @param optimizer what the optimizer remembers
   * @param loss the loss terms before each update, averaged over the examples
   * @param examples the number of examples of these steps
   */
  public record Result(Weights weights, OptimizerState optimizer, LossValues loss, long examples) {}

  private PartialTraining(TrainingPlan plan, LearnerSpec spec, Session session) {
    this.plan = plan;
    LogitUses uses = new LogitUses(spec.declared().logitUses());
    this.teaching = new TeacherQueries(plan.teachers(), plan.training(), uses);
    this.learner = ModelLearner.open(session, spec);
  }

  /**
   * Puts the student of a plan on a session.
   *
   * @param session where to compute; it stays open
   * @param plan what to train, on what and how
   * @return the training, to be closed
   * @throws IllegalArgumentException if the parts of the plan do not fit, or the student is a
   *     network of an engine's own kind
   */
  public static PartialTraining open(Session session, TrainingPlan plan) {
    return new PartialTraining(plan, TrainingStart.of(plan).spec(), session);
  }

  /**
   * Takes the steps [from, to).
   *
   * @param from the first step, from 0
   * @param to the step after the last
   * @param total the number of steps of the whole training, for schedules
   * @param weights all parameters and states before the first step, those of the loss included
   * @param optimizer what the optimizer remembers then
   * @return the state after the last step
   * @throws IllegalArgumentException if weights or memory are of another model or optimizer
   * @throws DivergedException if a loss is not a finite number
   */
  public Result run(long from, long to, long total, Weights weights, OptimizerState optimizer) {
    learner.load(weights, optimizer);
    StepLoop loop = new StepLoop(plan, learner, teaching, total);
    LossMeans means = new LossMeans();
    long step = from;
    while (step < to) {
      long before = step / loop.stepsPerEpoch();
      int first = (int) (step % loop.stepsPerEpoch());
      int end = (int) Math.min(loop.stepsPerEpoch(), first + to - step);
      int epoch = Math.toIntExact(before + 1);
      loop.run(epoch, first, end, done -> completed(epoch, done, means));
      step += end - first;
    }
    return new Result(
        learner.weights(), learner.optimizerState(), means.values(), means.examples());
  }

  private void completed(int epoch, StepLoop.Done done, LossMeans means) {
    long step = done.progress().step() + 1;
    if (!done.loss().isFinite()) {
      throw new DivergedException(step, done.loss(), Optional.empty());
    }
    means.add(done.loss(), done.examples());
    double rate = plan.optimizer().learningRate().at(done.progress());
    TrainingEvent event =
        new TrainingEvent.StepCompleted(epoch, step, done.examples(), rate, done.loss());
    plan.listeners().forEach(listener -> listener.on(event));
  }

  /** Frees the student; the session stays open. */
  @Override
  public void close() {
    learner.close();
  }
}
