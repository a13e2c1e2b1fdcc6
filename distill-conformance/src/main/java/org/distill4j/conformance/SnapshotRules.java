package org.distill4j.conformance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.distill4j.core.weights.WeightsFile;
import org.distill4j.model.ParameterSpec;
import org.distill4j.model.Predictions;
import org.distill4j.model.Predictor;
import org.distill4j.model.Weights;
import org.distill4j.optim.Adam;
import org.distill4j.optim.OptimizerState;
import org.distill4j.optim.Sgd;
import org.distill4j.program.Recording;
import org.distill4j.tensor.HostTensor;
import org.distill4j.train.Learner;
import org.distill4j.train.LearnerSpec;

/** Weights and optimizer states that leave a backend and return. */
final class SnapshotRules {
  private static final int STEPS = 6;

  private SnapshotRules() {}

  static List<Rule> all() {
    return List.of(
        Rule.of(
            "SNAP-01",
            "weights come back as they were given, in the model's order",
            SnapshotRules::first),
        Rule.of(
            "SNAP-02",
            "a training resumes from a snapshot as if nothing had happened",
            SnapshotRules::resumed),
        Rule.of(
            "SNAP-03",
            "a snapshot is a copy that later steps do not change",
            SnapshotRules::copied),
        Rule.of(
            "SNAP-04",
            "a learner keeps no hold of the arrays it was given",
            SnapshotRules::independent),
        Rule.of(
            "SNAP-05",
            "what was trained here predicts the same on the oracle",
            SnapshotRules::carriedOut),
        Rule.of(
            "SNAP-06",
            "what was trained on the oracle predicts the same here",
            SnapshotRules::carriedIn),
        Rule.of(
            "SNAP-07",
            "a training begun on the oracle resumes here",
            subject -> continued(subject.oracle(), subject.session())),
        Rule.of(
            "SNAP-08",
            "a training begun here resumes on the oracle",
            subject -> continued(subject.session(), subject.oracle())));
  }

  private static List<TrainingProblem> problems() {
    return List.of(
        TrainingProblems.images(),
        TrainingProblems.tokens(),
        TrainingProblems.small(Sgd.of(0.1).withMomentum(0.9)));
  }

  private static void first(BackendUnderTest subject) {
    for (TrainingProblem problem : problems()) {
      try (Learner learner = subject.session().learner(problem.spec())) {
        Weights given = problem.spec().weights();
        Closeness.require("weight", learner.weights(), given, Tolerances.EXACT);
        requireModelOrder(problem.spec().declared(), learner.weights());
      }
    }
  }

  private static void requireModelOrder(Recording recording, Weights weights) {
    List<String> declared =
        Stream.concat(recording.parameters().stream(), recording.states().stream())
            .map(ParameterSpec::name)
            .toList();
    if (!List.copyOf(weights.names()).equals(declared)) {
      throw new AssertionError(
          "the weights are in the order " + weights.names() + ", expected " + declared + ".");
    }
  }

  private static void resumed(BackendUnderTest subject) {
    for (TrainingProblem problem : problems()) {
      TrainingProblem.Trace whole = problem.run(subject.session(), STEPS);
      TrainingProblem.Trace half = problem.run(subject.session(), STEPS / 2);
      LearnerSpec rest = problem.spec().resume(half.weights(), half.optimizer());
      try (Learner learner = subject.session().learner(rest)) {
        TrainingProblem.Trace end = problem.run(learner, STEPS / 2, STEPS);
        requireSameLosses(end, whole, Tolerances.SNAPSHOT);
        Closeness.require("weight", end.weights(), whole.weights(), Tolerances.SNAPSHOT.times(10));
      }
    }
  }

  private static void requireSameLosses(
      TrainingProblem.Trace actual, TrainingProblem.Trace whole, Tolerance tolerance) {
    List<Map<String, Double>> expected = whole.losses().subList(STEPS / 2, STEPS);
    TrainingRules.requireSame(actual.losses(), expected, tolerance);
    if (actual.optimizer().step() != STEPS) {
      throw new AssertionError(
          "the optimizer counted " + actual.optimizer().step() + " steps, expected " + STEPS + ".");
    }
  }

