package org.distill4j.cli.run;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.distill4j.cli.config.CheckpointKeys;
import org.distill4j.cli.config.ConfigLocation;
import org.distill4j.cli.config.JavaExpression;
import org.distill4j.cli.config.Key;
import org.distill4j.cli.config.KeyValues;
import org.distill4j.cli.config.OnnxKeys;
import org.distill4j.cli.config.RunKeys;
import org.distill4j.cli.yaml.Node;
import org.distill4j.cli.yaml.Problems;
import org.distill4j.cli.yaml.YamlReader;
import org.distill4j.core.data.AlignedData;
import org.distill4j.core.data.EncodedTable;
import org.distill4j.core.data.TableEncoding;
import org.distill4j.core.summary.ModelSummary;
import org.distill4j.data.Dataset;
import org.distill4j.model.Model;
import org.distill4j.onnx.OnnxTeacher;
import org.distill4j.tensor.TensorSpec;
import org.distill4j.train.Metric;

/**
 * A configuration whose keys, values and models are sound. Its files have not been looked at.
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
   * @throws IllegalArgumentException as {@link #read} says
   */
  public static RunFile parse(String name, String text) {
    Problems problems = new Problems(name);
    ConfigLocation root = new ConfigLocation("", 1, problems);
    Optional<JavaExpression> run = RunKeys.RUN.read(YamlReader.read(name, text), root);
    run.map(expr -> expr.as(KeyValues.class)).ifPresent(RunFile::requireTogether);
    problems.requireNone();
    return new RunFile(name, text, aligned(run.orElseThrow().as(KeyValues.class)));
  }

  /** Matches the columns and classes of the validation data with those of the training data. */
  private static KeyValues aligned(KeyValues run) {
    KeyValues data = run.section(RunKeys.DATA_SECTION);
    return data.find(RunKeys.VALIDATION)
        .map(
            validation -> {
              JavaExpression train =
                  JavaExpression.variable("train", () -> data.get(RunKeys.TRAIN).value());
              JavaExpression matched =
                  JavaExpression.call(AlignedData.class, "of", List.of(train, validation));
              return run.with(
                  RunKeys.DATA_SECTION,
                  JavaExpression.variable("data", () -> data.with(RunKeys.VALIDATION, matched)));
            })
        .orElse(run);
  }

  /**
   * This run with tables encoded as a student's file says, whatever the training data hold by now.
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
    KeyValues data = values.section(RunKeys.DATA_SECTION);
    for (Key key : List.of(RunKeys.TRAIN, RunKeys.VALIDATION)) {
      Optional<JavaExpression> given = data.find(key);
      if (given.isPresent()) {
        data =
            data.with(
                key, JavaExpression.variable(key.name(), () -> encoded(given.get(), encoding)));
      }
    }
    KeyValues changed = data;
    JavaExpression section = JavaExpression.variable("data", () -> changed);
    return new RunFile(name, text, values.with(RunKeys.DATA_SECTION, section));
  }

  private static Object encoded(JavaExpression data, TableEncoding encoding) {
    return data.value() instanceof EncodedTable table ? table.encodedBy(encoding) : data.value();
  }

  private static void requireTogether(KeyValues run) {
    run.findSection(RunKeys.TEACHER_SECTION).ifPresent(RunFile::requireOneSource);
    KeyValues training = run.section(RunKeys.TRAINING_SECTION);
    requireMeasured(run, training);
    run.findSection(RunKeys.TEACHER_SECTION)
        .flatMap(teacher -> teacher.findSection(RunKeys.TRAINING_OF_TEACHER))
        .ifPresent(own -> requireMeasured(run, own));
  }

  private static void requireOneSource(KeyValues teacher) {
    boolean weights = teacher.find(RunKeys.WEIGHTS).isPresent();
    boolean training = teacher.find(RunKeys.TRAINING_OF_TEACHER).isPresent();
    boolean onnx = teacher.find(RunKeys.ONNX).isPresent();
    boolean model = teacher.find(RunKeys.TEACHER_MODEL).isPresent();
    if (onnx == model) {
      teacher
          .site()
          .refuse(
              (onnx ? "has both a model and onnx" : "has neither a model nor onnx")
                  + ", expected one of them.\nMaybe "
                  + (onnx ? "leave one out." : "add model: …, or onnx: {file: FILE}."));
    } else if (onnx && (weights || training)) {
      teacher
          .site()
          .refuse(
              "has onnx beside weights or training, expected onnx alone.\n"
                  + "Maybe leave the others out, as the file holds its weights.");
    } else if (model && weights == training && !isReady(teacher)) {
      teacher
          .site()
          .refuse(
              (weights ? "has both weights and training" : "has neither weights nor training")
                  + ", expected one of them.\nMaybe "
                  + (weights ? "leave one out." : "add weights: FILE, or training: …"));
    }
  }

  /**
   * Whether a teacher needs no training here and no file of weights.
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
            && run.section(RunKeys.DATA_SECTION).find(RunKeys.VALIDATION).isPresent();
    boolean needed =
        training.find(RunKeys.EARLY_STOPPING).isPresent()
            || training.find(RunKeys.KEEP).isPresent();
    if (needed && !measured) {
      training
          .site()
          .refuse(
              "early-stopping and keep need metrics and data.validation, expected both.\n"
                  + "Maybe add metrics: [accuracy] and data.validation.");
    }
  }

  /** {@return the network of the student} */
  public Model student() {
    return values.section(RunKeys.STUDENT_SECTION).get(RunKeys.MODEL).as(Model.class);
  }

  /** {@return the network of the teacher; empty without one, or if it is a file} */
  public Optional<Model> teacher() {
    return values
        .findSection(RunKeys.TEACHER_SECTION)
        .flatMap(section -> section.find(RunKeys.TEACHER_MODEL))
        .map(model -> model.as(Model.class));
  }

  /** {@return whether there is a teacher, a network or a file} */
  public boolean hasTeacher() {
    return values.findSection(RunKeys.TEACHER_SECTION).isPresent();
  }

  /** {@return the teacher in an ONNX file; empty without one} */
  public Optional<OnnxKeys.Given> onnx() {
    return values
        .findSection(RunKeys.TEACHER_SECTION)
        .flatMap(section -> section.find(RunKeys.ONNX))
        .map(onnx -> onnx.as(OnnxKeys.Given.class));
  }

  /** The teacher in an ONNX file, opened when it is first asked for; empty without one. */
  Optional<OnnxTeacher> onnxTeacher() {
    return onnx().map(given -> given.teacher().as(OnnxTeacher.class));
  }

  /** What the teacher gives, by name; empty without one. */
  Optional<Map<String, TensorSpec>> teacherOutputs() {
    return teacher()
        .map(model -> ModelSummary.summarize(model).outputs())
        .or(() -> onnxTeacher().map(OnnxTeacher::outputs));
  }

  /** {@return the examples to learn from, read when first asked for} */
  public Dataset train() {
    return data(RunKeys.TRAIN).orElseThrow();
  }

  /** {@return the examples to measure on; empty without them} */
  public Optional<Dataset> validation() {
    return data(RunKeys.VALIDATION);
  }

  private Optional<Dataset> data(Key key) {
    return values.section(RunKeys.DATA_SECTION).find(key).map(expr -> expr.as(Dataset.class));
  }

  /** {@return the folder of the results} */
  public Path output() {
    return values.get(RunKeys.OUTPUT).as(Path.class);
  }

  /**
   * The folder of a training's checkpoints.
   *
   * @param training {@link TrainingJob#TEACHER_TRAINING} or {@link TrainingJob#STUDENT_TRAINING}
   * @return the folder
   */
  public Path checkpoints(String training) {
    return CheckpointKeys.folder(output(), values.findSection(RunKeys.CHECKPOINTS))
        .resolve(training);
  }

  /** The metrics that look at the teacher alone, as it has no teacher itself. */
  Optional<JavaExpression> teacherMetrics() {
    return values
        .find(RunKeys.METRICS)
        .map(metrics -> metrics.only(metric -> ((Metric) metric).needs() == Metric.Needs.STUDENT));
  }

  /**
   * This run with another value, as an option of the command line gives it.
   *
   * @param key the key, one of those at the top
   * @param value its value as it would be written
   * @return the changed run
   * @throws IllegalArgumentException if the value is none for the key
   */
  public RunFile with(Key key, String value) {
    Problems problems = new Problems("--" + key.name());
    Optional<JavaExpression> read =
        key.type().read(new Node.Text(value, 1), new ConfigLocation(key.name(), 1, problems));
    problems.requireNone();
    return new RunFile(name, text, values.with(key, read.orElseThrow()));
  }
}
