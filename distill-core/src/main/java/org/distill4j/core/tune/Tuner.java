package org.distill4j.core.tune;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.distill4j.backend.Session;
import org.distill4j.core.file.FolderLock;
import org.distill4j.model.Weights;
import org.distill4j.train.Metric;
import org.distill4j.train.StopSignal;
import org.distill4j.train.TrainingPlan;

/**
 * A search for the settings with which a training becomes best on held-out examples. It is pruned
 * by {@link SuccessiveHalving} and has its state in a folder: one that was stopped or killed is
 * resumed by the same call, and ends with the same bits as one that was not. The same seeds give
 * the same search.
 *
 * <p>The held-out examples must not be those that the result is measured on in the end, as the best
 * of many is good on them by chance too.
 */
public final class Tuner {
  private final Session session;
  private final Path folder;
  private final StopSignal stop;
  private final TuningListener listener;

  /**
   * A search that nobody stops and nobody hears of.
   *
   * @param session where models are trained; it stays open
   * @param folder where state and checkpoints are written; made if it is not there
   */
  public Tuner(Session session, Path folder) {
    this(session, folder, new StopSignal(), (settings, result) -> {});
  }

  private Tuner(Session session, Path folder, StopSignal stop, TuningListener listener) {
    this.session = session;
    this.folder = folder;
    this.stop = stop;
    this.listener = listener;
  }

  /**
   * The same search with a signal that stops it after a step.
   *
   * @param signal the signal
   * @return the search
   */
  public Tuner withStop(StopSignal signal) {
    return new Tuner(session, folder, signal, listener);
  }

  /**
   * The same search with a listener.
   *
   * @param hears hears how far it is
   * @return the search
   */
  public Tuner withListener(TuningListener hears) {
    return new Tuner(session, folder, stop, hears);
  }

  /**
   * Searches.
   *
   * @param space the values that are tried
   * @param halving how many of them, and for how many epochs
   * @param seed the seed of the draw
   * @param trainings makes the plan of some settings, with held-out examples as its validation data
   *     and the metric that decides as its first; epochs, stop signal and weights are the search's
   * @return what came of it
   * @throws IllegalArgumentException if a plan has no validation data or no metric, or another
   *     search is in the folder
   * @throws IllegalStateException if another program uses the folder
   * @throws java.io.UncheckedIOException if a file cannot be written
   */
  @SuppressWarnings("try") // The lock is held, not used.
  public TuningReport tune(
      SearchSpace space,
      SuccessiveHalving halving,
      long seed,
      Function<TrialSettings, TrainingPlan.Builder> trainings) {
    List<TrialSettings> drawn = space.draw(halving.candidates(), seed);
    TrainingPlan first = trainings.apply(drawn.get(0)).build();
    Metric metric = TrialRunner.metric(first);
    Map<String, String> identity = new LinkedHashMap<>();
    identity.put("space", space.values().toString());
    identity.put("seed", String.valueOf(seed));
    identity.put("halving", halving.toString());
    identity.put("metric", metric.name());
    identity.put("training data", first.training().fingerprint());
    identity.put("held-out data", first.validation().orElseThrow().fingerprint());
    try (FolderLock lock = FolderLock.acquire(folder, "choose another folder for the search")) {
      TrialState state = TrialState.open(folder, identity);
      return new Search(drawn, halving, metric, trainings, state).run();
    }
  }

  /** One run of a search. */
  private final class Search {
    private final Map<TrialSettings, String> names = new LinkedHashMap<>();
    private final SuccessiveHalving halving;
    private final Metric metric;
    private final Function<TrialSettings, TrainingPlan.Builder> trainings;
    private final TrialState state;
    private final TrialRunner runner = new TrialRunner(session, folder, stop);

    Search(
        List<TrialSettings> drawn,
        SuccessiveHalving halving,
        Metric metric,
        Function<TrialSettings, TrainingPlan.Builder> trainings,
        TrialState state) {
      drawn.forEach(settings -> names.put(settings, "trial-" + (names.size() + 1)));
      this.halving = halving;
      this.metric = metric;
      this.trainings = trainings;
      this.state = state;
    }

    TuningReport run() {
      List<TrialSettings> left = new ArrayList<>(names.keySet());
      for (SuccessiveHalving.Rung rung : halving.rungs()) {
        List<TrialSettings> gone =
            left.subList(Math.min(rung.candidates(), left.size()), left.size());
        gone.forEach(settings -> runner.forget(name(settings)));
        gone.clear();
        for (TrialSettings settings : left) {
          if (!measure(settings, rung.epochs())) {
            return report(Optional.empty());
          }
        }
        left.sort(order());
      }
      TrialSettings best = left.get(0);
      return report(Optional.of(runner.weights(name(best), plan(best))));
    }

    private boolean measure(TrialSettings settings, int epochs) {
      boolean measured =
          runner.measure(state, name(settings), () -> plan(settings), epochs).isPresent();
      if (measured) {
        listener.measured(settings, result(settings));
      }
      return measured;
    }

    private TrainingPlan.Builder plan(TrialSettings settings) {
      return trainings.apply(settings).epochs(halving.epochs());
    }

    private String name(TrialSettings settings) {
      return names.getOrDefault(settings, "");
    }

    private TrialResult result(TrialSettings settings) {
      return state.result(name(settings));
    }

    /** More epochs first, then the better value; what is not a number comes last. */
    private Comparator<TrialSettings> order() {
      double sign = metric.goal() == Metric.Goal.MAXIMIZE ? -1 : 1;
      Comparator<TrialSettings> epochs =
          Comparator.comparingInt(settings -> -result(settings).epochs());
      return epochs.thenComparing(settings -> sign * result(settings).value());
    }

    private TuningReport report(Optional<Weights> weights) {
      Map<TrialSettings, TrialResult> trials = new LinkedHashMap<>();
      names.keySet().stream()
          .sorted(order())
          .forEach(settings -> trials.put(settings, result(settings)));
      return new TuningReport(metric.name(), trials, weights);
    }
  }
}
