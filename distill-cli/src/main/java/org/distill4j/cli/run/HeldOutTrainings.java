package org.distill4j.cli.run;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.distill4j.backend.Session;
import org.distill4j.cli.config.RunKeys;
import org.distill4j.cli.kind.KeyValues;
import org.distill4j.core.checkpoint.Checkpoints;
import org.distill4j.core.data.Split;
import org.distill4j.core.loss.DistillationLoss;
import org.distill4j.core.recipe.DistillationRecipe;
import org.distill4j.core.tune.SearchSpace;
import org.distill4j.core.tune.TrialSettings;
import org.distill4j.data.Dataset;
import org.distill4j.loss.Loss;
import org.distill4j.model.Model;
import org.distill4j.optim.Optimizer;
import org.distill4j.optim.Schedule;
import org.distill4j.teacher.Teacher;
import org.distill4j.train.Metric;
import org.distill4j.train.StopSignal;
import org.distill4j.train.TrainingPlan;

/**
 * The trainings of a run's student with other settings or of another size. They are measured on
 * examples that are held out of those to learn from, so that the run's own validation examples are
 * left for the result.
 */
public final class HeldOutTrainings {
  /** The name of what the run's learning rate is times. */
  public static final String RATE_FACTOR = "rateFactor";

  private final RunFile run;
  private final Optional<Teacher> teacher;
  private final List<Metric> metrics;
  private final Dataset heldOut;

  private HeldOutTrainings(RunFile run, Optional<Teacher> teacher, Dataset heldOut) {
    this.run = run;
    this.teacher = teacher;
    this.heldOut = heldOut;
    this.metrics = NetworkMeasurements.metrics(run, teacher.isPresent());
  }

  /**
   * Makes the teacher of a run ready, and holds examples out.
   *
   * @param run the run
   * @param session where the teacher runs
   * @param stop stops its training
   * @param share the share of the examples that is held out, in (0, 1); they are drawn from the
   *     run's seed
   * @param shown shows how the teacher becomes ready
   * @return the trainings
   */
  public static HeldOutTrainings prepare(
      RunFile run, Session session, StopSignal stop, double share, RunListener shown) {
    if (!(share > 0 && share < 1)) {
      throw new IllegalArgumentException(
          "The share of examples that are held out is "
              + share
              + ", expected it between 0 and 1.\nMaybe 0.1 was meant.");
    }
    Optional<Teacher> teacher =
        new TrainingJob(run, session, Checkpoints.Start.RESUME, stop).teacher(shown);
    long seed = run.values().value(RunKeys.SEED);
    Split split = Split.random(run.train(), 1 - share, seed);
    return new HeldOutTrainings(
        run.withData(split.first(), split.second()), teacher, split.second());
  }

  /** {@return the number of epochs of a training} */
  public int epochs() {
    return plan(run).build().epochs();
  }

  private KeyValues training() {
    return run.values().value(RunKeys.TRAINING_SECTION);
  }

  private Optional<DistillationRecipe> recipe() {
    return training().findValue(RunKeys.RECIPE);
  }

  /** {@return the metric that decides, the run's first} */
  public Metric metric() {
    return metrics.get(0);
  }

  private TrainingPlan.Builder plan(RunFile changed) {
    return new PlanExpressions(changed)
        .student(teacher::orElseThrow)
        .value()
        .validation(heldOut, metrics.toArray(Metric[]::new));
  }

  /**
   * The training of another student.
   *
   * @param student the student
   * @return its plan
   */
  public TrainingPlan.Builder plan(Model student) {
    return plan(run.withStudent(student));
  }

  /**
   * The training with other settings, those of {@link SearchSpace#TEMPERATURE}, {@link
   * SearchSpace#ALPHA} and {@link #RATE_FACTOR} that there are.
   *
   * @param settings the settings
   * @return its plan
   * @throws IllegalArgumentException if the run's loss has no temperature and α
   */
  public TrainingPlan.Builder plan(TrialSettings settings) {
    return recipe()
        .map(recipe -> plan(run.withRecipe(changed(recipe, settings))))
        .orElseGet(() -> withoutRecipe(settings));
  }

  private static DistillationRecipe changed(DistillationRecipe recipe, TrialSettings settings) {
    Map<String, Double> numbers = settings.numbers();
    return recipe
        .withObjective(
            numbers.getOrDefault(SearchSpace.TEMPERATURE, recipe.temperature()),
            numbers.getOrDefault(SearchSpace.ALPHA, recipe.alpha()))
        .withLearningRate(recipe.learningRate() * numbers.getOrDefault(RATE_FACTOR, 1.0));
  }

  private TrainingPlan.Builder withoutRecipe(TrialSettings settings) {
    TrainingPlan.Builder plan = plan(run);
    boolean objective =
        settings.numbers().containsKey(SearchSpace.TEMPERATURE)
            || settings.numbers().containsKey(SearchSpace.ALPHA);
    if (objective) {
      plan.loss(loss(settings));
    }
    if (settings.numbers().containsKey(RATE_FACTOR)) {
      Optimizer given = training().value(RunKeys.OPTIMIZER);
      plan.optimizer(given.withLearningRate(given.learningRate().times(settings.get(RATE_FACTOR))));
    }
    return plan;
  }

  private DistillationLoss loss(TrialSettings settings) {
    Loss loss = NetworkMeasurements.loss(run);
    if (loss instanceof DistillationLoss given) {
      return new DistillationLoss(
          number(settings, SearchSpace.TEMPERATURE, given.temperature()),
          number(settings, SearchSpace.ALPHA, given.alpha()),
          given.output(),
          given.labels(),
          given.classWeights(),
          given.weighting());
    }
    throw new IllegalArgumentException(
        "The run's loss is "
            + loss.getClass().getSimpleName()
            + ", expected distillation, as temperatures and alphas are tried.\n"
            + "Maybe leave --temperatures and --alphas out, and try --rate-factors alone.");
  }

  private static Schedule number(TrialSettings settings, String name, Schedule otherwise) {
    return Optional.ofNullable(settings.numbers().get(name))
        .map(Schedule::constant)
        .orElse(otherwise);
  }
}
