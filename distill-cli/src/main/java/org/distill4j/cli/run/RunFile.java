package org.distill4j.cli.run;

import static org.distill4j.cli.kind.Expression.call;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.distill4j.cli.config.CheckpointKeys;
import org.distill4j.cli.config.RunKeys;
import org.distill4j.cli.kind.ConfigLocation;
import org.distill4j.cli.kind.Expression;
import org.distill4j.cli.kind.Key;
import org.distill4j.cli.kind.KeyValues;
import org.distill4j.cli.yaml.Node;
import org.distill4j.cli.yaml.Problems;
import org.distill4j.cli.yaml.YamlReader;
import org.distill4j.core.data.AlignedData;
import org.distill4j.core.data.EncodedTable;
import org.distill4j.core.data.TableEncoding;
import org.distill4j.core.recipe.DistillationRecipe;
import org.distill4j.core.summary.ModelSummary;
import org.distill4j.data.Dataset;
import org.distill4j.model.Model;
import org.distill4j.teacher.Teacher;
import org.distill4j.tensor.TensorSpec;
import org.distill4j.train.Metric;

/**
 * A configuration whose keys, values and models are valid. Its files have not been read.
 *
 * @param name the file's name
 * @param text the text, for reports
 * @param values what it says
 */
public record RunFile(String name, String text, KeyValues values) {
  /**
   * Reads a file.
   *
   * @param file the file
   * @return what it says
   * @throws IllegalArgumentException if anything in it is wrong; the message lists everything, each
   *     with file and line
   */
  public static RunFile read(Path file) {
    return parse(file.toString(), YamlReader.text(file));
  }

  /**
   * Reads a text.
   *
   * @param name what to call it in messages
   * @param text the text
   * @return what it says
   * @throws IllegalArgumentException under the conditions of {@link #read}
   */
  public static RunFile parse(String name, String text) {
    Problems problems = new Problems(name);
    ConfigLocation root = new ConfigLocation("", 1, problems);
    Optional<Expression<KeyValues>> run = RunKeys.RUN.read(YamlReader.read(name, text), root);
    run.map(Expression::value).ifPresent(RunFile::requireTogether);
    problems.requireNone();
    return new RunFile(name, text, aligned(run.orElseThrow().value()));
  }

  /** Matches the columns and classes of the validation data with those of the training data. */
  private static KeyValues aligned(KeyValues run) {
    KeyValues data = run.value(RunKeys.DATA_SECTION);
    Optional<Expression<Dataset>> validation = data.find(RunKeys.VALIDATION);
    if (validation.isEmpty()) {
      return run;
    }
    Expression<Dataset> train = Expression.variable("train", () -> data.value(RunKeys.TRAIN));
    Expression<Dataset> matched = call(AlignedData::of, train, validation.get());
    return withData(run, data.with(RunKeys.VALIDATION, matched));
  }

  private static KeyValues withData(KeyValues run, KeyValues data) {
    return run.with(RunKeys.DATA_SECTION, Expression.variable("data", () -> data));
  }

  /**
   * Returns this run with tables encoded as in a student's file, whatever the present training
   * data.
   *
   * @param weights the student's weights; nothing changes where no encoding is beside them
   * @return the changed run
   * @throws IllegalArgumentException if the encoding is not a valid one
   */
  public RunFile encodedAs(Path weights) {
    Path file = TableEncoding.beside(weights);
    if (Files.notExists(file)) {
      return this;
    }
    TableEncoding encoding = TableEncoding.read(file);
    KeyValues data = data();
    for (Key<Dataset> key : List.of(RunKeys.TRAIN, RunKeys.VALIDATION)) {
      Optional<Expression<Dataset>> given = data.find(key);
      if (given.isPresent()) {
        data =
            data.with(key, Expression.variable(key.name(), () -> encoded(given.get(), encoding)));
      }
    }
    return new RunFile(name, text, withData(values, data));
  }

  /**
   * This run with other examples to learn from and to measure on.
   *
   * @param train the examples to learn from
   * @param validation the examples to measure on
   * @return the changed run
   */
  RunFile withData(Dataset train, Dataset validation) {
    KeyValues data =
        data()
            .with(RunKeys.TRAIN, Expression.variable("train", () -> train))
            .with(RunKeys.VALIDATION, Expression.variable("validation", () -> validation));
    return new RunFile(name, text, withData(values, data));
  }

  /**
   * This run with another student.
   *
   * @param model the network of the student
   * @return the changed run
   */
  RunFile withStudent(Model model) {
    KeyValues student =
        values
            .value(RunKeys.STUDENT_SECTION)
            .with(RunKeys.MODEL, Expression.variable("student", () -> model));
    return new RunFile(
        name,
        text,
        values.with(RunKeys.STUDENT_SECTION, Expression.variable("student", () -> student)));
  }

