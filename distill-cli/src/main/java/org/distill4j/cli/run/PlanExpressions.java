package org.distill4j.cli.run;

import static org.distill4j.cli.kind.Expression.call;
import static org.distill4j.cli.kind.Expression.given;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.distill4j.cli.config.CheckpointKeys;
import org.distill4j.cli.config.RunKeys;
import org.distill4j.cli.kind.Expression;
import org.distill4j.cli.kind.KeyValues;
import org.distill4j.core.checkpoint.Checkpoints;
import org.distill4j.core.data.AlignedData;
import org.distill4j.core.data.Augmented;
import org.distill4j.core.data.AugmentedCopies;
import org.distill4j.core.model.PretrainedModel;
import org.distill4j.core.recipe.DistillationRecipe;
import org.distill4j.core.weights.WeightsFile;
import org.distill4j.data.Dataset;
import org.distill4j.loss.Loss;
import org.distill4j.model.Model;
import org.distill4j.model.Weights;
import org.distill4j.teacher.Teacher;
import org.distill4j.train.Metric;
import org.distill4j.train.TrainingPlan;

/** The two trainings of a run as expressions, which can be printed and executed. */
final class PlanExpressions {
  private final RunFile run;
  private final Expression<Dataset> train;
  private final Optional<Expression<Dataset>> validation;

  PlanExpressions(RunFile run) {
    this.run = run;
    this.train = Expression.variable("train", run::train);
    this.validation =
        run.data()
            .find(RunKeys.VALIDATION)
            .map(given -> Expression.variable("validation", () -> run.validation().orElseThrow()));
  }

  /** The teacher's own training, if it has one. */
  Optional<Expression<TrainingPlan.Builder>> teacher() {
    return run.teacherSection()
        .flatMap(section -> section.findValue(RunKeys.TRAINING_OF_TEACHER))
        .map(
            training ->
                measured(
                    plan(training, teacherModel(), training.get(RunKeys.TEACHER_LOSS)),
                    run.teacherMetrics()));
  }

  /** The student's training; the teacher is asked for when the plan is made. */
  Expression<TrainingPlan.Builder> student(Supplier<Teacher> teacher) {
    KeyValues training = run.values().value(RunKeys.TRAINING_SECTION);
    Expression<Model> student = Expression.variable("student", run::student);
    Expression<TrainingPlan.Builder> plan =
        training
            .find(RunKeys.RECIPE)
            .map(recipe -> plan(training, student, recipe, teacher))
            .orElseGet(() -> plan(training, student, training.get(RunKeys.LOSS)));
    Expression<TrainingPlan.Builder> begun =
        measured(plan, run.values().findValue(RunKeys.METRICS))
            .with(
                TrainingPlan.Builder::initialWeights,
                run.values()
                    .value(RunKeys.STUDENT_SECTION)
                    .find(RunKeys.WEIGHTS)
                    .map(file -> call(WeightsFile::read, file)));
    return run.hasTeacher() && training.find(RunKeys.RECIPE).isEmpty()
        ? begun.then(TrainingPlan.Builder::teacher, Expression.variable("teacher", teacher))
        : begun;
  }

  /** Where and how often the training of that name is written to disk. */
  Expression<Checkpoints> checkpoints(Checkpoints.Start start, String name) {
    return CheckpointKeys.expression(
        start, run.checkpoints(name), run.values().findValue(RunKeys.CHECKPOINTS));
  }

  /** The weights of a teacher that is not trained here: those of a file, or the model's own. */
  Optional<Expression<Weights>> taught() {
    return run.teacherSection()
        .map(
            section ->
                section
                    .find(RunKeys.WEIGHTS)
                    .map(file -> call(WeightsFile::read, file))
                    .orElseGet(
                        () ->
                            call(
                                PretrainedModel::initial,
                                teacherModel(),
                                run.values().get(RunKeys.SEED))));
  }

  private Expression<Model> teacherModel() {
    return Expression.variable("teacherModel", () -> run.teacher().orElseThrow());
  }

