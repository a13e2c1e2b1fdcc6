package org.distill4j.cli.run;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.distill4j.backend.Backends;
import org.distill4j.backend.Device;
import org.distill4j.backend.Session;
import org.distill4j.backend.SessionOptions;
import org.distill4j.cli.config.JavaExpression;
import org.distill4j.cli.config.KeyValues;
import org.distill4j.cli.config.OnnxKeys;
import org.distill4j.cli.config.RunKeys;
import org.distill4j.core.checkpoint.Checkpoints;
import org.distill4j.core.data.EncodedTable;
import org.distill4j.core.data.TableColumns;
import org.distill4j.core.data.TableEncoding;
import org.distill4j.core.teacher.ModelTeacher;
import org.distill4j.core.train.SessionTrainer;
import org.distill4j.core.weights.WeightsFile;
import org.distill4j.data.Dataset;
import org.distill4j.model.Model;
import org.distill4j.model.Weights;
import org.distill4j.teacher.Teacher;
import org.distill4j.train.TrainingReport;

/** The Java program that a configuration stands for. */
public final class JavaProgram {
  private final RunFile run;
  private final Checkpoints.Start start;
  private final PlanExpressions plans;
  private final Set<String> imports = new TreeSet<>();
  private final List<String> lines = new ArrayList<>();

  private JavaProgram(RunFile run, Checkpoints.Start start) {
    this.run = run;
    this.start = start;
    this.plans = new PlanExpressions(run);
  }

  /**
   * Writes the program. It trains the same weights as {@code distill train} and writes them to the
   * same file.
   *
   * @param run the configuration
   * @param start whether it goes on with what is there of it
   * @return the source of a class named Training
   */
  public static String print(RunFile run, Checkpoints.Start start) {
    return new JavaProgram(run, start).source();
  }

  private String source() {
    body();
    StringBuilder text = new StringBuilder();
    imports.forEach(name -> text.append("import ").append(name).append(";\n"));
    text.append("\npublic final class Training {\n");
    text.append("  private Training() {}\n\n");
    text.append("  public static void main(String[] args) {\n");
    lines.forEach(line -> text.append("    ").append(line).append('\n'));
    return text.append("  }\n}\n").toString();
  }

  private void body() {
    KeyValues values = run.values();
    KeyValues data = values.section(RunKeys.DATA_SECTION);
    declare(Dataset.class, "train", data.get(RunKeys.TRAIN));
    data.find(RunKeys.VALIDATION).ifPresent(expr -> declare(Dataset.class, "validation", expr));
    Optional<KeyValues> teacher = values.findSection(RunKeys.TEACHER_SECTION);
    teacher
        .flatMap(section -> section.find(RunKeys.TEACHER_MODEL))
        .ifPresent(model -> declare(Model.class, "teacherModel", model));
    declare(Model.class, "student", values.section(RunKeys.STUDENT_SECTION).get(RunKeys.MODEL));
    use(Session.class, Backends.class, SessionTrainer.class, Optional.class);
    lines.add(
        "try (Session session = Backends.find().choose("
            + backend()
            + ").open("
            + options()
            + ")) {");
    lines.add("  SessionTrainer trainer = new SessionTrainer(session);");
    teacher.ifPresent(section -> teacher());
    use(TrainingReport.class, WeightsFile.class, Path.class);
    String report = training(TrainingJob.STUDENT_TRAINING, plans.student(() -> ""));
    lines.add("  TrainingReport report = " + report + ";");
    String file = JavaExpression.quoted(run.output().resolve(TrainingJob.STUDENT).toString());
    lines.add("  WeightsFile.write(Path.of(" + file + "), report.weights());");
    encoding(data.get(RunKeys.TRAIN), file);
    lines.add("  report.epochs().forEach(System.out::println);");
    lines.add("}");
  }

  /** Keeps how a table is encoded, where it is. */
  private void encoding(JavaExpression train, String file) {
    if (train.imports().contains(TableColumns.class.getName())) {
      use(EncodedTable.class, TableEncoding.class);
      lines.add("  TableEncoding encoding = ((EncodedTable) train).encoding();");
      lines.add("  encoding.write(TableEncoding.beside(Path.of(" + file + ")));");
    }
  }

  private String backend() {
    return run.values()
        .find(RunKeys.BACKEND)
        .map(name -> "Optional.of(" + name.java() + ")")
        .orElse("Optional.ofNullable(System.getProperty(Backends.PROPERTY))");
  }

  private String options() {
    use(SessionOptions.class, Device.class);
    KeyValues values = run.values();
    JavaExpression threads = values.get(RunKeys.THREADS);
    imports.addAll(threads.imports());
    return "new SessionOptions(Device.parse("
        + values.get(RunKeys.DEVICE).java()
        + "), "
        + threads.java()
        + ")";
  }

  private void teacher() {
    use(Teacher.class);
    Optional<OnnxKeys.Given> onnx = run.onnx();
    if (onnx.isPresent()) {
      lines.add("  Teacher teacher = " + asked(onnx.get().teacher()) + ";");
      return;
    }
    use(Weights.class, ModelTeacher.class);
    String weights =
        plans
            .teacher()
            .map(expr -> training(TrainingJob.TEACHER_TRAINING, expr) + ".weights()")
            .orElseGet(() -> used(plans.taught().orElseThrow()));
    lines.add("  Weights taught = " + weights + ";");
    lines.add("  Teacher teacher = " + asked(taught()) + ";");
  }

  private static JavaExpression taught() {
    return JavaExpression.call(
        ModelTeacher.class,
        "of",
        List.of(variable("session"), variable("teacherModel"), variable("taught")));
  }

  private String used(JavaExpression expr) {
    imports.addAll(expr.imports());
    return expr.java();
  }

  /** The teacher, with its cache before it if it has one. */
  private String asked(JavaExpression teacher) {
    JavaExpression asked =
        TeacherCacheFile.of(run)
            .map(cache -> cache.before(teacher, variable("train")))
            .orElse(teacher);
    imports.addAll(asked.imports());
    return asked.java();
  }

  private static JavaExpression variable(String name) {
    return JavaExpression.variable(name, () -> "");
  }

  private String training(String name, JavaExpression plan) {
    JavaExpression checkpoints = plans.checkpoints(start, name);
    imports.addAll(plan.imports());
    imports.addAll(checkpoints.imports());
    return "trainer.withCheckpoints(" + checkpoints.java() + ").train(" + plan.java() + ".build())";
  }

  private void declare(Class<?> type, String name, JavaExpression value) {
    use(type);
    imports.addAll(value.imports());
    lines.add(type.getSimpleName() + " " + name + " = " + value.java() + ";");
  }

  private void use(Class<?>... types) {
    for (Class<?> type : types) {
      imports.add(type.getName());
    }
  }
}
