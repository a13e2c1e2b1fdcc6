package org.distill4j.tensorflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.distill4j.backend.Session;
import org.distill4j.backend.SessionOptions;
import org.distill4j.conformance.ReferenceNetwork;
import org.distill4j.conformance.reference.ReferenceBackend;
import org.distill4j.core.engine.EngineModel;
import org.distill4j.core.init.Initializers;
import org.distill4j.core.train.SessionTrainer;
import org.distill4j.model.EngineNetwork;
import org.distill4j.model.Initializer;
import org.distill4j.model.Mode;
import org.distill4j.model.Predictions;
import org.distill4j.model.Weights;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.TensorSpec;
import org.distill4j.train.TrainingPlan;
import org.distill4j.train.TrainingReport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.op.nn.Conv2d;
import org.tensorflow.op.random.RandomUniform;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

@DisplayName("A function of TensorFlow's operations as a student")
class TfStudentsTest {
  private static final Initializer ONES = Initializer.constant(1);

  private final Session session = new TfBackend().open(SessionOptions.defaults());

  @AfterEach
  void close() {
    session.close();
  }

  private EngineNetwork network(TfFunction function) {
    return TfStudents.function(session, ReferenceNetwork.INPUT, 3, function);
  }

  private static Operand<TFloat32> dense(
      TfScope scope, String name, Operand<TFloat32> input, int in, int out) {
    Ops tf = scope.tf();
    Operand<TFloat32> kernel =
        scope.parameter(name + ".kernel", Shape.of(in, out), Initializers.xavierUniform());
    Operand<TFloat32> bias =
        scope.parameter(name + ".bias", Shape.of(out), Initializer.constant(0));
    return tf.math.add(tf.linalg.matMul(input, kernel), bias);
  }

  private static Map<String, Operand<TFloat32>> mlp(TfScope scope) {
    Operand<TFloat32> hidden = dense(scope, "hidden", scope.input(TFloat32.class), 4, 8);
    return Map.of("logits", dense(scope, "scores", scope.tf().nn.relu(hidden), 8, 3));
  }

  /** y = x·w for a single weight, and whatever else is done to the input. */
  private static TfFunction scaled(String weight, TfLayer layer) {
    return scope -> {
      Operand<TFloat32> x = layer.apply(scope, scope.input(TFloat32.class));
      return Map.of("logits", scope.tf().math.mul(x, scope.parameter(weight, Shape.of(1), ONES)));
    };
  }

  private interface TfLayer {
    Operand<TFloat32> apply(TfScope scope, Operand<TFloat32> input);
  }

  private static HostTensor rows(float... values) {
    return HostTensor.ofFloats(Shape.of(values.length / 4, 4), values);
  }

  private static Predictions ones(Predictions predictions) {
    float[] ones = new float[predictions.logits().size()];
    Arrays.fill(ones, 1);
    return Predictions.logits(HostTensor.ofFloats(predictions.logits().shape(), ones));
  }

  @Nested
  @DisplayName("with the weights of a recorded model")
  class Same {
    private void assertLearnsAlike(Session trainer, UnaryOperator<TrainingPlan.Builder> change) {
      ReferenceNetwork.assertLearnsAlike(network(TfStudentsTest::mlp), trainer, change);
    }

    @Test
    @DisplayName("has its losses for 20 steps")
    void losses20() {
      assertLearnsAlike(session, plan -> plan);
    }

    @Test
    @DisplayName("has its losses if batches are split, with unlabelled examples in them")
    void split() {
      assertLearnsAlike(session, plan -> plan.microBatchSize(5));
    }

    @Test
    @DisplayName("has its losses if another backend computes loss and update")
    void elsewhere() {
      try (Session reference = new ReferenceBackend().open(SessionOptions.defaults())) {
        assertLearnsAlike(reference, plan -> plan);
      }
    }
  }

  @Nested
  @DisplayName("of several inputs")
  class Several {
    private Map<String, Operand<TFloat32>> masked(TfScope scope) {
      Operand<TFloat32> x = scope.input("x", TFloat32.class);
      Operand<TFloat32> shown = scope.tf().math.mul(x, scope.input("mask", TFloat32.class));
      Operand<TFloat32> hidden = dense(scope, "hidden", shown, 4, 8);
      return Map.of("logits", dense(scope, "scores", scope.tf().nn.relu(hidden), 8, 3));
    }

