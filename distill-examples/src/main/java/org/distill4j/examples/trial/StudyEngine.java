package org.distill4j.examples.trial;

import jakarta.inject.Inject;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.distill4j.backend.Session;
import org.distill4j.cli.console.Console;
import org.distill4j.cli.console.TrainingProgress;
import org.distill4j.core.metric.Evaluation;
import org.distill4j.core.metric.Metrics;
import org.distill4j.core.run.ModelPredictor;
import org.distill4j.core.teacher.ModelTeacher;
import org.distill4j.data.Dataset;
import org.distill4j.model.Model;
import org.distill4j.model.Predictor;
import org.distill4j.model.Weights;
import org.distill4j.teacher.Teacher;
import org.distill4j.train.Metric;
import org.distill4j.train.Trainer;
import org.distill4j.train.TrainingPlan;

/** What a study works with: an engine, a trainer on it, and a console. */
public final class StudyEngine {
  private final Session session;
  private final Trainer trainer;
  private final Console console;

  /**
   * A workbench.
   *
   * @param session where models run; it stays open
   * @param trainer trains models there
   * @param console where to print what is done
   */
  @Inject
  public StudyEngine(Session session, Trainer trainer, Console console) {
    this.session = session;
    this.trainer = trainer;
    this.console = console;
  }

  /** {@return where models run} */
  public Session session() {
    return session;
  }

  /**
   * Says what is done.
   *
   * @param pattern as that of {@link String#format}
   * @param values its values
   */
  public void say(String pattern, Object... values) {
    console.say(String.format(Locale.ROOT, pattern, values));
  }

  /**
   * Trains and shows how that goes.
   *
   * @param task what is trained
   * @param plan how
   * @return the trained weights
   */
  public Weights train(String task, TrainingPlan.Builder plan) {
    try (TrainingProgress progress = console.progress(task)) {
      return trainer.train(plan.listener(progress).build()).weights();
    }
  }

  /**
   * Trains with several settings, and keeps what is right most often on held-out data.
   *
   * @param task what is trained
   * @param heldOut examples that are neither learnt from nor measured on
   * @param settings how, at least one way; all for the same model
   * @return the weights of the best
   */
  public Weights best(String task, Dataset heldOut, Stream<TrainingPlan.Builder> settings) {
    Metric accuracy = Metrics.accuracy();
    Optional<Weights> best = Optional.empty();
    double most = Double.NEGATIVE_INFINITY;
    for (TrainingPlan.Builder setting : settings.toList()) {
      Weights weights = train(task, setting);
      double right =
          measure(setting.build().model(), weights, heldOut, List.of(), accuracy)
              .getOrDefault(accuracy.name(), Double.NaN);
      say("%s: %.2f %% of the held-out examples", task, 100 * right);
      if (right > most) {
        most = right;
        best = Optional.of(weights);
      }
    }
    return best.orElseThrow();
  }

  /**
   * A trained model as a teacher.
   *
   * @param model the model
   * @param weights its weights
   * @return the teacher
   */
  public Teacher teacher(Model model, Weights weights) {
    return ModelTeacher.of(session, model, weights);
  }

  /**
   * Measures a trained model.
   *
   * @param model the model
   * @param weights its weights
   * @param data the examples
   * @param teachers whom it is compared with; may be empty if no metric needs them
   * @param metrics what is measured
   * @return the values by the metrics' names
   */
  public Map<String, Double> measure(
      Model model, Weights weights, Dataset data, List<Teacher> teachers, Metric... metrics) {
    try (Predictor predictor = ModelPredictor.open(session, model, weights)) {
      return Evaluation.evaluate(predictor, data, teachers, List.of(metrics));
    }
  }

  /**
   * Measures a teacher, one that goes by inputs and not by ids.
   *
   * @param teacher the teacher
   * @param data the examples
   * @param teachers whom it is compared with; may be empty if no metric needs them
   * @param metrics what is measured
   * @return the values by the metrics' names
   */
  public Map<String, Double> measure(
      Teacher teacher, Dataset data, List<Teacher> teachers, Metric... metrics) {
    return Evaluation.evaluate(new TeacherPredictor(teacher), data, teachers, List.of(metrics));
  }
}
