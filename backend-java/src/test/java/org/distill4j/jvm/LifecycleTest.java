package org.distill4j.jvm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.distill4j.backend.Backends;
import org.distill4j.backend.Device;
import org.distill4j.backend.Session;
import org.distill4j.backend.SessionOptions;
import org.distill4j.core.run.ModelLearner;
import org.distill4j.core.run.ModelPredictor;
import org.distill4j.data.Batch;
import org.distill4j.model.Predictor;
import org.distill4j.model.Weights;
import org.distill4j.optim.Adam;
import org.distill4j.optim.OptimizerState;
import org.distill4j.optim.Progress;
import org.distill4j.optim.Sgd;
import org.distill4j.program.MicroBatch;
import org.distill4j.program.StepInput;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Shape;
import org.distill4j.train.Learner;
import org.distill4j.train.LearnerSpec;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

@DisplayName("The backend")
class LifecycleTest {
  private static final LearnerSpec SPEC = JavaTrainings.spec(JavaTrainings.mlp(), Adam.of(0.01));
  private static final HostTensor INPUTS = JavaTrainings.batch(SPEC.model(), 3, 1).input();

  private static Session open() {
    return new JavaBackend().open(SessionOptions.defaults());
  }

  @Test
  @DisplayName("is found by the service loader under the name java")
  void found() {
    assertThat(Backends.find().choose(Optional.of("java"))).isInstanceOf(JavaBackend.class);
  }

  @Test
  @DisplayName("lists the CPU, and says which engine it is")
  void describes() {
    assertThat(new JavaBackend().devices()).containsExactly(Device.cpu());
    try (Session session = open()) {
      assertThat(session.device()).isEqualTo(Device.cpu());
      assertThat(session.engineVersion()).startsWith("Java ");
    }
  }

  @Test
  @DisplayName("gives the same predictions whatever the number of threads")
  void threads() {
    try (Session two = new JavaBackend().open(new SessionOptions(Device.cpu(), 2));
        Predictor mine = ModelPredictor.open(two, SPEC.model(), SPEC.weights());
        Predictor other =
            ModelPredictor.open(ReferenceComparison.session(), SPEC.model(), SPEC.weights())) {
      assertThat(mine.predict(INPUTS).logits()).isEqualTo(other.predict(INPUTS).logits());
      two.useThreads(1);
      assertThat(two.threads()).isOne();
      assertThat(mine.predict(INPUTS).logits()).isEqualTo(other.predict(INPUTS).logits());
    }
  }

  @Nested
  @DisplayName("when something is closed,")
  class Closed {
    @Test
    @DisplayName("may close it twice")
    void twice() {
      Session session = open();
      Learner learner = ModelLearner.open(session, SPEC);
      Predictor predictor = ModelPredictor.open(session, SPEC.model(), SPEC.weights());
      learner.step(JavaTrainings.step(SPEC.model(), 4, 0));
      assertThatCode(
              () -> {
                learner.close();
                learner.close();
                session.close();
                session.close();
                predictor.close();
                learner.close();
              })
          .doesNotThrowAnyException();
    }

    @Test
    @DisplayName("refuses to use it, and says what was closed")
    void after() {
      try (Session session = open()) {
        Learner learner = ModelLearner.open(session, SPEC);
        learner.close();
        assertThatIllegalStateException()
            .isThrownBy(() -> learner.step(JavaTrainings.step(SPEC.model(), 4, 0)))
            .withMessageStartingWith("This learner was closed, expected an open one.\nMaybe ");
        assertThatIllegalStateException().isThrownBy(learner::weights);
        assertThatIllegalStateException().isThrownBy(learner::optimizerState);
        assertThatIllegalStateException().isThrownBy(() -> learner.predict(INPUTS));
      }
    }

    @Test
    @DisplayName("ends what came from it")
    void microBatches() {
      Session session = open();
      Learner learner = ModelLearner.open(session, SPEC);
      Predictor predictor = ModelPredictor.open(session, SPEC.model(), SPEC.weights());
      session.close();
      assertThatIllegalStateException().isThrownBy(learner::weights);
      assertThatIllegalStateException()
          .isThrownBy(() -> predictor.predict(INPUTS))
          .withMessageContaining("was closed, expected an open one.\nMaybe it, or the session");
      assertThatIllegalStateException()
          .isThrownBy(() -> ModelLearner.open(session, SPEC))
          .withMessageStartingWith("This session was closed");
    }
  }

  @Nested
  @DisplayName("given what does not fit,")
  class Refused {
    @Test
    @DisplayName("refuses a GPU, naming backends that have one")
    void cuda() {
      assertThatIllegalArgumentException()
          .isThrownBy(
              () -> new JavaBackend().open(SessionOptions.defaults().withDevice(Device.cuda(0))))
          .withMessageStartingWith(
              "Device cuda:0 was asked for and the backend \"java\" has [cpu], expected one of")
          .withMessageContaining("\nMaybe use Device.cpu(), or a backend that computes on GPUs");
    }

    @Test
    @DisplayName("refuses weights of another model, and inputs of another shape")
    void shapes() {
      Session session = ReferenceComparison.session();
      Weights others = Weights.of(Map.of("other", INPUTS));
      assertThatIllegalArgumentException()
          .isThrownBy(() -> ModelPredictor.open(session, SPEC.model(), others))
          .withMessageStartingWith("The weights are of another model");
      try (Predictor predictor = ModelPredictor.open(session, SPEC.model(), SPEC.weights())) {
        assertThatIllegalArgumentException()
            .isThrownBy(() -> predictor.predict(HostTensor.ofFloats(Shape.of(1, 2), 1, 2)))
            .withMessageStartingWith("The input batch is FLOAT32(1, 2), expected FLOAT32(1, 6)");
        assertThatIllegalArgumentException()
            .isThrownBy(() -> predictor.predict(HostTensor.ofFloats(Shape.scalar(), 1)))
            .withMessageStartingWith("The input is a single number, expected a batch on axis 0");
      }
    }

    @Test
    @DisplayName("refuses the snapshot of another optimizer")
    void snapshot() {
      OptimizerState state = new OptimizerState(3, Map.of());
      assertThatIllegalArgumentException()
          .isThrownBy(
              () ->
                  ModelLearner.open(
                      ReferenceComparison.session(), SPEC.resume(SPEC.weights(), state)))
          .withMessageStartingWith("The optimizer state holds {}");
    }

    @Test
    @DisplayName("changes nothing when a later micro-batch of a step is invalid")
    void unchanged() {
      LearnerSpec spec = JavaTrainings.spec(TrainingTest.models().toList().get(1), Sgd.of(0.1));
      MicroBatch good = JavaTrainings.step(spec.model(), 4, 0).microBatches().get(0);
      HostTensor labels = HostTensor.ofInts(Shape.of(4), 0, 1, 99, 0);
      Batch wrong = new Batch(new long[4], good.batch().input(), Map.of(Batch.LABELS, labels));
      MicroBatch bad = new MicroBatch(wrong, good.teachers());
      try (Learner learner = ModelLearner.open(ReferenceComparison.session(), spec)) {
        assertThatIllegalArgumentException()
            .isThrownBy(() -> learner.step(new StepInput(List.of(good, bad), new Progress(0, 10))))
            .withMessageContaining("holds 99 in row 2");
        assertThat(learner.weights()).isEqualTo(spec.weights());
        assertThat(learner.optimizerState().step()).isZero();
      }
    }
  }
}
