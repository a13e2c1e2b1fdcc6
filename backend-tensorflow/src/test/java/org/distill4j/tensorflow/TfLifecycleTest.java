package org.distill4j.tensorflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.text.MessageFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Filter;
import java.util.logging.Logger;
import org.distill4j.backend.Backends;
import org.distill4j.backend.Device;
import org.distill4j.backend.Session;
import org.distill4j.backend.SessionOptions;
import org.distill4j.core.run.ModelLearner;
import org.distill4j.core.run.ModelPredictor;
import org.distill4j.model.Initializer;
import org.distill4j.model.Model;
import org.distill4j.model.Predictor;
import org.distill4j.model.Weights;
import org.distill4j.optim.Adam;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.TensorSpec;
import org.distill4j.train.Learner;
import org.distill4j.train.LearnerSpec;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.tensorflow.Operand;
import org.tensorflow.types.TFloat32;

@DisplayName("TensorFlow")
class TfLifecycleTest {
  private final Model model = Jobs.mlp();
  private final LearnerSpec spec = Jobs.spec(model, Adam.of(0.01));
  private final HostTensor inputs = HostTensor.ofFloats(Shape.of(1, 5), 1, 2, 3, 4, 5);

  private static Session open() {
    return new TfBackend().open(SessionOptions.defaults());
  }

  /** What the engine says of itself, and of how much it has open. */
  @Nested
  @DisplayName("is found")
  class Finding {
    @Test
    @DisplayName("by its name on the classpath")
    void byName() {
      assertThat(Backends.find().choose(Optional.of("tensorflow"))).isInstanceOf(TfBackend.class);
    }

    @Test
    @DisplayName("with the CPU as its first device")
    void devices() {
      assertThat(new TfBackend().devices()).startsWith(Device.cpu());
    }

    @Test
    @DisplayName("with the GPUs that it says it has")
    void gpus() {
      assertThat(TfDevices.gpus(1)).allMatch(device -> device.kind() == Device.Kind.CUDA);
    }

    @Test
    @DisplayName("with a warning when it cannot have as many threads as were asked for")
    void threads() {
      List<String> warnings = new ArrayList<>();
      Logger logger = Logger.getLogger(TfPool.class.getName());
      Filter before = logger.getFilter();
      logger.setFilter(
          logged ->
              !warnings.add(MessageFormat.format(logged.getMessage(), logged.getParameters())));
      try (Session one = open();
          Session two = new TfBackend().open(SessionOptions.defaults().withThreads(2));
          Session three = new TfBackend().open(SessionOptions.defaults().withThreads(3))) {
        assertThat(List.of(one, two, three))
            .allMatch(session -> session.device().equals(Device.cpu()))
            .allMatch(session -> session.threads() == one.threads());
        three.useThreads(one.threads() + 1);
        assertThat(three.threads()).isEqualTo(one.threads());
      } finally {
        logger.setFilter(before);
      }
      assertThat(warnings)
          .anyMatch(warning -> warning.startsWith("A session asked for 3 threads, but TensorFlow"))
          .allMatch(
              warning ->
                  warning.contains("\nMaybe open all sessions of a process with one")
                      || warning.contains("\nMaybe fix a number of threads before its first"));
    }

    @Test
    @DisplayName("with its version")
    void version() {
      try (Session session = open()) {
        assertThat(session.engineVersion()).startsWith("TensorFlow 2.");
        assertThat(session.device()).isEqualTo(Device.cpu());
        assertThat(session.toString()).endsWith(" on cpu, open: 0");
      }
    }

    @Test
    @DisplayName("without a GPU it does not have, and says which artifact is missing")
    void noSuchDevice() {
      SessionOptions options = SessionOptions.defaults().withDevice(Device.cuda(7));
      assertThatThrownBy(() -> new TfBackend().open(options))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("Device cuda:7 was asked for and TensorFlow has [cpu")
          .hasMessageContaining("\nMaybe ")
          .hasMessageMatching("(?s).*(tensorflow-core-native:1.1.0:linux-x86_64-gpu|driver).*");
    }
  }

