package org.distill4j.core.compression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.distill4j.backend.Session;
import org.distill4j.backend.SessionOptions;
import org.distill4j.core.data.InMemoryDataset;
import org.distill4j.core.layer.Activation;
import org.distill4j.core.layer.BatchNorm;
import org.distill4j.core.layer.Conv2d;
import org.distill4j.core.layer.Dense;
import org.distill4j.core.layer.Flatten;
import org.distill4j.core.layer.MaxPool2d;
import org.distill4j.core.layer.Sequential;
import org.distill4j.core.loss.CrossEntropyLoss;
import org.distill4j.core.model.Models;
import org.distill4j.core.run.ModelPredictor;
import org.distill4j.core.summary.ModelSummary;
import org.distill4j.core.train.SessionTrainer;
import org.distill4j.data.Dataset;
import org.distill4j.model.Mode;
import org.distill4j.model.Model;
import org.distill4j.model.Predictor;
import org.distill4j.model.Weights;
import org.distill4j.optim.AdamW;
import org.distill4j.program.Recorder;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Shape;
import org.distill4j.train.TrainingPlan;
import org.distill4j.tutorial.ArrayBackend;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

@DisplayName("Pruning")
class PruningTest {
  private static float[] predict(Model model, Weights weights, HostTensor inputs) {
    try (Session session = new ArrayBackend().open(SessionOptions.defaults());
        Predictor predictor = ModelPredictor.open(session, model, weights)) {
      return predictor.predict(inputs).logits().toFloatArray();
    }
  }

  private static Weights initial(Model model) {
    return Recorder.forward(model, Mode.EVALUATION, 1).initialWeights(3);
  }

  private static Weights weights(String name, Shape shape, float... values) {
    return Weights.of(Map.of(name, HostTensor.ofFloats(shape, values)));
  }

