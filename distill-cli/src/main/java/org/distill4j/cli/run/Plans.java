package org.distill4j.cli.run;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.distill4j.cli.config.CheckpointKeys;
import org.distill4j.cli.config.Expr;
import org.distill4j.cli.config.Key;
import org.distill4j.cli.config.RunKeys;
import org.distill4j.cli.config.SamplingKinds.Sampling;
import org.distill4j.cli.config.Values;
import org.distill4j.core.checkpoint.Checkpoints;
import org.distill4j.core.model.PretrainedModel;
import org.distill4j.core.weights.WeightsFile;
import org.distill4j.optim.WeightAverage;
import org.distill4j.train.EarlyStopping;
import org.distill4j.train.TrainingPlan;

/** The two trainings of a run as expressions, which are both printed and carried out. */
final class Plans {
  private final RunFile run;
  private final Expr train;
  private final Optional<Expr> validation;

  Plans(RunFile run) {
    this.run = run;
    this.train = Expr.variable("train", run::train);
    this.validation =
        data(RunKeys.VALIDATION)
            .map(given -> Expr.variable("validation", () -> run.validation().orElseThrow()));
  }

  private Optional<Expr> data(Key key) {
    return run.values().section(RunKeys.DATA_SECTION).find(key);
  }

  /** The teacher's own training, if it has one. */
  Optional<Expr> teacher() {
    return run.values()
        .findSection(RunKeys.TEACHER_SECTION)
        .flatMap(section -> section.findSection(RunKeys.TRAINING_OF_TEACHER))
        .map(
            training -> {
              Expr plan = plan(training, teacherModel(), training.get(RunKeys.TEACHER_LOSS));
              return measured(plan, run.teacherMetrics());
            });
  }

  /** The student's training; the teacher is asked for when the plan is made. */
  Expr student(Supplier<Object> teacher) {
    Values training = run.values().section(RunKeys.TRAINING_SECTION);
    Expr plan = plan(training, Expr.variable("student", run::student), training.get(RunKeys.LOSS));
    Expr measured = measured(plan, run.values().find(RunKeys.METRICS));
    Expr begun =
        run.values()
            .section(RunKeys.STUDENT_SECTION)
            .find(RunKeys.WEIGHTS)
            .map(file -> measured.then("initialWeights", weights(file)))
            .orElse(measured);
    return run.hasTeacher() ? begun.then("teacher", Expr.variable("teacher", teacher)) : begun;
  }

  /** Where and how often the training of that name is written to disk. */
  Expr checkpoints(Checkpoints.Start start, String name) {
    return CheckpointKeys.of(
        start, run.checkpoints(name), run.values().findSection(RunKeys.CHECKPOINTS));
  }

  /** The weights of a teacher that is not trained here: those of a file, or the model's own. */
  Optional<Expr> taught() {
    return run.values()
        .findSection(RunKeys.TEACHER_SECTION)
        .map(
            section ->
                section
                    .find(RunKeys.WEIGHTS)
                    .map(Plans::weights)
                    .orElseGet(
                        () ->
                            Expr.call(
                                PretrainedModel.class,
                                "initial",
                                List.of(teacherModel(), run.values().get(RunKeys.SEED)))));
  }

  private Expr teacherModel() {
    return Expr.variable("teacherModel", () -> run.teacher().orElseThrow());
  }

  static Expr weights(Expr file) {
    return Expr.call(WeightsFile.class, "read", List.of(file));
  }

  private Expr measured(Expr plan, Optional<Expr> metrics) {
    return validation
        .map(
            data ->
                metrics
                    .map(given -> plan.then("validation", data, given))
                    .orElseGet(() -> plan.then("validation", data)))
        .orElse(plan);
  }

  private Expr plan(Values training, Expr model, Expr loss) {
    Expr plan = Expr.call(TrainingPlan.class, "of", List.of(model, sampled(training)));
    plan = plan.then("optimizer", training.get(RunKeys.OPTIMIZER)).then("loss", loss);
    plan = plan.then("epochs", training.get(RunKeys.EPOCHS));
    plan = plan.then("batchSize", training.get(RunKeys.BATCH_SIZE));
    plan = plan.then("seed", run.values().get(RunKeys.SEED));
    plan = with(plan, "partSize", training.find(RunKeys.PART_SIZE));
    plan = with(plan, "clipping", training.find(RunKeys.CLIPPING));
    plan = with(plan, "groups", training.find(RunKeys.GROUPS));
    plan = with(plan, "average", training.find(RunKeys.AVERAGE).map(Plans::average));
    plan = with(plan, "keep", training.find(RunKeys.KEEP));
    plan = with(plan, "teacherCalls", training.find(RunKeys.TEACHER_CALLS));
    plan = with(plan, "teacherBatchSize", training.find(RunKeys.TEACHER_BATCH_SIZE));
    Optional<Expr> patience = training.find(RunKeys.EARLY_STOPPING);
    return with(
        plan,
        "earlyStopping",
        patience.map(epochs -> Expr.create(EarlyStopping.class, List.of(epochs))));
  }

  /** The examples of a training, those of rare classes several times if it says so. */
  Expr sampled(Values training) {
    return training
        .find(RunKeys.SAMPLING)
        .map(given -> given.as(Sampling.class).of(train, run.values().get(RunKeys.SEED)))
        .orElse(train);
  }

  private static Expr average(Expr decay) {
    return Expr.create(WeightAverage.class, List.of(decay));
  }

  private static Expr with(Expr plan, String method, Optional<Expr> value) {
    return value.map(given -> plan.then(method, given)).orElse(plan);
  }
}