  private Expression<TrainingPlan.Builder> measured(
      Expression<TrainingPlan.Builder> plan, Optional<List<Expression<Metric>>> metrics) {
    return validation
        .map(
            data ->
                call(
                    TrainingPlan.Builder::validation,
                    plan,
                    data,
                    Expression.array(Metric.class, metrics.orElse(List.of()))))
        .orElse(plan);
  }

  private Expression<TrainingPlan.Builder> plan(
      KeyValues training, Expression<Model> model, Expression<Loss> loss) {
    return shared(
        call(TrainingPlan::of, model, examples(training))
            .then(TrainingPlan.Builder::optimizer, RunKeys.OPTIMIZER)
            .then(TrainingPlan.Builder::loss, loss)
            .then(TrainingPlan.Builder::epochs, RunKeys.EPOCHS)
            .then(TrainingPlan.Builder::batchSize, RunKeys.BATCH_SIZE)
            .then(TrainingPlan.Builder::seed, run.values().get(RunKeys.SEED)),
        training);
  }

  /** The training that a recipe makes, which has its teacher already. */
  private Expression<TrainingPlan.Builder> plan(
      KeyValues training,
      Expression<Model> model,
      Expression<DistillationRecipe> recipe,
      Supplier<Teacher> teacher) {
    return shared(
        call(
            DistillationRecipe::plan,
            augmenting(recipe, training),
            model,
            Expression.variable("teacher", teacher),
            sampled(training),
            run.values().get(RunKeys.SEED)),
        training);
  }

  /** A recipe that changes examples as its training says. */
  private static Expression<DistillationRecipe> augmenting(
      Expression<DistillationRecipe> recipe, KeyValues training) {
    return given(
            RunKeys.COPIES,
            call(DistillationRecipe::withCopies, recipe, RunKeys.AUGMENTATION, RunKeys.COPIES),
            recipe.with(DistillationRecipe::withAugmentation, RunKeys.AUGMENTATION))
        .in(training);
  }

  /** The examples that a training without a recipe reads, changed at random if it says so. */
  private Expression<Dataset> examples(KeyValues training) {
    Expression<Dataset> sampled = sampled(training);
    Expression<Long> seed = run.values().get(RunKeys.SEED);
    Expression<Dataset> copies =
        Expression.widened(
            call(AugmentedCopies::of, sampled, RunKeys.AUGMENTATION, RunKeys.COPIES, seed));
    Expression<Dataset> changing =
        Expression.widened(call(Augmented::of, sampled, RunKeys.AUGMENTATION, seed));
    return given(RunKeys.COPIES, copies, given(RunKeys.AUGMENTATION, changing, sampled))
        .in(training);
  }

  /** The keys that trainings with and without a recipe have. */
  private static Expression<TrainingPlan.Builder> shared(
      Expression<TrainingPlan.Builder> plan, KeyValues training) {
    return plan.with(TrainingPlan.Builder::microBatchSize, RunKeys.MICRO_BATCH_SIZE)
        .with(TrainingPlan.Builder::clipping, RunKeys.CLIPPING)
        .with(TrainingPlan.Builder::groups, RunKeys.GROUPS)
        .with(TrainingPlan.Builder::average, RunKeys.AVERAGE)
        .with(TrainingPlan.Builder::keep, RunKeys.KEEP)
        .with(TrainingPlan.Builder::teacherCalls, RunKeys.TEACHER_CALLS)
        .with(TrainingPlan.Builder::teacherBatchSize, RunKeys.TEACHER_BATCH_SIZE)
        .with(TrainingPlan.Builder::earlyStopping, RunKeys.EARLY_STOPPING)
        .in(training);
  }

  /** The examples of a training, those of rare classes several times if it says so. */
  Expression<Dataset> sampled(KeyValues training) {
    Expression<Dataset> all =
        training
            .find(RunKeys.TEACHER_DATA)
            .map(own -> call(AlignedData::of, train, own))
            .orElse(train);
    return training
        .findValue(RunKeys.SAMPLING)
        .map(sampling -> sampling.sample(all, run.values().get(RunKeys.SEED)))
        .orElse(all);
  }
}
