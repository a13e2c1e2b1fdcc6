package org.distill4j.core.rounds;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.distill4j.backend.Session;
import org.distill4j.core.train.TrainingStart;
import org.distill4j.model.Weights;
import org.distill4j.train.DivergedException;
import org.distill4j.train.LearnerSpec;
import org.distill4j.train.RoundReport;
import org.distill4j.train.StopSignal;
import org.distill4j.train.TrainingEvent;
import org.distill4j.train.TrainingListener;
import org.distill4j.train.TrainingReport;

/**
 * A training in rounds: it runs the workers, averages their results, takes the common step, and
 * saves the state where that is configured. It does not know where the workers are.
 *
 * <p>With a folder, a training resumes from the newest snapshot there, so that the same program,
 * started again, ends with the same bits; snapshots of another training are refused.
 */
public final class RoundTraining {
  private static final System.Logger LOGGER = System.getLogger(RoundTraining.class.getName());

  private final TrainingCode code;
  private final RoundPlan plan;
  private final List<TrainingListener> listeners = new ArrayList<>();
  private final Map<String, String> identity = new LinkedHashMap<>();
  private Optional<Weights> initialWeights = Optional.empty();
  private Optional<Session> session = Optional.empty();
  private Optional<RoundFiles> folder = Optional.empty();
  private int period = 1;
  private StopSignal stop = new StopSignal();

  private RoundTraining(TrainingCode code, RoundPlan plan) {
    this.code = code;
    this.plan = plan;
  }

  /**
   * Returns a training that saves nothing.
   *
   * @param code the student and how it is trained
   * @param plan the numbers of the training
   * @return the training
   */
  public static RoundTraining of(TrainingCode code, RoundPlan plan) {
    return new RoundTraining(code, plan);
  }

  /**
   * Sets the initial weights.
   *
   * @param weights all of the model's weights
   * @return this
   */
  public RoundTraining initialWeights(Weights weights) {
    initialWeights = Optional.of(weights);
    return this;
  }

  /**
   * Computes the common step of all workers on a session, which a training whose rounds are one
   * step needs.
   *
   * @param open the session; it stays open
   * @return this
   */
  public RoundTraining session(Session open) {
    session = Optional.of(open);
    return this;
  }

  /**
   * Keeps the two newest states in a folder, and resumes from there.
   *
   * @param files the folder
   * @param rounds the number of rounds from one snapshot to the next, at least 1
   * @return this
   * @throws IllegalArgumentException if the number is below 1
   */
  public RoundTraining snapshots(RoundFiles files, int rounds) {
    if (rounds < 1) {
      throw new IllegalArgumentException(
          "A snapshot after every "
              + rounds
              + " rounds, expected at least 1.\nMaybe the folder alone was meant, and 1.");
    }
    folder = Optional.of(files);
    period = rounds;
    return this;
  }

  /**
   * Adds an identity of the training, such as its examples; a snapshot of another is refused.
   *
   * @param part what it is: "examples"
   * @param value a text that changes when the part does
   * @return this
   */
  public RoundTraining identity(String part, String value) {
    identity.put(part, value);
    return this;
  }

  /**
   * Adds a listener of rounds.
   *
   * @param listener who hears of it
   * @return this
   */
  public RoundTraining listener(TrainingListener listener) {
    listeners.add(listener);
    return this;
  }

  /**
   * Ends after the round in which a stop is requested; the state is saved then.
   *
   * @param signal who wants it to stop is heard here
   * @return this
   */
  public RoundTraining stop(StopSignal signal) {
    stop = signal;
    return this;
  }

  /**
   * Trains to the last round.
   *
   * @param sample examples like the workers', such as one worker's; all is checked on them before a
   *     worker is asked
   * @param examples the number of examples of all workers, to be told
   * @param workers the workers; they stay open
   * @return the weights and what was reported
   * @throws IllegalArgumentException if code and examples do not fit, or the folder holds another
   *     training's snapshots
   * @throws java.io.UncheckedIOException if a snapshot cannot be read or written
   */
  public RoundTrainingReport train(Shard sample, int examples, Workers workers) {
    requireSession();
    warnOfFewRounds();
    TrainingStart start = LocalWorker.global(code, plan, sample, initialWeights);
    Map<String, String> all = new LinkedHashMap<>();
    all.put("plan", plan.toString());
    all.putAll(identity);
    all.putAll(start.identity());
    Optional<Snapshots> snapshots =
        folder.map(files -> new Snapshots(files, plan, start.spec(), all));
    tell(new TrainingEvent.Started(plan.rounds(), plan.localSteps(), examples));
    Optional<RoundState> from = snapshots.flatMap(this::newest);
    workers.retain(snapshots.map(Snapshots::rounds).orElse(Set.of()));
    try (GlobalStep step = step(start.spec(), from)) {
      return new Run(start, snapshots, step, workers).run(from);
    }
  }

