package org.distill4j.djl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.distill4j.backend.Session;
import org.distill4j.backend.SessionOptions;
import org.distill4j.core.loss.DistillationLoss;
import org.distill4j.core.run.ModelLearner;
import org.distill4j.core.run.ModelPredictor;
import org.distill4j.model.Model;
import org.distill4j.model.Predictor;
import org.distill4j.model.Weights;
import org.distill4j.optim.Adam;
import org.distill4j.optim.OptimizerState;
import org.distill4j.optim.Sgd;
import org.distill4j.program.StepInput;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Shape;
import org.distill4j.train.Learner;
import org.distill4j.train.LearnerSpec;
import org.distill4j.train.LossValues;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

@DisplayName("The life of sessions, learners and predictors on PyTorch")
class LifecycleTest {
  private static final Model MODEL = Fixtures.mlp();
  private static final StepInput INPUT = Fixtures.input(4, 1, 0);
  private static final HostTensor INPUTS = INPUT.microBatches().get(0).batch().input();

  private static Session open() {
    return new DjlBackend().open(SessionOptions.defaults());
  }

  private static LearnerSpec spec() {
    return LearnerSpec.of(
        MODEL,
        Fixtures.weights(MODEL, 1),
        DistillationLoss.of(4, 0.7),
        Fixtures.signature(Fixtures.CLASSES),
        Adam.of(0.01));
  }

  @Nested
  @DisplayName("after closing")
  class Closed {
    @Test
    @DisplayName("a learner refuses everything, and closing it again does nothing")
    void learner() {
      try (Session session = open()) {
        Learner learner = ModelLearner.open(session, spec());
        learner.step(INPUT);
        learner.close();
        learner.close();
        assertThatIllegalStateException()
            .isThrownBy(() -> learner.step(INPUT))
            .withMessageContaining("This learner was closed, expected an open one.\nMaybe");
        assertThatIllegalStateException().isThrownBy(() -> learner.predict(INPUTS));
        assertThatIllegalStateException().isThrownBy(learner::weights);
        assertThatIllegalStateException().isThrownBy(learner::optimizerState);
        ModelLearner.open(session, spec()).step(INPUT);
      }
    }

    @Test
    @DisplayName("a predictor refuses everything, and closing it again does nothing")
    void predictor() {
      try (Session session = open()) {
        Predictor predictor = ModelPredictor.open(session, MODEL, Fixtures.weights(MODEL, 1));
        predictor.predict(INPUTS);
        predictor.close();
        predictor.close();
        assertThatIllegalStateException()
            .isThrownBy(() -> predictor.predict(INPUTS))
            .withMessageContaining("This predictor was closed");
      }
    }

    @Test
    @DisplayName("a session's learners and predictors are closed too")
    void session() {
      Session session = open();
      Learner learner = ModelLearner.open(session, spec());
      Predictor predictor = ModelPredictor.open(session, MODEL, Fixtures.weights(MODEL, 1));
      learner.step(INPUT);
      session.close();
      session.close();
      assertThatIllegalStateException().isThrownBy(() -> learner.step(INPUT));
      assertThatIllegalStateException().isThrownBy(() -> predictor.predict(INPUTS));
      assertThatIllegalStateException()
          .isThrownBy(() -> ModelLearner.open(session, spec()))
          .withMessageContaining("This session was closed");
      learner.close();
      predictor.close();
      assertThat(session.engineVersion()).startsWith("PyTorch 2.");
    }
  }

  @Test
  @DisplayName("may pass from thread to thread")
  void threads() throws InterruptedException, ExecutionException {
    ExecutorService other = Executors.newSingleThreadExecutor();
    try (Session session = open();
        Learner here = ModelLearner.open(session, spec());
        Learner there = ModelLearner.open(session, spec())) {
      for (int step = 0; step < 5; step++) {
        Future<LossValues> values = other.submit(() -> there.step(INPUT));
        assertThat(values.get()).isEqualTo(here.step(INPUT));
        assertThat(other.submit(() -> here.predict(INPUTS).logits()).get())
            .isEqualTo(there.predict(INPUTS).logits());
      }
    } finally {
      other.shutdown();
    }
  }