  @Nested
  @DisplayName("refuses")
  class Refusing {
    @Test
    @DisplayName("weights of another model")
    void weights() {
      Weights foreign = Weights.of(Map.of("w", HostTensor.ofFloats(Shape.of(1), 0)));
      try (Session session = open()) {
        assertThatThrownBy(() -> ModelPredictor.open(session, model, foreign))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessageContaining("The weights are of another model: missing [dense1.weight");
      }
    }

    @Test
    @DisplayName("inputs of another shape, before they reach the engine")
    void inputs() {
      HostTensor wide = HostTensor.ofFloats(Shape.of(1, 6), new float[6]);
      try (Session session = open();
          Predictor predictor = ModelPredictor.open(session, model, spec.weights())) {
        assertThatThrownBy(() -> predictor.predict(wide))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessageContaining("expected FLOAT32(1, 5)");
        assertThatThrownBy(() -> predictor.predict(HostTensor.ofFloats(Shape.scalar(), 1)))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessageContaining("is a single number, expected a batch on axis 0.\nMaybe");
      }
    }
  }

  @Nested
  @DisplayName("when closed")
  class Closing {
    @Test
    @DisplayName("may be closed again")
    void twice() {
      Session session = open();
      Predictor predictor = ModelPredictor.open(session, model, spec.weights());
      predictor.close();
      predictor.close();
      Learner learner = ModelLearner.open(session, spec);
      session.close();
      session.close();
      assertThatCode(learner::close).doesNotThrowAnyException();
    }

    @Test
    @DisplayName("refuses to continue with a predictor or learner of its own")
    void ofSession() {
      Session session = open();
      Predictor predictor = ModelPredictor.open(session, model, spec.weights());
      Learner learner = ModelLearner.open(session, spec);
      predictor.predict(inputs);
      session.close();
      requireClosed(() -> predictor.predict(inputs));
      requireClosed(() -> learner.predict(inputs));
      requireClosed(() -> learner.step(Jobs.step(model, 8, 0, 8)));
      requireClosed(learner::weights);
      requireClosed(learner::optimizerState);
      requireClosed(() -> ModelLearner.open(session, spec));
      requireClosed(() -> ModelPredictor.open(session, model, spec.weights()));
    }

    @Test
    @DisplayName("leaves what else its session has open")
    void leavesOthers() {
      try (Session session = open()) {
        Predictor first = ModelPredictor.open(session, model, spec.weights());
        Predictor second = ModelPredictor.open(session, model, spec.weights());
        HostTensor wanted = first.predict(inputs).logits();
        first.close();
        requireClosed(() -> first.predict(inputs));
        assertThat(second.predict(inputs).logits()).isEqualTo(wanted);
      }
    }

    @Test
    @DisplayName("or forgotten, gives a model's memory back, and that of a network")
    void forgotten() throws InterruptedException {
      try (Session session = open()) {
        forget(session);
        assertThat(session.toString()).matches(".*open: [1-9]\\d*");
        for (int i = 0; i < 100 && !session.toString().endsWith("open: 0"); i++) {
          System.gc();
          Thread.sleep(20);
        }
        assertThat(session.toString()).endsWith("open: 0");
      }
    }

    private void forget(Session session) {
      ModelPredictor.open(session, model, spec.weights()).predict(inputs);
      ModelLearner.open(session, spec).step(Jobs.step(model, 8, 0, 8));
      TfStudents.function(session, TensorSpec.floats(1), 3, this::scaled);
    }

    private Map<String, Operand<TFloat32>> scaled(TfScope scope) {
      Operand<TFloat32> weight = scope.parameter("w", Shape.of(1), Initializer.constant(1));
      return Map.of("y", scope.tf().math.mul(scope.input(TFloat32.class), weight));
    }

    private void requireClosed(Runnable use) {
      assertThatThrownBy(use::run)
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("closed, expected")
          .hasMessageContaining("\nMaybe ");
    }
  }
}