    @Test
    @DisplayName("takes them by name, and has the losses of a recorded model for 20 steps")
    void losses20() {
      ReferenceNetwork.assertMaskedLearnsAlike(
          TfStudents.function(session, ReferenceNetwork.MASKED_INPUTS, 3, this::masked), session);
    }

    @Test
    @DisplayName("takes axes whose length each batch fixes, the same for all")
    void free() {
      TensorSpec free = TensorSpec.freeInts("length");
      EngineNetwork network =
          TfStudents.function(
              session,
              Map.of("ids", free, "mask", free),
              3,
              scope -> {
                Ops tf = scope.tf();
                var shown =
                    tf.math.mul(
                        scope.input("ids", TInt32.class), scope.input("mask", TInt32.class));
                return Map.of(
                    "tags",
                    tf.math.mul(
                        tf.dtypes.cast(shown, TFloat32.class),
                        scope.parameter("w", Shape.of(1), Initializer.constant(2))));
              });
      assertThat(network.outputs().get("tags")).hasToString("FLOAT32(length)");
      HostTensor ids = HostTensor.ofInts(Shape.of(1, 3), 5, 6, 7);
      HostTensor mask = HostTensor.ofInts(Shape.of(1, 3), 1, 0, 1);
      assertThat(network.predict(Map.of("mask", mask, "ids", ids)).get("tags").toFloatArray())
          .containsExactly(10, 0, 14);
      HostTensor one = HostTensor.ofInts(Shape.of(1, 1), 4);
      assertThat(network.predict(Map.of("mask", one, "ids", one)).get("tags").toFloatArray())
          .containsExactly(32);
      assertThatIllegalArgumentException()
          .isThrownBy(() -> network.predict(Map.of("mask", one, "ids", ids)))
          .withMessageContaining("\nMaybe the inputs belong to different batches");
    }

    @Test
    @DisplayName("is refused if it asks for another, or for one without a name")
    void refused() {
      assertThatIllegalArgumentException()
          .isThrownBy(
              () ->
                  TfStudents.function(
                      session,
                      ReferenceNetwork.MASKED_INPUTS,
                      3,
                      scope -> Map.of("logits", scope.input("ids", TFloat32.class))))
          .withMessage(
              "The function asks for the input \"ids\", expected one of [x, mask].\n"
                  + "Maybe name it where the network is made.");
      assertThatIllegalArgumentException()
          .isThrownBy(
              () ->
                  TfStudents.function(
                      session, ReferenceNetwork.MASKED_INPUTS, 3, TfStudentsTest::mlp))
          .withMessageContaining("The only input was asked for and there are [x, mask]");
    }
  }

  @Test
  @DisplayName("begins with weights of its seed, learns, and takes what the training chose")
  void learns() {
    EngineNetwork network = network(TfStudentsTest::mlp);
    assertThat(network.weights()).isEqualTo(network(TfStudentsTest::mlp).weights());
    assertThat(network.weights().names())
        .containsExactly("hidden.kernel", "hidden.bias", "scores.kernel", "scores.bias");
    TrainingReport report =
        new SessionTrainer(session)
            .train(ReferenceNetwork.plan(EngineModel.of(network)).epochs(15).build());
    assertThat(report.best().metrics().get("agreement")).isGreaterThan(0.8);
    network.set(report.weights());
    assertThat(network.weights()).isEqualTo(report.weights());
  }