  private void requireSession() {
    if (plan.isSynchronous() && session.isEmpty()) {
      throw new IllegalArgumentException(
          "The rounds are one step each and there is no session, expected one, where the optimizer"
              + " takes the step.\nMaybe add .session(…), or take several steps in a round.");
    }
  }

  private void warnOfFewRounds() {
    if (!plan.isSynchronous() && plan.rounds() < RoundPlan.FEW_ROUNDS) {
      LOGGER.log(
          System.Logger.Level.WARNING,
          "A training of {0} rounds, expected at least {1}: with fewer, students were seen to lose"
              + " accuracy. Maybe take fewer steps in a round, or more epochs.",
          plan.rounds(),
          RoundPlan.FEW_ROUNDS);
    }
  }

  private Optional<RoundState> newest(Snapshots snapshots) {
    Optional<Snapshots.Found> found =
        snapshots.newest(
            (location, reason) -> tell(new TrainingEvent.SnapshotSkipped(location, reason)));
    found.ifPresent(
        one -> tell(new TrainingEvent.RoundsResumed(one.location(), one.state().reports())));
    return found.map(Snapshots.Found::state);
  }

  private GlobalStep step(LearnerSpec spec, Optional<RoundState> from) {
    WeightLayout layout = WeightLayout.of(spec);
    if (plan.isSynchronous()) {
      LearnerSpec first =
          from.map(state -> spec.resume(layout.weights(state.values()), state.optimizer()))
              .orElse(spec);
      return new GradientGlobalStep(session.orElseThrow(), first, layout, plan.totalSteps());
    }
    float[] values = from.map(RoundState::values).orElseGet(() -> layout.flat(spec.weights()));
    double[] velocity = from.map(RoundState::velocity).orElseGet(() -> new double[layout.size()]);
    return new OuterGlobalStep(plan.outer(), layout, values, velocity);
  }

  private void tell(TrainingEvent event) {
    listeners.forEach(listener -> listener.on(event));
  }

  /** Runs the rounds. */
  private final class Run {
    private final TrainingStart start;
    private final WeightLayout layout;
    private final Optional<Snapshots> snapshots;
    private final GlobalStep step;
    private final Workers workers;
    private final List<RoundReport> reports = new ArrayList<>();
    private int last;

    Run(TrainingStart start, Optional<Snapshots> snapshots, GlobalStep step, Workers workers) {
      this.start = start;
      this.layout = WeightLayout.of(start.spec());
      this.snapshots = snapshots;
      this.step = step;
      this.workers = workers;
    }

    RoundTrainingReport run(Optional<RoundState> from) {
      from.ifPresent(state -> reports.addAll(state.reports()));
      int round = from.map(RoundState::round).orElse(0);
      last = round;
      while (round < plan.rounds() && !stop.isRequested()) {
        round++;
        round(round);
      }
      if (round > last) {
        keep(round);
      }
      Weights weights = layout.weights(step.values()).only(start.modelWeights());
      TrainingEvent.Reason reason =
          round == plan.rounds() ? TrainingEvent.Reason.ALL_EPOCHS : TrainingEvent.Reason.STOPPED;
      tell(new TrainingEvent.Completed(new TrainingReport(weights, List.of(), 0), reason));
      return new RoundTrainingReport(weights, reports);
    }

    private void round(int round) {
      long begin = System.nanoTime();
      float[] before = step.values();
      RoundAverage average = workers.round(round, before);
      step.take(round, average);
      requireFinite(round, average);
      double movement = layout.distance(before, step.values());
      Duration time = Duration.ofNanos(System.nanoTime() - begin);
      RoundReport report =
          new RoundReport(
              round, average.loss(), average.examples(), movement, average.longest(), time);
      reports.add(report);
      if (round % period == 0 || round == plan.rounds()) {
        keep(round);
      }
      retain(round);
      tell(new TrainingEvent.RoundCompleted(report));
    }

    private void keep(int round) {
      last = round;
      snapshots.ifPresent(
          kept ->
              tell(
                  new TrainingEvent.SnapshotWritten(
                      kept.write(step.state(round, reports)), round)));
    }

    /** Workers need the previous round, and those of the snapshots. */
    private void retain(int round) {
      if (plan.keepsInnerState()) {
        Set<Integer> rounds = new TreeSet<>(Set.of(round));
        snapshots.ifPresent(kept -> rounds.addAll(kept.rounds()));
        workers.retain(rounds);
      }
    }

    private void requireFinite(int round, RoundAverage average) {
      layout
          .firstNonFinite(step.values())
          .ifPresent(
              name -> {
                throw DivergedException.ofWeight(
                    (long) round * plan.localSteps(), name, average.loss(), Optional.empty());
              });
    }
  }
}
