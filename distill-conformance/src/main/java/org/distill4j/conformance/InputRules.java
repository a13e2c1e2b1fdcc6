package org.distill4j.conformance;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.distill4j.data.Batch;
import org.distill4j.model.Mode;
import org.distill4j.model.Model;
import org.distill4j.model.Predictor;
import org.distill4j.model.Weights;
import org.distill4j.program.Recorder;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.TensorSpec;

/** Named inputs, axes whose length each batch fixes, and masks. */
final class InputRules {
  private static final int STEPS = 8;

  private InputRules() {}

  static List<Rule> all() {
    return List.of(
        Rule.of(
            "INPUT-01",
            "inputs are found by their names, and others are left out",
            InputRules::byName),
        Rule.of(
            "INPUT-02",
            "a training on sequences of several lengths has the oracle's losses and weights",
            InputRules::lengths),
        Rule.of(
            "INPUT-03",
            "what a mask leaves out changes nothing, whatever it is and however long",
            InputRules::padding),
        Rule.of(
            "INPUT-04",
            "positions without a label count nowhere, in micro-batches too",
            InputRules::microBatches));
  }

  private static Weights weights(Model model) {
    return Recorder.forward(model, Mode.EVALUATION, 1).initialWeights(5);
  }

  private static void byName(BackendUnderTest subject) {
    Model model = Tagger.model();
    Weights weights = weights(model);
    Batch batch = Tagger.batch(1, 5);
    Map<String, HostTensor> others = new LinkedHashMap<>();
    others.put("types", HostTensor.allocate(TensorSpec.ints(6)));
    others.put(Tagger.MASK, batch.input(Tagger.MASK));
    others.put(Tagger.IDS, batch.input(Tagger.IDS));
    try (Predictor actual = subject.session().predictor(model, weights);
        Predictor expected = subject.oracle().predictor(model, weights)) {
      Closeness.require(
          "output", actual.predict(others), expected.predict(batch.inputs()), Tolerances.LAYER);
    }
  }

  private static void lengths(BackendUnderTest subject) {
    TrainingProblem problem = Tagger.problem();
    TrainingProblem.Trace actual = problem.run(subject.session(), STEPS);
    TrainingProblem.Trace expected = problem.run(subject.oracle(), STEPS);
    TrainingRules.requireSame(actual.losses(), expected.losses(), Tolerances.TRAINING);
    Closeness.require("weight", actual.weights(), expected.weights(), Tolerances.TRAINED);
  }

  private static void padding(BackendUnderTest subject) {
    Model model = Tagger.pooled();
    Weights weights = weights(model);
    Batch batch = Tagger.batch(1, 5);
    try (Predictor predictor = subject.session().predictor(model, weights)) {
      Closeness.require(
          "output",
          predictor.predict(padded(batch)),
          predictor.predict(batch.inputs()),
          Tolerances.LAYER);
    }
  }

  /** The same sequences with more padding, of another id. */
  private static Map<String, HostTensor> padded(Batch given) {
    HostTensor ids = HostTensor.allocate(TensorSpec.ints(6, Tagger.LONGEST));
    HostTensor mask = HostTensor.allocate(TensorSpec.ints(6, Tagger.LONGEST));
    for (int row = 0; row < 6; row++) {
      for (int token = 0; token < Tagger.LONGEST; token++) {
        boolean kept = token <= row && token < 5;
        int place = row * Tagger.LONGEST + token;
        mask.ints().put(place, kept ? 1 : 0);
        ids.ints().put(place, kept ? given.input(Tagger.IDS).ints().get(row * 5 + token) : 7);
      }
    }
    return Map.of(Tagger.IDS, ids, Tagger.MASK, mask);
  }

  private static void microBatches(BackendUnderTest subject) {
    TrainingProblem whole = Tagger.problem();
    TrainingProblem microBatches = whole.given(step -> Tagger.step(step, 4));
    TrainingProblem.Trace expected = whole.run(subject.session(), STEPS);
    TrainingProblem.Trace actual = microBatches.run(subject.session(), STEPS);
    TrainingRules.requireSame(actual.losses(), expected.losses(), Tolerances.SPLIT);
    Closeness.require("weight", actual.weights(), expected.weights(), Tolerances.SPLIT);
  }
}