  /**
   * This run with another recipe.
   *
   * @param recipe the recipe
   * @return the changed run
   */
  RunFile withRecipe(DistillationRecipe recipe) {
    KeyValues training =
        values
            .value(RunKeys.TRAINING_SECTION)
            .with(RunKeys.RECIPE, Expression.variable("recipe", () -> recipe));
    return new RunFile(
        name,
        text,
        values.with(RunKeys.TRAINING_SECTION, Expression.variable("training", () -> training)));
  }

  /**
   * Reads the network of a student as a run's file would have it.
   *
   * @param text its YAML, as {@code {mlp: [784, 32, 10]}}
   * @return the network
   * @throws IllegalArgumentException if it is none
   */
  public static Model student(String text) {
    Problems problems = new Problems("--student");
    Optional<Expression<Model>> model =
        RunKeys.MODEL
            .type()
            .read(YamlReader.read("--student", text), new ConfigLocation("student", 1, problems));
    problems.requireNone();
    return model.orElseThrow().value();
  }

  private static Dataset encoded(Expression<Dataset> data, TableEncoding encoding) {
    return data.value() instanceof EncodedTable table ? table.encodedBy(encoding) : data.value();
  }

  private static void requireTogether(KeyValues run) {
    run.findValue(RunKeys.TEACHER_SECTION).ifPresent(RunFile::requireOneSource);
    KeyValues training = run.value(RunKeys.TRAINING_SECTION);
    requireMeasured(run, training);
    requireRecipe(run, training);
    requireAugmented(run, training);
    run.findValue(RunKeys.TEACHER_SECTION)
        .flatMap(teacher -> teacher.findValue(RunKeys.TRAINING_OF_TEACHER))
        .ifPresent(
            own -> {
              requireMeasured(run, own);
              requireAugmentation(own);
            });
  }

  private static void requireAugmented(KeyValues run, KeyValues training) {
    requireAugmentation(training);
    boolean cached =
        run.findValue(RunKeys.TEACHER_SECTION)
            .flatMap(teacher -> teacher.find(RunKeys.CACHE))
            .isPresent();
    if (cached && training.find(RunKeys.AUGMENTATION).isPresent()) {
      refuse(
          training,
          "has an augmentation beside the teacher's cache, whose outputs are of unchanged examples",
          "one of them",
          "leave the cache out; with augmented-copies, memory holds the outputs");
    }
  }

  private static void requireAugmentation(KeyValues training) {
    if (training.find(RunKeys.COPIES).isPresent()
        && training.find(RunKeys.AUGMENTATION).isEmpty()) {
      refuse(
          training,
          "has augmented-copies without an augmentation",
          "one",
          "add augmentation: {noise: 0.1}");
    }
  }

  /** A recipe has what a training without one needs. */
  private static void requireRecipe(KeyValues run, KeyValues training) {
    if (training.find(RunKeys.RECIPE).isEmpty()) {
      for (Key<?> key : List.of(RunKeys.OPTIMIZER, RunKeys.LOSS)) {
        if (training.find(key).isEmpty()) {
          training
              .location()
              .refuse(
                  " lacks the key \"" + key.name() + "\"",
                  key.doc() + ", " + key.type().expected(),
                  "add it, or a recipe");
        }
      }
      return;
    }
    List<String> beside = new ArrayList<>();
    for (Key<?> key : List.of(RunKeys.OPTIMIZER, RunKeys.LOSS, RunKeys.AVERAGE)) {
      training.find(key).ifPresent(given -> beside.add(key.name()));
    }
    for (Key<Integer> key : List.of(RunKeys.EPOCHS, RunKeys.BATCH_SIZE)) {
      String given = String.valueOf(training.value(key));
      if (!(key.need() instanceof Key.Need.Default usual && usual.value().equals(given))) {
        beside.add(key.name());
      }
    }
    if (!beside.isEmpty()) {
      refuse(
          training,
          "has " + String.join(", ", beside) + " beside a recipe",
          "the recipe alone",
          "write them into it, as recipe: {patient: {epochs: 90}}");
    }
    if (run.find(RunKeys.TEACHER_SECTION).isEmpty()) {
      refuse(training, "has a recipe, and there is no teacher", "one", "add a teacher");
    }
  }

  private static void requireOneSource(KeyValues teacher) {
    boolean weights = teacher.find(RunKeys.WEIGHTS).isPresent();
    boolean training = teacher.find(RunKeys.TRAINING_OF_TEACHER).isPresent();
    boolean model = teacher.find(RunKeys.TEACHER_MODEL).isPresent();
    List<String> others =
        RunKeys.teachers().stream()
            .filter(key -> teacher.find(key).isPresent())
            .map(Key::name)
            .toList();
    String other = others.isEmpty() ? "onnx" : String.join(" and ", others);
    if (others.size() + (model ? 1 : 0) != 1) {
      boolean both = !others.isEmpty();
      refuse(
          teacher,
          !both
              ? "has neither a model nor onnx"
              : model ? "has both a model and " + other : "has both " + other,
          "one of them",
          both ? "leave one out" : "add model: …, or onnx: {file: FILE}");
    } else if (!model && (weights || training)) {
      refuse(
          teacher,
          "has " + other + " beside weights or training",
          other + " alone",
          "leave the others out, as it needs no weights");
    } else if (model && weights == training && !isReady(teacher)) {
      refuse(
          teacher,
          weights ? "has both weights and training" : "has neither weights nor training",
          "one of them",
          weights ? "leave one out" : "add weights: FILE, or training: …");
    }
  }

