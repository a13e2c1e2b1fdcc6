package org.distill4j.tensorflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.distill4j.backend.Session;
import org.distill4j.backend.SessionOptions;
import org.distill4j.conformance.reference.ReferenceBackend;
import org.distill4j.core.run.ModelLearner;
import org.distill4j.model.Model;
import org.distill4j.model.Weights;
import org.distill4j.optim.Adam;
import org.distill4j.optim.AdamW;
import org.distill4j.optim.Clipping;
import org.distill4j.optim.Schedule;
import org.distill4j.optim.Sgd;
import org.distill4j.train.Learner;
import org.distill4j.train.LearnerSpec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("On TensorFlow fifty steps go the oracle's way")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TfTrainingTest {
  private Session engine;
  private Session oracle;

  @BeforeAll
  void open() {
    engine = new TfBackend().open(SessionOptions.defaults());
    oracle = new ReferenceBackend().open(SessionOptions.defaults());
  }

  @AfterAll
  void close() {
    engine.close();
    oracle.close();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("jobs")
  void equalsTheOracle(String name, Model model, LearnerSpec spec) {
    try (Learner actual = ModelLearner.open(engine, spec);
        Learner expected = ModelLearner.open(oracle, spec)) {
      List<Map<String, Double>> wanted = Jobs.train(expected, model, 0, 50);
      List<Map<String, Double>> losses = Jobs.train(actual, model, 0, 50);
      for (int i = 0; i < wanted.size(); i++) {
        requireClose(i, losses.get(i), wanted.get(i));
      }
      requireClose(actual.weights(), expected.weights());
      spec.optimizer()
          .slots()
          .forEach(
              slot ->
                  requireClose(
                      actual.optimizerState().slot(slot), expected.optimizerState().slot(slot)));
    }
  }

  private static void requireClose(
      int step, Map<String, Double> losses, Map<String, Double> wanted) {
    assertThat(losses.keySet()).containsExactlyElementsOf(wanted.keySet());
    wanted.forEach(
        (term, value) ->
            assertThat(losses.get(term))
                .as("%s at step %d", term, step)
                .isCloseTo(value, Offset.offset(1e-4 * Math.max(0.1, Math.abs(value)))));
  }

  private static void requireClose(Weights actual, Weights expected) {
    assertThat(actual.names()).containsExactlyElementsOf(expected.names());
    for (String path : expected.names()) {
      assertThat(actual.get(path).toFloatArray())
          .as(path)
          .containsExactly(expected.get(path).toFloatArray(), Offset.offset(2e-4f));
    }
  }

  static Stream<Arguments> jobs() {
    Model mlp = Jobs.mlp();
    Sgd sgd = Sgd.of(Schedule.cosine(0.1, 0.01).warmup(5));
    return Stream.of(
        arguments("plain gradient descent", mlp, Jobs.spec(mlp, sgd)),
        arguments(
            "momentum and weight decay",
            mlp,
            Jobs.spec(mlp, sgd.withMomentum(0.9).withWeightDecay(0.01))),
        arguments("Nesterov's momentum", mlp, Jobs.spec(mlp, sgd.withNesterov(0.8))),
        arguments("Adam", mlp, Jobs.spec(mlp, Adam.of(0.01))),
        arguments("AdamW", mlp, Jobs.spec(mlp, AdamW.of(0.01, 0.1))),
        arguments("clipping by norm", mlp, Jobs.spec(mlp, sgd).withClipping(Clipping.byNorm(0.2))),
        arguments(
            "clipping by value",
            mlp,
            Jobs.spec(mlp, sgd.withMomentum(0.5)).withClipping(Clipping.byValue(0.02))),
        arguments(
            "a convolutional network",
            Jobs.convolutional(),
            Jobs.spec(Jobs.convolutional(), sgd.withMomentum(0.5))),
        arguments(
            "a transformer",
            Jobs.transformer(),
            Jobs.spec(Jobs.transformer(), sgd.withMomentum(0.5))));
  }
}