  private static HostTensor inputs(Shape shape) {
    float[] values = new float[(int) shape.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) Math.sin(1 + i);
    }
    return HostTensor.ofFloats(shape, values);
  }

  @Nested
  @DisplayName("by magnitude")
  class Magnitude {
    private final MaskedModel model = new MaskedModel(Models.mlp(2, 2, 2));
    private final Weights start =
        model
            .starting(initial(model.model()))
            .and(weights("dense1.weight", Shape.of(2, 2), 4, -1, 0.5f, 2))
            .and(weights("dense2.weight", Shape.of(2, 2), 0.1f, 0.2f, -0.3f, 0.4f));

    @Test
    @DisplayName("follows the cubic schedule of Zhu and Gupta, by hand")
    void schedule() {
      MagnitudePruning pruning = MagnitudePruning.of(0.8, 4);
      assertThat(pruning.sparsityAfter(1)).isCloseTo(0.8 * (1 - 27 / 64.0), within(1e-12));
      assertThat(pruning.sparsityAfter(2)).isCloseTo(0.7, within(1e-12));
      assertThat(pruning.sparsityAfter(4)).isEqualTo(0.8);
    }

    @Test
    @DisplayName("switches the smallest of each parameter off, or of all")
    void smallest() {
      Weights each = MagnitudePruning.of(0.5, 1).prune(start, 0.5);
      assertThat(each.get("dense1.weightMask").toFloatArray()).containsExactly(1, 0, 0, 1);
      assertThat(each.get("dense2.weightMask").toFloatArray()).containsExactly(0, 0, 1, 1);
      assertThat(model.sparsity(each)).isEqualTo(0.5);

      MagnitudePruning among = new MagnitudePruning(0.5, 1, MagnitudePruning.Among.ALL_PARAMETERS);
      Weights all = among.prune(start, 0.5);
      assertThat(all.get("dense1.weightMask").toFloatArray()).containsExactly(1, 1, 1, 1);
      assertThat(all.get("dense2.weightMask").toFloatArray()).containsExactly(0, 0, 0, 0);
    }

    @Test
    @DisplayName("gives the outputs of a model with zeros, and its plain weights")
    void zeros() {
      Weights pruned = MagnitudePruning.of(0.5, 1).prune(start, 0.5);
      Weights plain = model.plain(pruned);
      assertThat(plain.names()).isEqualTo(initial(model.model()).names());
      assertThat(plain.get("dense1.weight").toFloatArray()).containsExactly(4, 0, 0, 2);
      HostTensor inputs = inputs(Shape.of(3, 2));
      assertThat(predict(model, pruned, inputs))
          .containsExactly(predict(model.model(), plain, inputs));
    }

    @Test
    @DisplayName("trains between its rounds, and what is off stays off")
    void rounds() {
      Dataset data =
          InMemoryDataset.of(
              inputs(Shape.of(8, 2)), HostTensor.ofInts(Shape.of(8), 0, 1, 0, 1, 0, 1, 0, 1));
      List<Double> before = new ArrayList<>();
      try (Session session = new ArrayBackend().open(SessionOptions.defaults())) {
        Weights end =
            MagnitudePruning.of(0.75, 3)
                .train(
                    new SessionTrainer(session),
                    start,
                    round ->
                        TrainingPlan.of(model, data)
                            .loss(CrossEntropyLoss.ofLabels())
                            .optimizer(AdamW.of(0.05, 0.1))
                            .epochs(round)
                            .listener(event -> before.add((double) round)));
        assertThat(model.sparsity(end)).isEqualTo(0.75);
        assertThat(end.get("dense1.weightMask").toFloatArray()[2])
            .as("the smallest of the first round")
            .isZero();
        assertThat(end.get("dense1.bias")).isNotEqualTo(start.get("dense1.bias"));
      }
      assertThat(before).contains(1.0, 2.0, 3.0);
    }

    @Test
    @DisplayName("works together with rounded weights")
    void quantized() {
      MaskedModel masked =
          new MaskedModel(new QuantizedModel(Models.mlp(2, 2, 2), Quantization.int8()));
      Weights pruned =
          MagnitudePruning.of(0.5, 1).prune(masked.starting(initial(Models.mlp(2, 2, 2))), 0.5);
      assertThat(masked.plain(pruned).names()).contains("dense1.weightInputRange");
      assertThat(predict(masked, pruned, inputs(Shape.of(3, 2)))).hasSize(6);
    }

    @Test
    @DisplayName("refuses a share that is none")
    void refuses() {
      assertThatThrownBy(() -> MagnitudePruning.of(50, 2))
          .hasMessageContaining("the share 50.0 in 2 rounds", "Maybe the share was given in");
    }
  }

  @Nested
  @DisplayName("by unit")
  class Units {
    @Test
    @DisplayName("keeps the units that count most, by hand")
    void dense() {
      Sequential layers = Sequential.of(Dense.of(1, 3), Activation.RELU, Dense.of(3, 1));
      // Counts: 1 · 1, 5 · 0.1 and 0.5 · 4.
      Weights start =
          initial(Models.of(Shape.of(1), layers))
              .and(weights("dense1.weight", Shape.of(1, 3), 1, 3, 0.3f))
              .and(weights("dense1.bias", Shape.of(3), 0, 4, 0.4f))
              .and(weights("dense2.weight", Shape.of(3, 1), 1, 0.1f, 4));

      UnitPruning.Pruned pruned = UnitPruning.prune(layers, start, 1 / 3.0);

      assertThat(pruned.weights().get("dense1.weight").toFloatArray()).containsExactly(1, 0.3f);
      assertThat(pruned.weights().get("dense1.bias").toFloatArray()).containsExactly(0, 0.4f);
      assertThat(pruned.weights().get("dense2.weight").toFloatArray()).containsExactly(1, 4);
      assertThat(ModelSummary.summarize(Models.of(Shape.of(1), pruned.layers())).parameters())
          .isEqualTo(2 + 2 + 2 + 1);
    }

    @Test
    @DisplayName("leaving out those that do nothing changes no output, through norm, pool, flatten")
    void exact() {
      Sequential layers =
          Sequential.of(
              Conv2d.of(1, 4, 3).withPadding(1),
              BatchNorm.of(4),
              Activation.RELU,
              new MaxPool2d(2, MaxPool2d.of(2).window()),
              Conv2d.of(4, 4, 1),
              Activation.RELU,
              new Flatten(),
              Dense.of(16, 6),
              Activation.TANH,
              Dense.of(6, 2));
      Model model = Models.of(Shape.of(1, 4, 4), layers);
      Weights start =
          initial(model)
              .and(weights("batchNorm1.weight", Shape.of(4), 1, 0, 2, 0))
              .and(weights("conv2.weight", Shape.of(4, 4, 1, 1), conv2()))
              .and(weights("conv2.bias", Shape.of(4), 0, 0.3f, 0, 0.2f))
              .and(weights("dense2.weight", Shape.of(6, 2), 1, 2, 0, 0, 3, 4, 0, 0, 5, 6, 0, 0));

      UnitPruning.Pruned pruned = UnitPruning.prune(layers, start, 0.5);

      Model smaller = Models.of(Shape.of(1, 4, 4), pruned.layers());
      assertThat(pruned.weights().get("conv2.weight").shape()).isEqualTo(Shape.of(2, 2, 1, 1));
      assertThat(pruned.weights().get("dense1.weight").shape()).isEqualTo(Shape.of(8, 3));
      HostTensor inputs = inputs(Shape.of(5, 1, 4, 4));
      assertThat(predict(smaller, pruned.weights(), inputs))
          .containsExactly(predict(model, start, inputs), within(1e-5f));
    }

    /** Channels 0 and 2 are 0, as their bias is. */
    private float[] conv2() {
      float[] values = new float[16];
      for (int i = 0; i < 16; i++) {
        values[i] = i / 4 % 2 == 1 ? 0.1f * (i + 1) : 0;
      }
      return values;
    }

    @Test
    @DisplayName("keeps at least one unit, and the units of what it cannot follow")
    void least() {
      Sequential layers =
          Sequential.of(Dense.of(2, 3), Activation.RELU, Dense.of(3, 4), (scope, x) -> x);
      Weights start = initial(Models.of(Shape.of(2), layers));
      UnitPruning.Pruned pruned = UnitPruning.prune(layers, start, 0.99);
      assertThat(pruned.weights().get("dense1.weight").shape()).isEqualTo(Shape.of(2, 1));
      assertThat(pruned.weights().get("dense2.weight").shape()).isEqualTo(Shape.of(1, 4));
      Sequential sequence = Sequential.of(Dense.of(2, 4), new Flatten(), Dense.of(12, 2));
      Weights whole = initial(Models.of(Shape.of(3, 2), sequence));
      assertThat(UnitPruning.prune(sequence, whole, 0.5).weights()).isEqualTo(whole);
      assertThatThrownBy(() -> UnitPruning.prune(layers, start, 1))
          .hasMessageContaining("the share 1.0 of units, expected it in [0, 1)");
    }
  }
}