  @Test
  @DisplayName("goes back through the same random numbers that it went forward with")
  void dropout() {
    TfLayer dropout =
        (scope, x) -> {
          Ops tf = scope.tf();
          if (scope.mode() == Mode.EVALUATION) {
            return x;
          }
          Operand<TFloat32> uniform =
              tf.random.randomUniform(tf.shape(x), TFloat32.class, RandomUniform.seed(5L));
          return tf.math.mul(
              x, tf.dtypes.cast(tf.math.greater(uniform, tf.constant(0.5f)), TFloat32.class));
        };
    EngineNetwork network = network(scaled("w", dropout));
    HostTensor inputs = rows(1, 2, 4, 8, 16, 32, 64, 128);
    assertThat(network.predict(inputs).logits()).isEqualTo(inputs);
    for (int run = 0; run < 5; run++) {
      double[] sum = new double[1];
      Weights gradients =
          network.gradients(
              Map.of("input", inputs),
              predictions -> {
                for (float value : predictions.logits().toFloatArray()) {
                  sum[0] += value;
                }
                return ones(predictions);
              });
      // Each sum of some of these powers of two is another one; w is 1, so its gradient is the sum.
      assertThat(gradients.get("w").toFloatArray()[0]).isEqualTo((float) sum[0]);
      assertThat(sum[0]).isBetween(0.0, 255.0);
    }
  }

  @Test
  @DisplayName("keeps states as it sets them, in training alone, and leaves them untrained")
  void states() {
    TfLayer counting =
        (scope, x) -> {
          Operand<TFloat32> runs = scope.state("runs", Shape.of(1), Initializer.constant(0));
          scope.updateState("runs", scope.tf().math.add(runs, scope.tf().constant(1f)));
          return x;
        };
    EngineNetwork network = network(scaled("w", counting));
    HostTensor inputs = rows(1, 2, 3, 4);
    network.predict(inputs);
    network.gradients(Map.of("input", inputs), TfStudentsTest::ones);
    network.gradients(Map.of("input", inputs), TfStudentsTest::ones);
    assertThat(network.weights().get("runs").toFloatArray()).containsExactly(2);
    assertThat(network.trained()).containsExactly("w");
  }

  @Test
  @DisplayName("has no gradient in what no output depends on")
  void unused() {
    EngineNetwork network =
        network(
            scope -> {
              scope.parameter("unused", Shape.of(2), ONES);
              return scaled("w", (same, x) -> x).build(scope);
            });
    Weights gradients = network.gradients(Map.of("input", rows(1, 2, 3, 4)), TfStudentsTest::ones);
    assertThat(gradients.get("unused").toFloatArray()).containsExactly(0, 0);
    assertThat(gradients.get("w").toFloatArray()[0]).isCloseTo(10, within(1e-6f));
  }

  @Test
  @DisplayName("may take whole numbers")
  void ids() {
    EngineNetwork network =
        TfStudents.function(
            session,
            TensorSpec.ints(),
            3,
            scope -> {
              Ops tf = scope.tf();
              Operand<TFloat32> table = scope.parameter("table", Shape.of(5, 3), ONES);
              Operand<TInt32> ids = scope.input(TInt32.class);
              return Map.of("logits", tf.gather(table, ids, tf.constant(0)));
            });
    HostTensor ids = HostTensor.ofInts(Shape.of(3), 4, 1, 4);
    assertThat(network.outputs()).containsExactly(Map.entry("logits", TensorSpec.floats(3)));
    float[] gradient =
        network.gradients(Map.of("input", ids), TfStudentsTest::ones).get("table").toFloatArray();
    assertThat(gradient).containsExactly(0, 0, 0, 1, 1, 1, 0, 0, 0, 0, 0, 0, 2, 2, 2);
  }

