package org.distill4j.djl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.LambdaBlock;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.core.Linear;
import ai.djl.nn.norm.BatchNorm;
import ai.djl.training.ParameterStore;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.distill4j.backend.Session;
import org.distill4j.backend.SessionOptions;
import org.distill4j.conformance.ReferenceNetwork;
import org.distill4j.conformance.reference.ReferenceBackend;
import org.distill4j.core.engine.EngineModel;
import org.distill4j.core.train.SessionTrainer;
import org.distill4j.model.EngineNetwork;
import org.distill4j.model.Predictions;
import org.distill4j.model.Weights;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.TensorSpec;
import org.distill4j.train.TrainingPlan;
import org.distill4j.train.TrainingReport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

@DisplayName("A block of DJL as a student")
class DjlStudentsTest {
  private final Session session = new DjlBackend().open(SessionOptions.defaults());
  private NDManager manager;

  @BeforeEach
  void open() {
    manager = DjlEngine.load().newBaseManager();
  }

  @AfterEach
  void close() {
    manager.close();
    session.close();
  }

  /** The engine draws initial weights; from a fixed seed, so that a run is like any other. */
  private Block block(SequentialBlock layers) {
    DjlEngine.load().setRandomSeed(7);
    layers.initialize(manager, DataType.FLOAT32, new Shape(1, 4));
    return layers;
  }

  private static SequentialBlock mlp() {
    return new SequentialBlock()
        .add(Linear.builder().setUnits(8).build())
        .add(Activation.reluBlock())
        .add(Linear.builder().setUnits(3).build());
  }

  private EngineNetwork network(Block block) {
    return DjlStudents.block(session, block, ReferenceNetwork.INPUT, "logits");
  }

  @Nested
  @DisplayName("with the weights of a recorded model")
  class Same {
    private void assertLearnsAlike(Session trainer, UnaryOperator<TrainingPlan.Builder> change) {
      ReferenceNetwork.assertLearnsAlike(network(block(mlp())), trainer, change);
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
  @DisplayName("of several arrays")
  class Several {
    /** Takes what a function makes of several arrays. */
    private Block joined(Function<NDList, NDArray> join, Block rest, Shape... shapes) {
      SequentialBlock whole =
          new SequentialBlock()
              .add(new LambdaBlock(arrays -> new NDList(join.apply(arrays))))
              .add(rest);
      whole.initialize(manager, DataType.FLOAT32, shapes);
      return whole;
    }

    @Test
    @DisplayName("takes them by name, and has the losses of a recorded model for 20 steps")
    void losses20() {
      Block block =
          joined(given -> given.get(0).mul(given.get(1)), mlp(), new Shape(1, 4), new Shape(1, 4));
      ReferenceNetwork.assertMaskedLearnsAlike(
          DjlStudents.block(session, block, ReferenceNetwork.MASKED_INPUTS, "logits"), session);
    }

    @Test
    @DisplayName("takes axes whose length each batch fixes")
    void free() {
      Map<String, TensorSpec> inputs = new LinkedHashMap<>();
      inputs.put("ids", TensorSpec.freeInts("length"));
      inputs.put("mask", TensorSpec.freeInts("length"));
      Block block =
          joined(
              given ->
                  given.get(0).mul(given.get(1)).toType(DataType.FLOAT32, false).expandDims(-1),
              Linear.builder().setUnits(2).optBias(false).build(),
              new Shape(1, 3),
              new Shape(1, 3));
      EngineNetwork network = DjlStudents.block(session, block, inputs, "tags");
      assertThat(network.outputs().get("tags")).hasToString("FLOAT32(length, 2)");
      network.set(
          Weights.of(
              Map.of(
                  network.weights().names().iterator().next(),
                  HostTensor.ofFloats(org.distill4j.tensor.Shape.of(2, 1), 1, -2))));
      for (int length : new int[] {1, 2}) {
        HostTensor ids = HostTensor.ofInts(org.distill4j.tensor.Shape.of(1, 2), 5, 3);
        HostTensor mask = HostTensor.ofInts(org.distill4j.tensor.Shape.of(1, 2), 1, 0);
        Predictions tags =
            network.predict(Map.of("mask", first(mask, length), "ids", first(ids, length)));
        assertThat(tags.get("tags").toFloatArray()).startsWith(5, -10).hasSize(2 * length);
      }
    }

    private static HostTensor first(HostTensor row, int length) {
      int[] values = Arrays.copyOf(row.toIntArray(), length);
      return HostTensor.ofInts(org.distill4j.tensor.Shape.of(1, length), values);
    }

    @Test
    @DisplayName("is refused if they come in no order, or one is missing")
    void refused() {
      Block block =
          joined(given -> given.get(0).mul(given.get(1)), mlp(), new Shape(1, 4), new Shape(1, 4));
      assertThatIllegalArgumentException()
          .isThrownBy(
              () ->
                  DjlStudents.block(
                      session,
                      block,
                      Map.of("x", ReferenceNetwork.INPUT, "mask", ReferenceNetwork.INPUT),
                      "logits"))
          .withMessageContainingAll(
              "are in a map without an order, expected them in the order in which the network",
              "\nMaybe put them in a LinkedHashMap.");
      EngineNetwork network =
          DjlStudents.block(session, block, ReferenceNetwork.MASKED_INPUTS, "logits");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> network.predict(ReferenceNetwork.data().batch(0).inputs()))
          .withMessageContaining("The input \"x\" is missing, expected one of [input].");
    }
  }