  @Test
  @DisplayName("may be used with several threads inside an operation")
  void severalThreads() {
    try (Session one = open();
        Session two = new DjlBackend().open(SessionOptions.defaults().withThreads(2));
        Learner first = ModelLearner.open(one, spec());
        Learner second = ModelLearner.open(two, spec())) {
      for (int step = 0; step < 5; step++) {
        two.useThreads(1 + step % 3);
        assertThat(two.threads()).isEqualTo(1 + step % 3);
        assertThat(second.step(INPUT).total()).isCloseTo(first.step(INPUT).total(), within(1e-6));
      }
    }
  }

  @Test
  @DisplayName("continues after a computation that found too little memory")
  void tooLittleMemory() {
    Model huge =
        Fixtures.model(
            Shape.of(1),
            (scope, input) -> {
              int rows = input.shape().dim(0);
              return input.broadcastTo(1 << 20, 1 << 20, rows, 1).add(1).sum(0, 1);
            });
    HostTensor inputs = HostTensor.ofFloats(Shape.of(1, 1), 1);
    try (Session session = open();
        Predictor predictor = ModelPredictor.open(session, huge, Weights.of(Map.of()))) {
      assertThatIllegalStateException()
          .isThrownBy(() -> predictor.predict(inputs))
          .withMessageContaining("PyTorch failed")
          .withMessageContaining("\nMaybe there is too little memory");
      Learner learner = ModelLearner.open(session, spec());
      assertThat(learner.step(INPUT).isFinite()).isTrue();
    }
  }

  @Test
  @DisplayName("ends where a model's parameters depend on the batch size")
  void batchDependent() {
    Model odd =
        Fixtures.model(
            Shape.of(1),
            (scope, input) ->
                input.mul(
                    scope.parameter(
                        "w" + input.shape().dim(0), Shape.scalar(), Fixtures.uniform())));
    try (Session session = open();
        Predictor predictor = ModelPredictor.open(session, odd, Fixtures.weights(odd, 0))) {
      HostTensor two = HostTensor.ofFloats(Shape.of(2, 1), 1, 2);
      assertThatThrownBy(() -> predictor.predict(two))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("There is no variable \"w2\", expected one of [w1]");
    }
  }

  @Nested
  @DisplayName("is not begun")
  class Refused {
    @Test
    @DisplayName("with another model's weights")
    void foreignWeights() {
      Weights foreign = Weights.of(Map.of("w", HostTensor.ofFloats(Shape.of(1), 1)));
      try (Session session = open()) {
        assertThatThrownBy(() -> ModelPredictor.open(session, MODEL, foreign))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessageContaining("The weights are of another model: missing [first.weight");
      }
    }

    @Test
    @DisplayName("with another optimizer's memory")
    void foreignOptimizer() {
      try (Session session = open();
          Learner learner = ModelLearner.open(session, spec())) {
        OptimizerState adam = learner.optimizerState();
        LearnerSpec sgd =
            LearnerSpec.of(
                    MODEL,
                    learner.weights(),
                    spec().loss(),
                    spec().signature(),
                    Sgd.of(0.1).withMomentum(0.9))
                .resume(learner.weights(), adam);
        assertThatThrownBy(() -> ModelLearner.open(session, sgd))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessageContaining("Maybe the snapshot is of another optimizer");
      }
    }

    @Test
    @DisplayName("on inputs of another shape")
    void foreignInputs() {
      try (Session session = open();
          Predictor predictor = ModelPredictor.open(session, MODEL, Fixtures.weights(MODEL, 1))) {
        assertThatThrownBy(() -> predictor.predict(HostTensor.ofFloats(Shape.of(1, 2), 1, 2)))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessageContaining("FLOAT32(1, 2), expected FLOAT32(1, 6)");
        assertThatThrownBy(() -> predictor.predict(HostTensor.ofFloats(Shape.scalar(), 1)))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessageContaining("expected a batch on axis 0");
      }
    }
  }
}