  @Nested
  @DisplayName("is refused")
  class Refused {
    private void assertRefused(TfFunction function, String... parts) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> network(function))
          .withMessageContainingAll(parts);
    }

    @Test
    @DisplayName("without outputs, or with nothing to train")
    void nothing() {
      assertRefused(scope -> Map.of(), "gives no outputs", "\nMaybe return Map.of(\"logits\"");
      assertRefused(
          scope -> Map.of("logits", scope.input(TFloat32.class)),
          "keeps nothing to train but the states []",
          "\nMaybe ask the scope");
    }

    @Test
    @DisplayName("if it keeps other values in evaluation than in training")
    void modes() {
      assertRefused(
          scope -> scaled(scope.mode() == Mode.TRAINING ? "a" : "b", (s, x) -> x).build(scope),
          "keeps {a=(1)} in training and {b=(1)} in evaluation, expected the same");
    }

    @Test
    @DisplayName("if a parameter acts through whole numbers alone, or its gradient would be wrong")
    void gradients() {
      assertRefused(
          scope -> {
            Ops tf = scope.tf();
            Operand<TFloat32> w = scope.parameter("w", Shape.of(4, 3), ONES);
            Operand<TFloat32> scores = tf.linalg.matMul(scope.input(TFloat32.class), w);
            return Map.of(
                "logits",
                tf.expandDims(
                    tf.dtypes.cast(tf.math.argMax(scores, tf.constant(1)), TFloat32.class),
                    tf.constant(1)));
          },
          "have no gradient in its parameter \"w\", expected one",
          "\nMaybe it acts through comparisons, whole numbers or stopGradient alone");
      assertRefused(
          scope -> {
            Ops tf = scope.tf();
            Operand<TFloat32> w = scope.parameter("w", Shape.of(1), ONES);
            return Map.of("logits", tf.math.erfc(tf.math.mul(scope.input(TFloat32.class), w)));
          },
          "could not differentiate the network: ",
          "Erfc",
          "\nMaybe write in others an operation that has no gradient");
      assertRefused(
          scope -> {
            Ops tf = scope.tf();
            Operand<TFloat32> image =
                tf.reshape(scope.input(TFloat32.class), tf.array(-1, 2, 2, 1));
            Operand<TFloat32> kernel = scope.parameter("kernel", Shape.of(2, 2, 1, 1), ONES);
            return Map.of(
                "logits",
                tf.nn.conv2d(
                    image,
                    kernel,
                    List.of(1L, 1L, 1L, 1L),
                    "SAME",
                    Conv2d.dilations(List.of(1L, 2L, 2L, 1L))));
          },
          "is a Conv2D with dilations",
          "gives a wrong gradient",
          "\nMaybe put tf.spaceToBatchNd");
    }

    @Test
    @DisplayName("if one name stands for two things, or a state is set that is none")
    void names() {
      assertRefused(
          scope -> {
            scope.parameter("w", Shape.of(2), ONES);
            scope.state("w", Shape.of(2), ONES);
            return Map.of();
          },
          "a state (2) was asked for as \"w\", which is a parameter (2) already",
          "\nMaybe put the name of its part before it");
      assertRefused(
          scope -> {
            scope.updateState("runs", scope.tf().constant(1f));
            return Map.of();
          },
          "There is no state \"runs\" to set");
      assertRefused(
          scope -> {
            scope.state("runs", Shape.of(2), ONES);
            scope.updateState("runs", scope.tf().constant(new float[3]));
            return Map.of();
          },
          "The state \"runs\" was to be set to [3], expected [2]");
    }

    @Test
    @DisplayName("with inputs or weights of another shape, which change nothing")
    void shapes() {
      EngineNetwork network = network(TfStudentsTest::mlp);
      Weights before = network.weights();
      HostTensor one = HostTensor.ofFloats(Shape.of(1), 1);
      assertThatIllegalArgumentException()
          .isThrownBy(() -> network.predict(one))
          .withMessageContaining(
              "The network was given FLOAT32(1), expected a batch of FLOAT32(4)");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> network.set(Weights.of(Map.of("other", one))))
          .withMessageContaining("no weight named \"other\", expected one of [hidden.kernel, ");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> network.set(Weights.of(Map.of("hidden.bias", one))))
          .withMessageContaining("Weight \"hidden.bias\" is FLOAT32(1), expected FLOAT32(8)");
      assertThat(network.weights()).isEqualTo(before);
    }

    @Test
    @DisplayName("on a session of another backend, or after its own was closed")
    void sessions() {
      try (Session other = new ReferenceBackend().open(SessionOptions.defaults())) {
        assertThatIllegalArgumentException()
            .isThrownBy(
                () -> TfStudents.function(other, ReferenceNetwork.INPUT, 3, TfStudentsTest::mlp))
            .withMessageContaining(", expected one of the backend \"tensorflow\"");
      }
      EngineNetwork network = network(TfStudentsTest::mlp);
      session.close();
      assertThatIllegalStateException()
          .isThrownBy(network::weights)
          .withMessageContaining("This network was closed, expected an open one");
    }
  }
}
