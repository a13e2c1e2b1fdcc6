package org.distill4j.core.tune;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.distill4j.backend.Session;
import org.distill4j.core.file.FolderLock;
import org.distill4j.core.summary.ModelSummary;
import org.distill4j.model.Model;
import org.distill4j.model.Weights;
import org.distill4j.train.Metric;
import org.distill4j.train.StopSignal;
import org.distill4j.train.TrainingPlan;

/**
 * A search for the smallest student that is good enough: students of several sizes are trained,
 * each to its end, and the curve of size against the metric on held-out examples shows where it
 * bends. Like {@link Tuner} it has its state in a folder and is resumed by the same call.
 */
public final class SizeSearch {
  private final Session session;
  private final Path folder;
  private final StopSignal stop;

  /**
   * A search that nobody stops.
   *
   * @param session where models are trained; it stays open
   * @param folder where state and checkpoints are written; made if it is not there
   */
  public SizeSearch(Session session, Path folder) {
    this(session, folder, new StopSignal());
  }

  private SizeSearch(Session session, Path folder, StopSignal stop) {
    this.session = session;
    this.folder = folder;
    this.stop = stop;
  }

  /**
   * The same search with a signal that stops it after a step.
   *
   * @param signal the signal
   * @return the search
   */
  public SizeSearch withStop(StopSignal signal) {
    return new SizeSearch(session, folder, signal);
  }

  /**
   * Trains the students and measures them.
   *
   * @param students the students by name, at least one; names are names of folders too
   * @param wanted the value of the metric that a student has to reach, 0.98 of agreement say
   * @param trainings makes a student's plan, with held-out examples as its validation data and the
   *     metric that decides as its first; the stop signal is the search's
   * @return what was measured; of the students before the stop if it was stopped
   * @throws IllegalArgumentException if there are no students, a plan has no validation data or no
   *     metric, or another search is in the folder
   * @throws IllegalStateException if another program uses the folder
   * @throws java.io.UncheckedIOException if a file cannot be written
   */
  @SuppressWarnings("try") // The lock is held, not used.
  public SizeReport search(
      Map<String, Model> students, double wanted, Function<Model, TrainingPlan.Builder> trainings) {
    if (students.isEmpty()) {
      throw new IllegalArgumentException(
          "A size search of no students, expected at least one.\n"
              + "Maybe give Models.mlp of several widths.");
    }
    TrainingPlan first = trainings.apply(students.values().iterator().next()).build();
    Metric metric = TrialRunner.metric(first);
    try (FolderLock lock = FolderLock.acquire(folder, "choose another folder for the search")) {
      TrialState state = TrialState.open(folder, identity(first, metric));
      TrialRunner runner = new TrialRunner(session, folder, stop);
      List<StudentSize> sizes = new ArrayList<>();
      for (Map.Entry<String, Model> student : students.entrySet()) {
        Optional<Double> value = value(runner, state, student, trainings);
        if (value.isEmpty()) {
          break;
        }
        ModelSummary summary = ModelSummary.summarize(student.getValue());
        sizes.add(
            new StudentSize(
                student.getKey(), summary.parameters(), summary.flops(), value.orElseThrow()));
      }
      return new SizeReport(metric.name(), metric.goal(), wanted, sizes);
    }
  }

  private static Map<String, String> identity(TrainingPlan plan, Metric metric) {
    Map<String, String> identity = new LinkedHashMap<>();
    identity.put("kind", "sizes");
    identity.put("metric", metric.name());
    identity.put("epochs", String.valueOf(plan.epochs()));
    identity.put("training data", plan.training().fingerprint());
    identity.put("held-out data", plan.validation().orElseThrow().fingerprint());
    return identity;
  }

  private static Optional<Double> value(
      TrialRunner runner,
      TrialState state,
      Map.Entry<String, Model> student,
      Function<Model, TrainingPlan.Builder> trainings) {
    TrainingPlan.Builder builder = trainings.apply(student.getValue());
    int epochs = builder.build().epochs();
    return runner.measure(state, student.getKey(), () -> builder, epochs);
  }

  /**
   * The weights of a student that a search has trained to its end.
   *
   * @param name the student's name
   * @param builder its plan, the same as that of the search
   * @return the weights
   */
  public Weights weights(String name, TrainingPlan.Builder builder) {
    return new TrialRunner(session, folder, stop).weights(name, builder);
  }
}