  @Test
  @DisplayName("learns in place, and takes the weights that the training chose")
  void inPlace() {
    Block block = block(mlp());
    EngineNetwork network = network(block);
    TrainingReport report =
        new SessionTrainer(session)
            .train(ReferenceNetwork.plan(EngineModel.of(network)).epochs(40).build());
    assertThat(report.best().metrics().get("agreement")).isGreaterThan(0.8);
    network.set(report.weights());
    assertThat(network.weights()).isEqualTo(report.weights());
    HostTensor inputs = ReferenceNetwork.data().batch(0, 1, 2).input();
    try (NDManager run = manager.newSubManager()) {
      var given = run.create(inputs.toFloatArray(), new Shape(3, 4));
      var predictions = block.forward(new ParameterStore(run, false), new NDList(given), false);
      assertThat(network.predict(inputs).logits().toFloatArray())
          .containsExactly(predictions.singletonOrThrow().toFloatArray());
    }
  }

  @Test
  @DisplayName("keeps states and frozen parameters out of the optimizer's hands")
  void states() {
    SequentialBlock layers = mlp();
    layers.add(BatchNorm.builder().build());
    Block block = block(layers);
    block.getChildren().get(0).getValue().freezeParameters(true);
    EngineNetwork network = network(block);
    Weights before = network.weights();
    assertThat(network.trained()).hasSize(4).allMatch(name -> !name.contains("unning"));
    new SessionTrainer(session)
        .train(ReferenceNetwork.plan(EngineModel.of(network)).epochs(1).build());
    Weights after = network.weights();
    List<String> changed =
        before.names().stream().filter(name -> !after.get(name).equals(before.get(name))).toList();
    assertThat(changed).containsAll(network.trained()).hasSize(6);
  }

  @Test
  @DisplayName("ends with its session, and leaves the block to its owner")
  void ends() {
    Block block = block(mlp());
    EngineNetwork network = network(block);
    session.close();
    assertThatIllegalStateException()
        .isThrownBy(network::weights)
        .withMessageContaining("This network was closed");
    assertThat(block.getParameters().get(0).getValue().getArray().toFloatArray()).hasSize(32);
  }

  @Nested
  @DisplayName("is refused")
  class Refused {
    @Test
    @DisplayName("if it has no values, or gives another number of outputs")
    void blocks() {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> network(mlp()))
          .withMessageContainingAll("has no values yet", "\nMaybe call block.initialize(");
      Block block = block(mlp());
      assertThatIllegalArgumentException()
          .isThrownBy(
              () -> DjlStudents.block(session, block, ReferenceNetwork.INPUT, "features", "logits"))
          .withMessageContaining("The block gives 1 outputs, and the names [features, logits]");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> DjlStudents.block(session, block, TensorSpec.floats(9), "logits"))
          .withMessageContaining("The block failed on FLOAT32(2, 9): ");
    }

    @Test
    @DisplayName("with weights of other names or shapes, which change nothing")
    void weights() {
      EngineNetwork network = network(block(mlp()));
      Weights before = network.weights();
      String name = before.names().iterator().next();
      HostTensor one = HostTensor.ofFloats(org.distill4j.tensor.Shape.of(1), new float[1]);
      assertThatIllegalArgumentException()
          .isThrownBy(() -> network.set(Weights.of(Map.of("other", one))))
          .withMessageContaining("There is no weight named \"other\", expected one of [");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> network.set(Weights.of(Map.of(name, one))))
          .withMessageContaining("is FLOAT32(1), expected FLOAT32(8, 4).");
      assertThat(network.weights()).isEqualTo(before);
    }

    @Test
    @DisplayName("on a session of another backend")
    void elsewhere() {
      Block block = block(mlp());
      try (Session other = new ReferenceBackend().open(SessionOptions.defaults())) {
        assertThatIllegalArgumentException()
            .isThrownBy(() -> DjlStudents.block(other, block, ReferenceNetwork.INPUT, "logits"))
            .withMessageContaining(", expected one of the backend \"djl\"");
      }
    }
  }
}
