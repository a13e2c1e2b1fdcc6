package org.distill4j.cli.run;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.distill4j.cli.config.CheckpointKeys;
import org.distill4j.cli.config.RunKeys;
import org.distill4j.cli.kind.JavaExpression;
import org.distill4j.cli.kind.KeyValues;
import org.distill4j.core.checkpoint.Checkpoints;
import org.distill4j.core.model.PretrainedModel;
import org.distill4j.core.weights.WeightsFile;
import org.distill4j.data.Dataset;
import org.distill4j.loss.Loss;
import org.distill4j.model.Model;
import org.distill4j.model.Weights;
import org.distill4j.optim.WeightAverage;
import org.distill4j.teacher.Teacher;
import org.distill4j.train.EarlyStopping;
import org.distill4j.train.Metric;
import org.distill4j.train.TrainingPlan;

/** The two trainings of a run as expressions, which are both printed and carried out. */
final class PlanExpressions {
  private final RunFile run;
  private final JavaExpression<Dataset> train;
  private final Optional<JavaExpression<Dataset>> validation;

  PlanExpressions(RunFile run) {
    this.run = run;
    this.train = JavaExpression.variable("train", run::train);
    this.validation =
        run.data()
            .find(RunKeys.VALIDATION)
            .map(
                given ->
                    JavaExpression.variable("validation", () -> run.validation().orElseThrow()));
  }

  /** The teacher's own training, if it has one. */
  Optional<JavaExpression<TrainingPlan.Builder>> teacher() {
    return run.teacherSection()
        .flatMap(section -> section.findValue(RunKeys.TRAINING_OF_TEACHER))
        .map(
            training ->
                measured(
                    plan(training, teacherModel(), training.get(RunKeys.TEACHER_LOSS)),
                    run.teacherMetrics()));
  }

  /** The student's training; the teacher is asked for when the plan is made. */
  JavaExpression<TrainingPlan.Builder> student(Supplier<Teacher> teacher) {
    KeyValues training = run.values().value(RunKeys.TRAINING_SECTION);
    JavaExpression<Model> student = JavaExpression.variable("student", run::student);
    JavaExpression<TrainingPlan.Builder> begun =
        measured(
                plan(training, student, training.get(RunKeys.LOSS)),
                run.values().findValue(RunKeys.METRICS))
            .with(
                TrainingPlan.Builder::initialWeights,
                run.values()
                    .value(RunKeys.STUDENT_SECTION)
                    .find(RunKeys.WEIGHTS)
                    .map(file -> JavaExpression.call(WeightsFile::read, file)));
    return run.hasTeacher()
        ? begun.then(TrainingPlan.Builder::teacher, JavaExpression.variable("teacher", teacher))
        : begun;
  }

  /** Where and how often the training of that name is written to disk. */
  JavaExpression<Checkpoints> checkpoints(Checkpoints.Start start, String name) {
    return CheckpointKeys.expression(
        start, run.checkpoints(name), run.values().findValue(RunKeys.CHECKPOINTS));
  }

  /** The weights of a teacher that is not trained here: those of a file, or the model's own. */
  Optional<JavaExpression<Weights>> taught() {
    return run.teacherSection()
        .map(
            section ->
                section
                    .find(RunKeys.WEIGHTS)
                    .map(file -> JavaExpression.call(WeightsFile::read, file))
                    .orElseGet(
                        () ->
                            JavaExpression.call(
                                PretrainedModel::initial,
                                teacherModel(),
                                run.values().get(RunKeys.SEED))));
  }

  private JavaExpression<Model> teacherModel() {
    return JavaExpression.variable("teacherModel", () -> run.teacher().orElseThrow());
  }

  private JavaExpression<TrainingPlan.Builder> measured(
      JavaExpression<TrainingPlan.Builder> plan, Optional<List<JavaExpression<Metric>>> metrics) {
    return validation
        .map(
            data ->
                plan.then(
                    TrainingPlan.Builder::validation,
                    data,
                    JavaExpression.array(Metric.class, metrics.orElse(List.of()))))
        .orElse(plan);
  }

  private JavaExpression<TrainingPlan.Builder> plan(
      KeyValues training, JavaExpression<Model> model, JavaExpression<Loss> loss) {
    return JavaExpression.call(TrainingPlan::of, model, sampled(training))
        .then(TrainingPlan.Builder::optimizer, training.get(RunKeys.OPTIMIZER))
        .then(TrainingPlan.Builder::loss, loss)
        .then(TrainingPlan.Builder::epochs, training.get(RunKeys.EPOCHS))
        .then(TrainingPlan.Builder::batchSize, training.get(RunKeys.BATCH_SIZE))
        .then(TrainingPlan.Builder::seed, run.values().get(RunKeys.SEED))
        .with(TrainingPlan.Builder::microBatchSize, training.find(RunKeys.MICRO_BATCH_SIZE))
        .with(TrainingPlan.Builder::clipping, training.find(RunKeys.CLIPPING))
        .with(TrainingPlan.Builder::groups, training.find(RunKeys.GROUPS))
        .with(
            TrainingPlan.Builder::average,
            training
                .find(RunKeys.AVERAGE)
                .map(decay -> JavaExpression.call(WeightAverage::new, decay)))
        .with(TrainingPlan.Builder::keep, training.find(RunKeys.KEEP))
        .with(TrainingPlan.Builder::teacherCalls, training.find(RunKeys.TEACHER_CALLS))
        .with(TrainingPlan.Builder::teacherBatchSize, training.find(RunKeys.TEACHER_BATCH_SIZE))
        .with(
            TrainingPlan.Builder::earlyStopping,
            training
                .find(RunKeys.EARLY_STOPPING)
                .map(epochs -> JavaExpression.call(EarlyStopping::new, epochs)));
  }

  /** The examples of a training, those of rare classes several times if it says so. */
  JavaExpression<Dataset> sampled(KeyValues training) {
    return training
        .findValue(RunKeys.SAMPLING)
        .map(sampling -> sampling.sample(train, run.values().get(RunKeys.SEED)))
        .orElse(train);
  }
}