  private static void copied(BackendUnderTest subject) {
    TrainingProblem problem = TrainingProblems.small(Adam.of(0.1));
    try (Learner learner = subject.session().learner(problem.spec())) {
      problem.run(learner, 0, 1);
      Weights weights = learner.weights();
      OptimizerState state = learner.optimizerState();
      Weights then = copy(weights);
      Weights moments = copy(state.slot(Adam.FIRST_MOMENT));
      problem.run(learner, 1, 3);
      Closeness.require("weight", weights, then, Tolerances.EXACT);
      Closeness.require("slot", state.slot(Adam.FIRST_MOMENT), moments, Tolerances.EXACT);
    }
  }

  static Weights copy(Weights weights) {
    Map<String, HostTensor> copies = new LinkedHashMap<>();
    weights.asMap().forEach((name, tensor) -> copies.put(name, tensor.copy()));
    return Weights.of(copies);
  }

  /** Overwrites what a predictor and a learner were made from. */
  private static void independent(BackendUnderTest subject) {
    TrainingProblem problem = TrainingProblems.small(Sgd.of(0.1));
    Weights given = copy(problem.spec().weights());
    LearnerSpec spec = problem.spec().resume(given, OptimizerState.initial(Sgd.of(0.1), List.of()));
    HostTensor inputs = problem.steps().apply(0).microBatches().get(0).batch().input();
    try (Learner learner = subject.session().learner(spec);
        Predictor predictor = subject.session().predictor(spec.model(), given)) {
      Predictions before = predictor.predict(inputs);
      given.asMap().values().forEach(tensor -> tensor.floats().put(0, 1e6f));
      Closeness.require("output", predictor.predict(inputs), before, Tolerances.EXACT);
      Closeness.require("weight", learner.weights(), problem.spec().weights(), Tolerances.EXACT);
    }
  }

  private static void carriedOut(BackendUnderTest subject) throws IOException {
    for (TrainingProblem problem : problems()) {
      HostTensor inputs = problem.steps().apply(0).microBatches().get(0).batch().input();
      try (Learner learner = subject.session().learner(problem.spec())) {
        Weights trained = problem.run(learner, 0, STEPS).weights();
        Predictions here = learner.predict(inputs);
        try (Predictor there = predictor(subject.oracle(), problem, throughFile(trained))) {
          Closeness.require("output", here, there.predict(inputs), Tolerances.LAYER);
        }
      }
    }
  }

  private static void carriedIn(BackendUnderTest subject) throws IOException {
    for (TrainingProblem problem : problems()) {
      requireSameOutputs(subject, problem, problem.run(subject.oracle(), STEPS).weights());
    }
  }

  private static void requireSameOutputs(
      BackendUnderTest subject, TrainingProblem problem, Weights trained) throws IOException {
    Weights carried = throughFile(trained);
    HostTensor inputs = problem.steps().apply(0).microBatches().get(0).batch().input();
    try (Predictor here = predictor(subject.session(), problem, carried);
        Predictor there = predictor(subject.oracle(), problem, carried)) {
      Closeness.require("output", here.predict(inputs), there.predict(inputs), Tolerances.LAYER);
    }
  }

  private static Predictor predictor(
      DrivenSession session, TrainingProblem problem, Weights weights) {
    return session.predictor(problem.spec().model(), weights);
  }

  private static Weights throughFile(Weights weights) throws IOException {
    Path folder = Files.createTempDirectory("distill4j-conformance");
    try {
      Path file = folder.resolve("student.safetensors");
      WeightsFile.write(file, weights);
      return WeightsFile.read(file);
    } finally {
      try (Stream<Path> paths = Files.walk(folder)) {
        paths.sorted(Comparator.reverseOrder()).forEach(path -> path.toFile().delete());
      }
    }
  }

  /**
   * Compares losses alone: where a gradient is zero up to rounding, Adam makes a step of the
   * rounding.
   */
  private static void continued(DrivenSession begun, DrivenSession then) {
    for (TrainingProblem problem : problems()) {
      TrainingProblem.Trace whole = problem.run(begun, STEPS);
      TrainingProblem.Trace half = problem.run(begun, STEPS / 2);
      LearnerSpec rest = problem.spec().resume(half.weights(), half.optimizer());
      try (Learner learner = then.learner(rest)) {
        requireSameLosses(problem.run(learner, STEPS / 2, STEPS), whole, Tolerances.TRAINING);
      }
    }
  }
}
