package org.distill4j.cli.run;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.distill4j.cli.config.CheckpointKeys;
import org.distill4j.cli.config.JavaExpression;
import org.distill4j.cli.config.Key;
import org.distill4j.cli.config.KeyValues;
import org.distill4j.cli.config.RunKeys;
import org.distill4j.cli.config.SamplingKinds.Sampling;
import org.distill4j.core.checkpoint.Checkpoints;
import org.distill4j.core.model.PretrainedModel;
import org.distill4j.core.weights.WeightsFile;
import org.distill4j.optim.WeightAverage;
import org.distill4j.train.EarlyStopping;
import org.distill4j.train.TrainingPlan;

/** The two trainings of a run as expressions, which are both printed and carried out. */
final class PlanExpressions {
  private final RunFile run;
  private final JavaExpression train;
  private final Optional<JavaExpression> validation;

  PlanExpressions(RunFile run) {
    this.run = run;
    this.train = JavaExpression.variable("train", run::train);
    this.validation =
        data(RunKeys.VALIDATION)
            .map(
                given ->
                    JavaExpression.variable("validation", () -> run.validation().orElseThrow()));
  }

  private Optional<JavaExpression> data(Key key) {
    return run.values().section(RunKeys.DATA_SECTION).find(key);
  }

  /** The teacher's own training, if it has one. */
  Optional<JavaExpression> teacher() {
    return run.values()
        .findSection(RunKeys.TEACHER_SECTION)
        .flatMap(section -> section.findSection(RunKeys.TRAINING_OF_TEACHER))
        .map(
            training -> {
              JavaExpression plan =
                  plan(training, teacherModel(), training.get(RunKeys.TEACHER_LOSS));
              return measured(plan, run.teacherMetrics());
            });
  }

  /** The student's training; the teacher is asked for when the plan is made. */
  JavaExpression student(Supplier<Object> teacher) {
    KeyValues training = run.values().section(RunKeys.TRAINING_SECTION);
    JavaExpression plan =
        plan(
            training, JavaExpression.variable("student", run::student), training.get(RunKeys.LOSS));
    JavaExpression measured = measured(plan, run.values().find(RunKeys.METRICS));
    JavaExpression begun =
        run.values()
            .section(RunKeys.STUDENT_SECTION)
            .find(RunKeys.WEIGHTS)
            .map(file -> measured.then("initialWeights", weights(file)))
            .orElse(measured);
    return run.hasTeacher()
        ? begun.then("teacher", JavaExpression.variable("teacher", teacher))
        : begun;
  }

  /** Where and how often the training of that name is written to disk. */
  JavaExpression checkpoints(Checkpoints.Start start, String name) {
    return CheckpointKeys.expression(
        start, run.checkpoints(name), run.values().findSection(RunKeys.CHECKPOINTS));
  }

  /** The weights of a teacher that is not trained here: those of a file, or the model's own. */
  Optional<JavaExpression> taught() {
    return run.values()
        .findSection(RunKeys.TEACHER_SECTION)
        .map(
            section ->
                section
                    .find(RunKeys.WEIGHTS)
                    .map(PlanExpressions::weights)
                    .orElseGet(
                        () ->
                            JavaExpression.call(
                                PretrainedModel.class,
                                "initial",
                                List.of(teacherModel(), run.values().get(RunKeys.SEED)))));
  }

  private JavaExpression teacherModel() {
    return JavaExpression.variable("teacherModel", () -> run.teacher().orElseThrow());
  }

  static JavaExpression weights(JavaExpression file) {
    return JavaExpression.call(WeightsFile.class, "read", List.of(file));
  }

  private JavaExpression measured(JavaExpression plan, Optional<JavaExpression> metrics) {
    return validation
        .map(
            data ->
                metrics
                    .map(given -> plan.then("validation", data, given))
                    .orElseGet(() -> plan.then("validation", data)))
        .orElse(plan);
  }

  private JavaExpression plan(KeyValues training, JavaExpression model, JavaExpression loss) {
    JavaExpression plan =
        JavaExpression.call(TrainingPlan.class, "of", List.of(model, sampled(training)));
    plan = plan.then("optimizer", training.get(RunKeys.OPTIMIZER)).then("loss", loss);
    plan = plan.then("epochs", training.get(RunKeys.EPOCHS));
    plan = plan.then("batchSize", training.get(RunKeys.BATCH_SIZE));
    plan = plan.then("seed", run.values().get(RunKeys.SEED));
    plan = with(plan, "microBatchSize", training.find(RunKeys.MICRO_BATCH_SIZE));
    plan = with(plan, "clipping", training.find(RunKeys.CLIPPING));
    plan = with(plan, "groups", training.find(RunKeys.GROUPS));
    plan = with(plan, "average", training.find(RunKeys.AVERAGE).map(PlanExpressions::average));
    plan = with(plan, "keep", training.find(RunKeys.KEEP));
    plan = with(plan, "teacherCalls", training.find(RunKeys.TEACHER_CALLS));
    plan = with(plan, "teacherBatchSize", training.find(RunKeys.TEACHER_BATCH_SIZE));
    Optional<JavaExpression> patience = training.find(RunKeys.EARLY_STOPPING);
    return with(
        plan,
        "earlyStopping",
        patience.map(epochs -> JavaExpression.create(EarlyStopping.class, List.of(epochs))));
  }

  /** The examples of a training, those of rare classes several times if it says so. */
  JavaExpression sampled(KeyValues training) {
    return training
        .find(RunKeys.SAMPLING)
        .map(given -> given.as(Sampling.class).of(train, run.values().get(RunKeys.SEED)))
        .orElse(train);
  }

  private static JavaExpression average(JavaExpression decay) {
    return JavaExpression.create(WeightAverage.class, List.of(decay));
  }

  private static JavaExpression with(
      JavaExpression plan, String method, Optional<JavaExpression> value) {
    return value.map(given -> plan.then(method, given)).orElse(plan);
  }
}
