package org.distill4j.cli.run;

import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.distill4j.cli.config.RunKeys;
import org.distill4j.cli.kind.ConfigLocation;
import org.distill4j.cli.kind.Expression;
import org.distill4j.cli.kind.KeyValues;
import org.distill4j.cli.yaml.Problems;
import org.distill4j.core.metric.LabelCheck;
import org.distill4j.core.teacher.FunctionTeacher;
import org.distill4j.core.train.SessionTrainer;
import org.distill4j.core.weights.WeightsFile;
import org.distill4j.data.Batch;
import org.distill4j.data.Dataset;
import org.distill4j.loss.Loss;
import org.distill4j.model.InputNames;
import org.distill4j.model.Mode;
import org.distill4j.model.Model;
import org.distill4j.model.Predictions;
import org.distill4j.program.Recorder;
import org.distill4j.program.Recording;
import org.distill4j.program.ShapeReader;
import org.distill4j.program.StepSignature;
import org.distill4j.teacher.Teacher;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.TensorSpec;
import org.distill4j.train.Metric;
import org.distill4j.train.TrainingPlan;

/** Checks a run's files, and whether data, networks and loss fit together. */
public final class RunCheck {
  /** A teacher whose facts are known only after its training. */
  private static final Set<String> UNKNOWN = Set.of("teacher 0");

  private final RunFile run;
  private final Problems problems;

  private RunCheck(RunFile run) {
    this.run = run;
    this.problems = new Problems(run.name());
  }

  /**
   * Reads the data and records a step, without an engine.
   *
   * @param run the run
   * @throws IllegalArgumentException if anything is wrong; the message lists everything, each with
   *     file and line
   */
  public static void require(RunFile run) {
    RunCheck readiness = new RunCheck(run);
    readiness.look();
    readiness.problems.requireNone();
  }

  /**
   * Refuses a run that cannot be resumed from its folder, and changes nothing there.
   *
   * @param run the run
   * @throws IllegalArgumentException if its checkpoints are of another run, or of a newer format
   */
  public static void requireResumable(RunFile run) {
    RunCheck readiness = new RunCheck(run);
    readiness
        .teacherPlan()
        .ifPresent(plan -> requireResumable(run, TrainingJob.TEACHER_TRAINING, plan));
    requireResumable(run, TrainingJob.STUDENT_TRAINING, readiness.studentPlan());
  }

  private static void requireResumable(RunFile run, String name, TrainingPlan plan) {
    SessionTrainer.requireResumable(plan, run.checkpoints(name), UNKNOWN);
  }

  private void look() {
    KeyValues values = run.values();
    valid(
        values.location(),
        () -> {
          requireFolder(RunKeys.OUTPUT.name(), run.output());
          requireFolder("checkpoints", run.checkpoints(TrainingJob.STUDENT_TRAINING));
          return "";
        });
    ConfigLocation data = run.data().location();
    boolean learnt = valid(data, run::train);
    boolean measured = valid(data, run::validation) && valid(data, this::labelled);
    KeyValues student = values.value(RunKeys.STUDENT_SECTION);
    weights(student, run.student());
    run.teacher().ifPresent(model -> weights(values.value(RunKeys.TEACHER_SECTION), model));
    boolean taught = !run.hasTeacher() || valid(teacherSite(), run::teacherOutputs);
    if (learnt && measured && taught) {
      fits(student.location(), run.student());
      run.teacher().ifPresent(model -> fits(teacherSite(), model));
      run.otherTeacher().ifPresent(teacher -> fits(teacher.value()));
      run.teacherOutputs().ifPresent(this::cache);
      step();
      if (problems.found().isEmpty()) {
        valid(data, this::metrics);
        valid(teacherOr(student, run), this::teacherReady);
        valid(training().location(), this::studentReady);
      }
    }
  }

  private static ConfigLocation teacherOr(KeyValues student, RunFile run) {
    return run.teacherSection().orElse(student).location();
  }

  private KeyValues training() {
    return run.values().value(RunKeys.TRAINING_SECTION);
  }

  private String teacherReady() {
    teacherPlan().ifPresent(SessionTrainer::requireReady);
    return "";
  }

  private String studentReady() {
    SessionTrainer.requireReady(studentPlan());
    return "";
  }

  private Optional<TrainingPlan> teacherPlan() {
    return new PlanExpressions(run).teacher().map(plan -> plan.value().build());
  }

  private TrainingPlan studentPlan() {
    Expression<TrainingPlan.Builder> plan =
        new PlanExpressions(run).student(() -> silent(run.teacherOutputs().orElseThrow()));
    return plan.value().build();
  }

  /** Returns a teacher without outputs. */
  static Teacher silent(Map<String, TensorSpec> outputs) {
    return FunctionTeacher.of(outputs, "", batch -> Predictions.of(Map.of()));
  }

  /** Refuses a folder that cannot be created or written to. */
  private static void requireFolder(String key, Path folder) {
    for (Path path = folder.toAbsolutePath(); path != null; path = path.getParent()) {
      if (Files.exists(path)) {
        if (!Files.isDirectory(path) || !Files.isWritable(path)) {
          throw new IllegalArgumentException(
              key
                  + " is "
                  + folder
                  + ", and "
                  + path
                  + (Files.isDirectory(path) ? " cannot be written to" : " is a file")
                  + ", expected a folder to write to.\nMaybe choose another by --output.");
        }
        return;
      }
    }
  }

