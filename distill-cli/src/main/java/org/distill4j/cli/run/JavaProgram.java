package org.distill4j.cli.run;

import static org.distill4j.cli.kind.Expression.call;

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
import org.distill4j.cli.kind.Expression;
import org.distill4j.cli.kind.JavaCode;
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

/** The Java program of a configuration. */
public final class JavaProgram {
  private static final Expression<Session> SESSION = variable("session");
  private static final Expression<TrainingReport> REPORT = variable("report");

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

  private Expression<Session> session() {
    Expression<Optional<String>> name =
        run.values()
            .find(RunKeys.BACKEND)
            .map(given -> call(Optional::of, given))
            .orElseGet(JavaProgram::property);
    Expression<Device> device = call(Device::parse, run.values().get(RunKeys.DEVICE));
    return call(Backends::find)
        .then(Backends::choose, name)
        .then(Backend::open, call(SessionOptions::new, device, run.values().get(RunKeys.THREADS)));
  }

  private static Expression<Optional<String>> property() {
    Expression<String> name = Expression.constant(Backends.class, "PROPERTY", Backends.PROPERTY);
    return call(Optional::ofNullable, call(System::getProperty, name));
  }

  private List<JavaStatement> trained() {
    List<JavaStatement> body = new ArrayList<>();
    body.add(declare(SessionTrainer.class, "trainer", call(SessionTrainer::new, SESSION)));
    teacher(body);
    body.add(
        declare(
            TrainingReport.class,
            "report",
            training(TrainingJob.STUDENT_TRAINING, plans.student(JavaProgram::unused))));
    Expression<Path> file = Expression.path(run.output().resolve(TrainingJob.STUDENT));
    body.add(
        statement(
            new JavaCode.StaticCall(
                ClassName.of(WeightsFile.class),
                "write",
                List.of(file.code(), REPORT.then(TrainingReport::weights).code()))));
    encoding(body, file);
    body.add(
        statement(
            new JavaCode.MethodCall(
                REPORT.then(TrainingReport::epochs).code(),
                "forEach",
                List.of(new JavaCode.Literal("System.out::println")))));
    return body;
  }

  /** Declares the teacher, if there is one; its own weights before it, if it is a model. */
  private void teacher(List<JavaStatement> body) {
    Optional<Expression<Teacher>> other = run.otherTeacher();
    if (run.hasTeacher() && other.isEmpty()) {
      Expression<Weights> taught =
          plans
              .teacher()
              .map(
                  plan ->
                      training(TrainingJob.TEACHER_TRAINING, plan).then(TrainingReport::weights))
              .or(plans::taught)
              .orElseThrow();
      body.add(declare(Weights.class, "taught", taught));
    }
    Expression<Model> model = variable("teacherModel");
    Expression<Weights> taught = variable("taught");
    Expression<Teacher> teacher =
        other.orElseGet(() -> call(ModelTeacher::of, SESSION, model, taught));
    if (run.hasTeacher()) {
      body.add(declare(Teacher.class, "teacher", cached(teacher)));
    }
  }

  /** The teacher, with its cache before it if it has one. */
  private Expression<Teacher> cached(Expression<Teacher> teacher) {
    return TeacherCacheFile.of(run)
        .map(cache -> cache.before(teacher, variable("train")))
        .orElse(teacher);
  }

  private Expression<TrainingReport> training(String name, Expression<TrainingPlan.Builder> plan) {
    Expression<SessionTrainer> trainer = variable("trainer");
    return trainer
        .then(SessionTrainer::withCheckpoints, plans.checkpoints(start, name))
        .then(SessionTrainer::train, plan.then(TrainingPlan.Builder::build));
  }

  /** Writes how a table is encoded, where it is. */
  private void encoding(List<JavaStatement> body, Expression<Path> file) {
    String columns = TableColumns.class.getName();
    if (run.data().get(RunKeys.TRAIN).code().imports().anyMatch(columns::equals)) {
      JavaCode table =
          new JavaCode.Cast(ClassName.of(EncodedTable.class), new JavaCode.Literal("train"));
      body.add(
          statement(
              new JavaCode.MethodCall(
                  new JavaCode.MethodCall(table, "encoding", List.of()),
                  "write",
                  List.of(call(TableEncoding::beside, file).code()))));
    }
  }

  private static JavaStatement.Declaration declare(
      Class<?> type, String name, Expression<?> value) {
    return new JavaStatement.Declaration(ClassName.of(type), name, value.code());
  }

  private static JavaStatement statement(JavaCode call) {
    return new JavaStatement.Call(call);
  }

  private static <T> Expression<T> variable(String name) {
    return Expression.variable(name, JavaProgram::unused);
  }

  @SuppressWarnings("TypeParameterUnusedInFormals")
  private static <T> T unused() {
    throw new IllegalStateException("A program is printed, not run.");
  }
}
