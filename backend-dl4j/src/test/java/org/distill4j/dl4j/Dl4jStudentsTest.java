package org.distill4j.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.distill4j.backend.Session;
import org.distill4j.backend.SessionOptions;
import org.distill4j.conformance.ReferenceNetwork;
import org.distill4j.conformance.reference.ReferenceBackend;
import org.distill4j.core.engine.EngineModel;
import org.distill4j.core.train.SessionTrainer;
import org.distill4j.model.EngineNetwork;
import org.distill4j.model.Weights;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.TensorSpec;
import org.distill4j.train.TrainingReport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.factory.Nd4j;

@DisplayName("A network of Deeplearning4j as a student")
class Dl4jStudentsTest {
  private final Session session = new Dl4jBackend().open(SessionOptions.defaults());

  @AfterEach
  void close() {
    session.close();
  }

  private static Layer dense(int in, int out, Activation activation) {
    return new DenseLayer.Builder().nIn(in).nOut(out).activation(activation).build();
  }

  private static MultiLayerNetwork stack(Layer... layers) {
    MultiLayerNetwork network =
        new MultiLayerNetwork(new NeuralNetConfiguration.Builder().seed(3).list(layers).build());
    network.init();
    return network;
  }

  private static MultiLayerNetwork mlp() {
    return stack(dense(4, 8, Activation.RELU), dense(8, 3, Activation.IDENTITY));
  }

  private static ComputationGraph graph() {
    ComputationGraph graph =
        new ComputationGraph(
            new NeuralNetConfiguration.Builder()
                .graphBuilder()
                .addInputs("in")
                .addLayer("hidden", dense(4, 8, Activation.RELU), "in")
                .addLayer("scores", dense(8, 3, Activation.IDENTITY), "hidden")
                .setOutputs("scores")
                .build());
    graph.init();
    return graph;
  }

  @Test
  @DisplayName("has the losses of a recorded model with its weights for 20 steps, as a stack")
  void stacks() {
    ReferenceNetwork.assertLearnsAlike(
        Dl4jStudents.layers(session, mlp(), ReferenceNetwork.INPUT, "logits"),
        session,
        plan -> plan.microBatchSize(12));
  }

  @Test
  @DisplayName("has the losses of a recorded model with its weights for 20 steps, as a graph")
  void graphs() {
    ReferenceNetwork.assertLearnsAlike(
        Dl4jStudents.graph(session, graph(), ReferenceNetwork.INPUT, "logits"),
        session,
        plan -> plan.microBatchSize(12));
  }

  /** Of two inputs whose product goes through the layers, named in another order than is given. */
  private static ComputationGraph masked() {
    ComputationGraph graph =
        new ComputationGraph(
            new NeuralNetConfiguration.Builder()
                .graphBuilder()
                .addInputs("mask", "x")
                .addVertex(
                    "shown", new ElementWiseVertex(ElementWiseVertex.Op.Product), "x", "mask")
                .addLayer("hidden", dense(4, 8, Activation.RELU), "shown")
                .addLayer("scores", dense(8, 3, Activation.IDENTITY), "hidden")
                .setOutputs("scores")
                .build());
    graph.init();
    return graph;
  }