  private static void refuse(KeyValues section, String what, String expected, String wayOut) {
    section.location().refuse(what + ", expected " + expected + ".\nMaybe " + wayOut + ".");
  }

  /**
   * Returns whether a teacher needs no training here and no file of weights.
   *
   * @param teacher the teacher's section
   * @return whether its model has weights of its own, and no others are given
   */
  public static boolean isReady(KeyValues teacher) {
    return teacher.find(RunKeys.WEIGHTS).isEmpty()
        && teacher.find(RunKeys.TRAINING_OF_TEACHER).isEmpty()
        && RunKeys.isPretrained(teacher);
  }

  private static void requireMeasured(KeyValues run, KeyValues training) {
    boolean measured =
        run.find(RunKeys.METRICS).isPresent()
            && run.value(RunKeys.DATA_SECTION).find(RunKeys.VALIDATION).isPresent();
    boolean needed =
        training.find(RunKeys.EARLY_STOPPING).isPresent()
            || training.find(RunKeys.KEEP).isPresent();
    if (needed && !measured) {
      refuse(
          training,
          "early-stopping and keep need metrics and data.validation",
          "both",
          "add metrics: [accuracy] and data.validation");
    }
  }

  /** {@return the section of the data} */
  public KeyValues data() {
    return values.value(RunKeys.DATA_SECTION);
  }

  /** {@return the section of the teacher; empty without one} */
  public Optional<KeyValues> teacherSection() {
    return values.findValue(RunKeys.TEACHER_SECTION);
  }

  /** {@return the network of the student} */
  public Model student() {
    return values.value(RunKeys.STUDENT_SECTION).value(RunKeys.MODEL);
  }

  /** {@return the network of the teacher; empty without one, or if it is no network} */
  public Optional<Model> teacher() {
    return teacherSection().flatMap(section -> section.findValue(RunKeys.TEACHER_MODEL));
  }

  /** {@return whether there is a teacher, a network or another one} */
  public boolean hasTeacher() {
    return teacherSection().isPresent();
  }

  /** {@return the teacher that is no network trained here, opened when it is first asked for} */
  public Optional<Expression<Teacher>> otherTeacher() {
    return teacherSection()
        .flatMap(
            section ->
                RunKeys.teachers().stream().flatMap(key -> teacher(section, key)).findFirst());
  }

  private static <T extends Teacher> Stream<Expression<Teacher>> teacher(
      KeyValues section, Key<T> key) {
    return section.find(key).map(Expression::<Teacher>widened).stream();
  }

  /** Returns the outputs of the teacher, by name; empty without one. */
  Optional<Map<String, TensorSpec>> teacherOutputs() {
    return teacher()
        .map(model -> ModelSummary.summarize(model).outputs())
        .or(() -> otherTeacher().map(teacher -> teacher.value().outputs()));
  }

  /** {@return the examples to learn from, read when first needed} */
  public Dataset train() {
    return data().value(RunKeys.TRAIN);
  }

  /** {@return the examples to measure on; empty without them} */
  public Optional<Dataset> validation() {
    return data().findValue(RunKeys.VALIDATION);
  }

  /** {@return the folder of the results} */
  public Path output() {
    return values.value(RunKeys.OUTPUT);
  }

  /**
   * The folder of a training's checkpoints.
   *
   * @param training {@link TrainingJob#TEACHER_TRAINING} or {@link TrainingJob#STUDENT_TRAINING}
   * @return the folder
   */
  public Path checkpoints(String training) {
    return CheckpointKeys.folder(output(), values.findValue(RunKeys.CHECKPOINTS)).resolve(training);
  }

  /** The metrics; empty if the configuration names none. */
  Optional<List<Metric>> metrics() {
    return values
        .findValue(RunKeys.METRICS)
        .map(metrics -> metrics.stream().map(Expression::value).toList());
  }

  /** The metrics that read the teacher alone, as it has no teacher itself. */
  Optional<List<Expression<Metric>>> teacherMetrics() {
    return values
        .findValue(RunKeys.METRICS)
        .map(
            metrics ->
                metrics.stream()
                    .filter(metric -> metric.value().needs() == Metric.Needs.STUDENT)
                    .toList());
  }

  /**
   * This run with another value, as an option of the command line gives it.
   *
   * @param <T> what its value becomes
   * @param key the key, one of those at the top
   * @param value its value as it would be written
   * @return the changed run
   * @throws IllegalArgumentException if the value is none for the key
   */
  public <T> RunFile with(Key<T> key, String value) {
    Problems problems = new Problems("--" + key.name());
    Optional<Expression<T>> read =
        key.type().read(new Node.Text(value, 1), new ConfigLocation(key.name(), 1, problems));
    problems.requireNone();
    return new RunFile(name, text, values.with(key, read.orElseThrow()));
  }
}
