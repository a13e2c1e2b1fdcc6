package org.distill4j.cli.run;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.distill4j.backend.Backend;
import org.distill4j.backend.Backends;
import org.distill4j.backend.Device;
import org.distill4j.backend.Session;
import org.distill4j.backend.SessionOptions;
import org.distill4j.cli.config.RunKeys;
import org.distill4j.cli.kind.ClassName;
import org.distill4j.cli.kind.JavaCode;
import org.distill4j.cli.kind.JavaExpression;
import org.distill4j.cli.kind.KeyValues;
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
import org.distill4j.train.TrainingPlan;
import org.distill4j.train.TrainingReport;

/** The Java program that a configuration stands for. */
public final class JavaProgram {
  private static final JavaExpression<Session> SESSION = variable("session");
  private static final JavaExpression<TrainingReport> REPORT = variable("report");

  private final RunFile run;
  private final Checkpoints.Start start;
  private final PlanExpressions plans;

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
   * @param start whether it resumes what is there of it
   * @return the source of a class named Training
   */
  public static String print(RunFile run, Checkpoints.Start start) {
    return JavaStatement.program(new JavaProgram(run, start).body());
  }

  private List<JavaStatement> body() {
    List<JavaStatement> body = new ArrayList<>();
    body.add(declare(Dataset.class, "train", run.data().get(RunKeys.TRAIN)));
    run.data()
        .find(RunKeys.VALIDATION)
        .ifPresent(data -> body.add(declare(Dataset.class, "validation", data)));
    run.teacherSection()
        .flatMap(section -> section.find(RunKeys.TEACHER_MODEL))
        .ifPresent(model -> body.add(declare(Model.class, "teacherModel", model)));
    KeyValues student = run.values().value(RunKeys.STUDENT_SECTION);
    body.add(declare(Model.class, "student", student.get(RunKeys.MODEL)));
    body.add(new JavaStatement.Try(declare(Session.class, "session", session()), trained()));
    return body;
  }

  private JavaExpression<Session> session() {
    JavaExpression<Optional<String>> name =
        run.values()
            .find(RunKeys.BACKEND)
            .map(given -> JavaExpression.<String, Optional<String>>call(Optional::of, given))
            .orElseGet(JavaProgram::property);
    JavaExpression<Device> device =
        JavaExpression.call(Device::parse, run.values().get(RunKeys.DEVICE));
    return JavaExpression.call(Backends::find)
        .then(Backends::choose, name)
        .then(
            Backend::open,
            JavaExpression.call(SessionOptions::new, device, run.values().get(RunKeys.THREADS)));
  }

  private static JavaExpression<Optional<String>> property() {
    JavaExpression<String> name =
        JavaExpression.constant(Backends.class, "PROPERTY", Backends.PROPERTY);
    return JavaExpression.call(
        Optional::ofNullable, JavaExpression.<String, String>call(System::getProperty, name));
  }

  private List<JavaStatement> trained() {
    List<JavaStatement> body = new ArrayList<>();
    body.add(
        declare(
            SessionTrainer.class, "trainer", JavaExpression.call(SessionTrainer::new, SESSION)));
    teacher(body);
    body.add(
        declare(
            TrainingReport.class,
            "report",
            training(TrainingJob.STUDENT_TRAINING, plans.student(JavaProgram::unused))));
    JavaExpression<Path> file = JavaExpression.path(run.output().resolve(TrainingJob.STUDENT));
    body.add(
        call(
            new JavaCode.StaticCall(
                ClassName.of(WeightsFile.class),
                "write",
                List.of(file.code(), REPORT.then(TrainingReport::weights).code()))));
    encoding(body, file);
    body.add(
        call(
            new JavaCode.MethodCall(
                REPORT.then(TrainingReport::epochs).code(),
                "forEach",
                List.of(new JavaCode.Literal("System.out::println")))));
    return body;
  }

  /** Declares the teacher, if there is one; its own weights before it, if it is a model. */
  private void teacher(List<JavaStatement> body) {
    Optional<JavaExpression<Teacher>> other = run.otherTeacher();
    if (run.hasTeacher() && other.isEmpty()) {
      JavaExpression<Weights> taught =
          plans
              .teacher()
              .map(
                  plan ->
                      training(TrainingJob.TEACHER_TRAINING, plan).then(TrainingReport::weights))
              .or(plans::taught)
              .orElseThrow();
      body.add(declare(Weights.class, "taught", taught));
    }
    JavaExpression<Model> model = variable("teacherModel");
    JavaExpression<Weights> taught = variable("taught");
    JavaExpression<Teacher> teacher =
        other.orElseGet(() -> JavaExpression.call(ModelTeacher::of, SESSION, model, taught));
    if (run.hasTeacher()) {
      body.add(declare(Teacher.class, "teacher", cached(teacher)));
    }
  }

  /** The teacher, with its cache before it if it has one. */
  private JavaExpression<Teacher> cached(JavaExpression<Teacher> teacher) {
    return TeacherCacheFile.of(run)
        .map(cache -> cache.before(teacher, variable("train")))
        .orElse(teacher);
  }

  private JavaExpression<TrainingReport> training(
      String name, JavaExpression<TrainingPlan.Builder> plan) {
    JavaExpression<SessionTrainer> trainer = variable("trainer");
    return trainer
        .then(SessionTrainer::withCheckpoints, plans.checkpoints(start, name))
        .then(SessionTrainer::train, plan.then(TrainingPlan.Builder::build));
  }

  /** Writes how a table is encoded, where it is. */
  private void encoding(List<JavaStatement> body, JavaExpression<Path> file) {
    String columns = TableColumns.class.getName();
    if (run.data().get(RunKeys.TRAIN).code().imports().anyMatch(columns::equals)) {
      JavaCode table =
          new JavaCode.Cast(ClassName.of(EncodedTable.class), new JavaCode.Literal("train"));
      body.add(
          call(
              new JavaCode.MethodCall(
                  new JavaCode.MethodCall(table, "encoding", List.of()),
                  "write",
                  List.of(JavaExpression.call(TableEncoding::beside, file).code()))));
    }
  }

  private static JavaStatement.Declaration declare(
      Class<?> type, String name, JavaExpression<?> value) {
    return new JavaStatement.Declaration(ClassName.of(type), name, value.code());
  }

  private static JavaStatement call(JavaCode call) {
    return new JavaStatement.Call(call);
  }

  private static <T> JavaExpression<T> variable(String name) {
    return JavaExpression.variable(name, JavaProgram::unused);
  }

  private static <T> T unused() {
    throw new IllegalStateException("A program is printed, not run.");
  }
}