  /** Refuses metrics that count by labels where no example has one. */
  private String labelled() {
    run.metrics()
        .ifPresent(
            metrics -> run.validation().ifPresent(data -> LabelCheck.require(data, metrics)));
    return "";
  }

  private ConfigLocation teacherSite() {
    return run.values().value(RunKeys.TEACHER_SECTION).location();
  }

  private void weights(KeyValues section, Model model) {
    section
        .find(RunKeys.WEIGHTS)
        .ifPresent(
            file ->
                valid(
                    section.location(),
                    () -> {
                      Recorder.forward(model, Mode.EVALUATION, 1)
                          .requireWeights(WeightsFile.read(file.value()));
                      return "";
                    }));
  }

  private void fits(ConfigLocation site, Model model) {
    Map<String, TensorSpec> inputs = model.inputs();
    for (Dataset data : List.of(run.train(), run.validation().orElseGet(run::train))) {
      valid(
          site,
          () -> {
            InputNames.findAll(inputs.keySet(), data.inputs())
                .forEach(
                    (name, given) -> fits(site, Objects.requireNonNull(inputs.get(name)), given));
            return recorded(model, NetworkMeasurements.longest(data));
          });
    }
  }

  /** Asks a teacher in a file about an example. */
  private void fits(Teacher teacher) {
    for (Dataset data : List.of(run.train(), run.validation().orElseGet(run::train))) {
      valid(teacherSite(), () -> teacher.predict(NetworkMeasurements.longest(data)));
    }
  }

  /** Returns the recording of a network for a batch of a shape. */
  private static Recording recorded(Model model, Batch batch) {
    return Recorder.forward(model, Mode.EVALUATION, new ShapeReader(model).read(batch.inputs()));
  }

  /** Checks metrics against labels and outputs, with outputs that are 0. */
  private String metrics() {
    Batch batch = NetworkMeasurements.longest(run.validation().orElseGet(run::train));
    List<Predictions> teachers =
        run
            .teacher()
            .map(model -> zeros(model, batch))
            .or(() -> run.otherTeacher().map(teacher -> teacher.value().predict(batch)))
            .stream()
            .toList();
    Predictions student = zeros(run.student(), batch);
    NetworkMeasurements.measured(run, run.hasTeacher())
        .forEach(metric -> metric(metric, batch, student, teachers));
    return "";
  }

  private static void metric(
      Metric metric, Batch batch, Predictions student, List<Predictions> teachers) {
    try {
      metric.start().add(batch, student, teachers);
    } catch (IllegalArgumentException error) {
      throw new IllegalArgumentException(
          "The metric " + metric.name() + ": " + error.getMessage(), error);
    }
  }

  private static Predictions zeros(Model model, Batch batch) {
    Map<String, HostTensor> outputs = new LinkedHashMap<>();
    recorded(model, batch)
        .outputsPerExample()
        .forEach(
            (name, spec) -> {
              TensorSpec rows = spec.batched(batch.size());
              outputs.put(name, HostTensor.allocate(rows.type(), rows.shape()));
            });
    return Predictions.of(outputs);
  }

  private void fits(ConfigLocation site, TensorSpec wanted, TensorSpec given) {
    if (!wanted.accepts(given)) {
      here(site)
          .refuse(
              "the network takes "
                  + wanted
                  + " and the examples are "
                  + given
                  + ", expected the same.\n"
                  + "Maybe set flat: true at the data, or floats: true, or another input.");
    }
  }

  /** Checks the teacher's cache against its outputs. */
  private void cache(Map<String, TensorSpec> outputs) {
    TeacherCacheFile.of(run)
        .ifPresent(
            cache ->
                valid(
                    teacherSite(),
                    () -> {
                      cache.requireFor(outputs);
                      return "";
                    }));
  }

  /** Checks the loss against student, teacher and labels. */
  private void step() {
    KeyValues training = training();
    StepSignature signature = StepSignature.of(run.train(), run.teacherOutputs().stream().toList());
    Loss loss = NetworkMeasurements.loss(run);
    valid(
        training.location(),
        () -> {
          Dataset sampled = new PlanExpressions(run).sampled(training).value();
          LabelCheck.require(sampled, loss);
          Recording step = Recorder.step(run.student(), loss, signature, 2);
          LabelCheck.requireClasses(sampled, step);
          run.validation().ifPresent(data -> LabelCheck.requireClasses(data, step));
          return step;
        });
  }

  private interface Attempt {
    Object get();
  }

  private boolean valid(ConfigLocation site, Attempt attempt) {
    try {
      attempt.get();
      return true;
    } catch (IllegalArgumentException | UncheckedIOException error) {
      here(site).refuse(String.valueOf(error.getMessage()));
      return false;
    }
  }

  private ConfigLocation here(ConfigLocation site) {
    return new ConfigLocation(site.path(), site.line(), problems);
  }
}
