package org.distill4j.core.tune;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.distill4j.backend.Session;
import org.distill4j.core.checkpoint.Checkpoints;
import org.distill4j.core.file.AtomicFiles;
import org.distill4j.core.train.SessionTrainer;
import org.distill4j.model.Weights;
import org.distill4j.train.DivergedException;
import org.distill4j.train.Metric;
import org.distill4j.train.StopSignal;
import org.distill4j.train.TrainingEvent;
import org.distill4j.train.TrainingPlan;
import org.distill4j.train.TrainingReport;

/** Trains candidates of a search for some of their epochs, and later for more of them. */
final class TrialRunner {
  private final Session session;
  private final Path folder;
  private final StopSignal stop;

  TrialRunner(Session session, Path folder, StopSignal stop) {
    this.session = session;
    this.folder = folder;
    this.stop = stop;
  }

  /**
   * Trains up to the end of an epoch, unless the state has the number from before.
   *
   * @return the number, as that of {@link #train}
   */
  Optional<Double> measure(
      TrialState state, String name, Supplier<TrainingPlan.Builder> plan, int epochs) {
    if (!state.result(name).values().containsKey(epochs)) {
      train(name, plan.get(), epochs).ifPresent(number -> state.put(name, epochs, number));
    }
    return Optional.ofNullable(state.result(name).values().get(epochs));
  }

  /**
   * Trains up to the end of an epoch, from where an earlier call stopped.
   *
   * @return the first metric of the weights that the training has then, NaN if it diverged; empty
   *     if somebody asked for a stop before
   */
  private Optional<Double> train(String name, TrainingPlan.Builder builder, int epochs) {
    StopSignal pause = new StopSignal();
    TrainingPlan plan =
        builder.stop(pause).listener(event -> pauseAfter(epochs, event, pause)).build();
    Metric metric = metric(plan);
    try {
      TrainingReport report = train(name, plan);
      boolean early = stop.isRequested() && report.epochs().size() < epochs && pause.isRequested();
      return early ? Optional.empty() : Optional.of(value(report, metric));
    } catch (DivergedException diverged) {
      return Optional.of(Double.NaN);
    }
  }

  private static double value(TrainingReport report, Metric metric) {
    return report.best().metrics().getOrDefault(metric.name(), Double.NaN);
  }

  /** Also where a resumed training has all epochs that are wanted already. */
  private void pauseAfter(int epochs, TrainingEvent event, StopSignal pause) {
    boolean reached =
        (event instanceof TrainingEvent.EpochCompleted done && done.report().epoch() >= epochs)
            || (event instanceof TrainingEvent.Resumed resumed
                && resumed.epochs().size() >= epochs);
    if (reached || stop.isRequested()) {
      pause.request();
    }
  }

  /** The weights of a training that was trained to its end. */
  Weights weights(String name, TrainingPlan.Builder builder) {
    return train(name, builder.build()).weights();
  }

  private TrainingReport train(String name, TrainingPlan plan) {
    return new SessionTrainer(session)
        .withCheckpoints(Checkpoints.resume(folder.resolve(name)).keeping(1))
        .train(plan);
  }

  static Metric metric(TrainingPlan plan) {
    if (plan.validation().isEmpty() || plan.metrics().isEmpty()) {
      throw new IllegalArgumentException(
          "The plan of a candidate has "
              + plan.metrics().size()
              + " metrics and "
              + (plan.validation().isEmpty() ? "no " : "")
              + "validation data, expected both, as the search goes by the first metric on"
              + " held-out examples.\nMaybe add .validation(heldOut, Metrics.accuracy()).");
    }
    return plan.metrics().get(0);
  }

  /** Deletes the checkpoints of a candidate that is given up. */
  void forget(String name) {
    Path checkpoints = folder.resolve(name);
    if (!Files.isDirectory(checkpoints)) {
      return;
    }
    try (Stream<Path> files = Files.walk(checkpoints)) {
      List<Path> inner = files.sorted(Comparator.reverseOrder()).toList();
      for (Path file : inner) {
        AtomicFiles.delete(file);
      }
    } catch (IOException error) {
      throw new UncheckedIOException(
          checkpoints + " could not be deleted: " + error + ".\nMaybe it is read-only.", error);
    }
  }
}
