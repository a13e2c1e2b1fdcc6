package org.distill4j.cli.run;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.distill4j.cli.config.Expr;
import org.distill4j.cli.config.RunKeys;
import org.distill4j.cli.config.Values;
import org.distill4j.core.teacher.ModelTeacher;
import org.distill4j.core.train.SessionTrainer;
import org.distill4j.core.weights.WeightsFile;
import org.distill4j.model.Weights;
import org.distill4j.spi.Session;
import org.distill4j.teacher.Teacher;
import org.distill4j.train.Trainer;
import org.distill4j.train.TrainingListener;
import org.distill4j.train.TrainingPlan;
import org.distill4j.train.TrainingReport;

/** Carries a run out: the teacher's training, if it has one, and the student's. */
public final class TrainingJob {
  /** The name of the file of the student's weights. */
  public static final String STUDENT = "student.safetensors";

  /** The name of the file of the teacher's weights. */
  public static final String TEACHER = "teacher.safetensors";

  private final RunFile run;
  private final Session session;
  private final Trainer trainer;
  private final Plans plans;

  /**
   * A job.
   *
   * @param run what to do
   * @param session where
   */
  public TrainingJob(RunFile run, Session session) {
    this.run = run;
    this.session = session;
    this.trainer = new SessionTrainer(session);
    this.plans = new Plans(run);
  }

  /**
   * What came of it.
   *
   * @param student the student's training
   * @param teacher the teacher; empty without one
   * @param taught the teacher's weights; empty without one
   */
  public record Outcome(
      TrainingReport student, Optional<Teacher> teacher, Optional<Weights> taught) {}

  /**
   * Trains, and writes the weights to the run's folder as soon as they are there.
   *
   * @param shown hears the training of that name, "teacher" or "student"
   * @return what came of it
   */
  public Outcome train(Function<String, List<TrainingListener>> shown) {
    Optional<Weights> taught =
        run.values().findSection(RunKeys.TEACHER_SECTION).map(section -> taught(section, shown));
    Optional<Teacher> teacher =
        taught.map(weights -> ModelTeacher.of(session, run.teacher().orElseThrow(), weights));
    TrainingReport report = train(plans.student(teacher::orElseThrow), shown.apply("student"));
    write(STUDENT, report.weights());
    return new Outcome(report, teacher, taught);
  }

  private Weights taught(Values section, Function<String, List<TrainingListener>> shown) {
    Optional<Expr> plan = plans.teacher();
    if (plan.isEmpty()) {
      return WeightsFile.read(section.get(RunKeys.WEIGHTS).as(Path.class));
    }
    Weights weights = train(plan.get(), shown.apply("teacher")).weights();
    write(TEACHER, weights);
    return weights;
  }

  private TrainingReport train(Expr plan, List<TrainingListener> listeners) {
    TrainingPlan.Builder builder = plan.as(TrainingPlan.Builder.class);
    listeners.forEach(builder::listener);
    return trainer.train(builder.build());
  }

  private void write(String file, Weights weights) {
    Map<String, String> notes =
        Map.of("engine", session.engineVersion(), "configuration", run.text());
    WeightsFile.write(run.output().resolve(file), weights, notes);
  }
}
