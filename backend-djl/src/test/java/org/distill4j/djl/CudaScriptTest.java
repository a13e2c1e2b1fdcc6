package org.distill4j.djl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.function.Function;
import org.distill4j.backend.Backend;
import org.distill4j.backend.Session;
import org.distill4j.backend.SessionOptions;
import org.distill4j.core.loss.DistillationLoss;
import org.distill4j.core.run.ModelLearner;
import org.distill4j.core.run.ModelPredictor;
import org.distill4j.model.Model;
import org.distill4j.model.Predictor;
import org.distill4j.model.Weights;
import org.distill4j.optim.Adam;
import org.distill4j.optim.Clipping;
import org.distill4j.tensor.HostTensor;
import org.distill4j.train.Learner;
import org.distill4j.train.LearnerSpec;
import org.distill4j.train.LossValues;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The scripts for a GPU, where the GPU is taken for the CPU,")
class CudaScriptTest {
  private static final Model MODEL = Fixtures.mlp();

  private static <T> T on(Backend backend, Function<Session, T> work) {
    try (Session session = backend.open(SessionOptions.defaults())) {
      return work.apply(session);
    }
  }

  private static HostTensor predicted(Session session) {
    HostTensor inputs = Fixtures.input(4, 1, 0).microBatches().get(0).batch().input();
    try (Predictor predictor = ModelPredictor.open(session, MODEL, Fixtures.weights(MODEL, 1))) {
      return predictor.predict(inputs).logits();
    }
  }

  @Test
  @DisplayName("predict the same")
  void predict() {
    assertThat(on(new GpuScripts(), CudaScriptTest::predicted))
        .isEqualTo(on(new DjlBackend(), CudaScriptTest::predicted));
  }

  private record Trained(LossValues losses, Weights weights) {}

  private static Trained trained(Session session) {
    LearnerSpec spec =
        LearnerSpec.of(
                MODEL,
                Fixtures.weights(MODEL, 1),
                DistillationLoss.of(4, 0.7),
                Fixtures.signature(Fixtures.CLASSES),
                Adam.of(0.01))
            .withClipping(Clipping.byNorm(1));
    try (Learner learner = ModelLearner.open(session, spec)) {
      for (int step = 0; step < 19; step++) {
        learner.step(Fixtures.input(4, step, step));
      }
      return new Trained(learner.step(Fixtures.input(4, 19, 19)), learner.weights());
    }
  }

  @Test
  @DisplayName("learn the same")
  void learn() {
    Trained given = on(new GpuScripts(), CudaScriptTest::trained);
    Trained expected = on(new DjlBackend(), CudaScriptTest::trained);
    expected
        .losses()
        .asMap()
        .forEach(
            (name, value) ->
                assertThat(given.losses().get(name)).as(name).isCloseTo(value, within(1e-5)));
    expected
        .weights()
        .asMap()
        .forEach(
            (name, value) ->
                assertThat(given.weights().get(name).toFloatArray())
                    .as(name)
                    .usingComparatorWithPrecision(1e-5f)
                    .containsExactly(value.toFloatArray()));
  }
}
