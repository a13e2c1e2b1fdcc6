package org.distill4j.cli.run;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.distill4j.backend.Session;
import org.distill4j.cli.console.ExitCode;
import org.distill4j.cli.console.RunEndedException;
import org.distill4j.cli.kind.Expression;
import org.distill4j.core.checkpoint.Checkpoints;
import org.distill4j.core.data.EncodedTable;
import org.distill4j.core.data.TableEncoding;
import org.distill4j.core.teacher.ModelTeacher;
import org.distill4j.core.train.SessionTrainer;
import org.distill4j.core.weights.WeightsFile;
import org.distill4j.model.Weights;
import org.distill4j.teacher.Teacher;
import org.distill4j.train.EpochReport;
import org.distill4j.train.StopSignal;
import org.distill4j.train.TrainingPlan;
import org.distill4j.train.TrainingReport;

/** Executes a run: the teacher's training, if it has one, and the student's. */
public final class TrainingJob {
  /** The name of the file of the student's weights. */
  public static final String STUDENT = "student.safetensors";

  /** The name of the file of the teacher's weights. */
  public static final String TEACHER = "teacher.safetensors";

  /** The name of the teacher's training. */
  public static final String TEACHER_TRAINING = "teacher";

  /** The name of the student's training. */
  public static final String STUDENT_TRAINING = "student";

  private static final String RESUMED = "the same command with --resume continues from there.";
  private static final String REPEATED = "the same command resumes from there.";

  private final RunFile run;
  private final Session session;
  private final Checkpoints.Start start;
  private final StopSignal stop;
  private final PlanExpressions plans;

  /**
   * Creates a job from its beginning that nobody stops.
   *
   * @param run what to do
   * @param session where
   */
  public TrainingJob(RunFile run, Session session) {
    this(run, session, Checkpoints.Start.NEW, new StopSignal());
  }

  /**
   * A job.
   *
   * @param run what to do
   * @param session where
   * @param start whether it resumes what is there of it
   * @param stop stops it after a step
   */
  public TrainingJob(RunFile run, Session session, Checkpoints.Start start, StopSignal stop) {
    this.run = run;
    this.session = session;
    this.start = start;
    this.stop = stop;
    this.plans = new PlanExpressions(run);
  }

  /**
   * The results of a run.
   *
   * @param student the student's training
   * @param teacher the teacher; empty without one
   * @param taught the teacher's weights; empty without one, or if it is a file
   * @param teacherEpochs the epochs of the teacher's training; none if it was not trained here
   */
  public record Outcome(
      TrainingReport student,
      Optional<Teacher> teacher,
      Optional<Weights> taught,
      List<EpochReport> teacherEpochs) {
    /** Takes a copy. */
    public Outcome {
      teacherEpochs = List.copyOf(teacherEpochs);
    }
  }

  /** A trained teacher, and its epochs; none if it was not trained here. */
  private record Taught(Teacher teacher, Optional<Weights> weights, List<EpochReport> epochs) {}

  /**
   * Trains, and writes the weights to the run's folder as soon as they exist. On the way there are
   * checkpoints.
   *
   * @param shown shows the run
   * @return what came of it
   * @throws RunEndedException if a training was stopped or failed; the message says what is saved
   */
  public Outcome train(RunListener shown) {
    Optional<Taught> taught = taught(shown, RESUMED);
    Optional<Teacher> asked =
        taught.map(done -> cached(done.teacher(), shown, RESUMED).orElse(done.teacher()));
    Expression<TrainingPlan.Builder> plan = plans.student(asked::orElseThrow);
    TrainingReport report = train(STUDENT_TRAINING, plan, shown, RESUMED);
    write(STUDENT, report.weights(), RESUMED);
    return new Outcome(
        report,
        taught.map(Taught::teacher),
        taught.flatMap(Taught::weights),
        taught.map(Taught::epochs).orElse(List.of()));
  }

  /**
   * Fills the cache of the teacher, which is trained first if the file configures that.
   *
   * @param shown shows the run
   * @throws IllegalArgumentException if the cache is of another teacher or other data, or damaged
   * @throws RunEndedException if it was stopped or failed; the message says what is saved
   */
  public void cache(RunListener shown) {
    taught(shown, REPEATED).ifPresent(done -> cached(done.teacher(), shown, REPEATED));
  }

  /**
   * Makes the teacher ready: trains it first if the file says how, and fills its cache if it has
   * one.
   *
   * @param shown shows the run
   * @return the teacher; empty without one
   * @throws RunEndedException if it was stopped or failed; the message says what is saved
   */
  public Optional<Teacher> teacher(RunListener shown) {
    return taught(shown, REPEATED)
        .map(done -> cached(done.teacher(), shown, REPEATED).orElse(done.teacher()));
  }

  private Optional<Taught> taught(RunListener shown, String howToResume) {
    Optional<Expression<Teacher>> other = run.otherTeacher();
    if (other.isPresent()) {
      return Optional.of(new Taught(other.get().value(), Optional.empty(), List.of()));
    }
    Optional<TrainingReport> trained =
        plans.teacher().map(plan -> train(TEACHER_TRAINING, plan, shown, howToResume));
    trained.ifPresent(report -> write(TEACHER, report.weights(), howToResume));
    List<EpochReport> epochs = trained.map(TrainingReport::epochs).orElse(List.of());
    return trained
        .map(TrainingReport::weights)
        .or(() -> plans.taught().map(Expression::value))
        .map(
            weights ->
                new Taught(
                    ModelTeacher.of(session, run.teacher().orElseThrow(), weights),
                    Optional.of(weights),
                    epochs));
  }

  private Optional<Teacher> cached(Teacher teacher, RunListener shown, String howToResume) {
    return TeacherCacheFile.of(run)
        .map(cache -> cache.before(teacher, stop, howToResume, shown.filling()));
  }

  private TrainingReport train(
      String name, Expression<TrainingPlan.Builder> plan, RunListener shown, String howToResume) {
    SavedTraining saved = new SavedTraining(name, howToResume);
    TrainingPlan.Builder builder = plan.value().stop(stop).listener(saved);
    shown.training(name).forEach(builder::listener);
    Checkpoints checkpoints = plans.checkpoints(start, name).value();
    try {
      TrainingReport report =
          new SessionTrainer(session).withCheckpoints(checkpoints).train(builder.build());
      saved.requireComplete();
      return report;
    } catch (RuntimeException | VirtualMachineError failure) {
      throw saved.explained(failure);
    }
  }

  private void write(String file, Weights weights, String howToResume) {
    Map<String, String> notes =
        Map.of("engine", session.engineVersion(), "configuration", run.text());
    Path path = run.output().resolve(file);
    try {
      WeightsFile.write(path, weights, notes);
      if (run.train() instanceof EncodedTable table) {
        table.encoding().write(TableEncoding.beside(path));
      }
    } catch (UncheckedIOException broken) {
      throw new RunEndedException(
          ExitCode.CANCELLED,
          broken.getMessage()
              + "\nThe training is done and saved in its last checkpoint; "
              + howToResume,
          broken);
    }
  }
}