  @Test
  @DisplayName("has the losses of a recorded model of several inputs, which it takes by name")
  void severalInputs() {
    ReferenceNetwork.assertMaskedLearnsAlike(
        Dl4jStudents.graph(session, masked(), ReferenceNetwork.MASKED_INPUTS, "logits"), session);
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                Dl4jStudents.graph(
                    session,
                    masked(),
                    Map.of("x", ReferenceNetwork.INPUT, "y", ReferenceNetwork.INPUT),
                    "logits"))
        .withMessageContaining("The network takes the inputs [mask, x] and gives 1 outputs, and")
        .withMessageContaining("expected each of its inputs and a name for each output.");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Dl4jStudents.graph(session, masked(), ReferenceNetwork.INPUT, "logits"))
        .withMessageContaining("and the inputs [input] and the outputs [logits] were given");
  }

  @Test
  @DisplayName("learns in place, and takes the weights that the training chose")
  void inPlace() {
    MultiLayerNetwork own = mlp();
    EngineNetwork network = Dl4jStudents.layers(session, own, ReferenceNetwork.INPUT, "logits");
    TrainingReport report =
        new SessionTrainer(session)
            .train(ReferenceNetwork.plan(EngineModel.of(network)).epochs(15).build());
    assertThat(report.best().metrics().get("agreement")).isGreaterThan(0.8);
    network.set(report.weights());
    assertThat(network.weights()).isEqualTo(report.weights());
    float[] two = {1, 0, -1, 2, 0, 3, 1, 0};
    HostTensor inputs = HostTensor.ofFloats(Shape.of(2, 4), two);
    assertThat(network.predict(inputs).logits().toFloatArray())
        .containsExactly(
            own.output(Nd4j.createFromArray(two).reshape(2, 4)).dup('c').data().asFloat());
  }

  @Test
  @DisplayName("keeps the statistics of batch normalisation as the engine does")
  void statistics() {
    MultiLayerNetwork own =
        stack(
            dense(4, 8, Activation.RELU),
            new BatchNormalization.Builder().nIn(8).nOut(8).decay(0.9).build(),
            dense(8, 3, Activation.IDENTITY));
    EngineNetwork network = Dl4jStudents.layers(session, own, ReferenceNetwork.INPUT, "logits");
    assertThat(network.trained()).hasSize(6).allMatch(name -> !name.contains("mean"));
    Weights before = network.weights();
    HostTensor gradient = HostTensor.ofFloats(Shape.of(3, 3), new float[9]);
    HostTensor inputs = ReferenceNetwork.data().batch(0, 1, 2).input();
    network.gradients(
        Map.of("input", inputs), outputs -> org.distill4j.model.Predictions.logits(gradient));
    HostTensor mean = network.weights().get("1_mean");
    float[] hidden =
        own.feedForward(NetworkArrays.toEngine(inputs), false).get(1).mean(0).data().asFloat();
    for (int i = 0; i < 8; i++) {
      assertThat(mean.toFloatArray()[i]).isCloseTo(0.1f * hidden[i], within(1e-5f));
    }
    assertThat(network.weights().get("0_W")).isEqualTo(before.get("0_W"));
  }

  @Test
  @DisplayName("is refused with an output layer, without values, or with other weights")
  void refused() {
    MultiLayerNetwork ending =
        stack(new OutputLayer.Builder().nIn(4).nOut(3).activation(Activation.SOFTMAX).build());
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Dl4jStudents.layers(session, ending, ReferenceNetwork.INPUT, "logits"))
        .withMessageContainingAll("which computes a loss of its own", "\nMaybe use a DenseLayer");
    MultiLayerNetwork empty =
        new MultiLayerNetwork(
            new NeuralNetConfiguration.Builder().list(dense(4, 3, Activation.IDENTITY)).build());
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Dl4jStudents.layers(session, empty, ReferenceNetwork.INPUT, "logits"))
        .withMessageContaining("\nMaybe call its init() first.");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                Dl4jStudents.graph(session, graph(), ReferenceNetwork.INPUT, "features", "logits"))
        .withMessageContaining(
            "gives 1 outputs, and the inputs [input] and the outputs [features, logits] were"
                + " given");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Dl4jStudents.layers(session, mlp(), TensorSpec.floats(9), "logits"))
        .withMessageContaining("The network failed on FLOAT32(2, 9): ");
    EngineNetwork network = Dl4jStudents.layers(session, mlp(), ReferenceNetwork.INPUT, "logits");
    HostTensor one = HostTensor.ofFloats(Shape.of(1), 0);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> network.set(Weights.of(Map.of("7_W", one))))
        .withMessageContaining("no weight named \"7_W\", expected one of [0_W, 0_b, 1_W, 1_b]");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> network.set(Weights.of(Map.of("0_W", one))))
        .withMessageContaining("Weight \"0_W\" is FLOAT32(1), expected FLOAT32(4, 8).");
  }

  @Test
  @DisplayName("is refused on another backend's session, and ends with its own")
  void sessions() {
    try (Session other = new ReferenceBackend().open(SessionOptions.defaults())) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> Dl4jStudents.layers(other, mlp(), ReferenceNetwork.INPUT, "logits"))
          .withMessageContaining(", expected one of the backend \"dl4j\"");
    }
    EngineNetwork network = Dl4jStudents.layers(session, mlp(), ReferenceNetwork.INPUT, "logits");
    session.close();
    assertThatIllegalStateException()
        .isThrownBy(network::weights)
        .withMessageContaining("This network was closed");
  }
}
