package org.distill4j.core.compression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.distill4j.backend.Session;
import org.distill4j.backend.SessionOptions;
import org.distill4j.core.data.InMemoryDataset;
import org.distill4j.core.init.Initializers;
import org.distill4j.core.layer.Activation;
import org.distill4j.core.layer.BatchNorm;
import org.distill4j.core.layer.Conv2d;
import org.distill4j.core.layer.Dense;
import org.distill4j.core.layer.Flatten;
import org.distill4j.core.layer.Sequential;
import org.distill4j.core.layer.TransformerBlock;
import org.distill4j.core.model.Models;
import org.distill4j.core.run.ModelPredictor;
import org.distill4j.core.train.SessionTrainer;
import org.distill4j.data.Dataset;
import org.distill4j.loss.LossTerms;
import org.distill4j.model.Model;
import org.distill4j.model.Predictor;
import org.distill4j.model.Weights;
import org.distill4j.optim.Sgd;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.Tensor;
import org.distill4j.train.TrainingPlan;
import org.distill4j.tutorial.ArrayBackend;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

@DisplayName("A quantised model")
class QuantizedModelTest {
  private static final Quantization THREE_BITS =
      new Quantization(3, 3, Quantization.Scales.OBSERVED);

  private static Dataset data(Shape shape, float... values) {
    return InMemoryDataset.unlabelled(HostTensor.ofFloats(shape, values));
  }

  private static float[] predict(Model model, Weights weights, HostTensor inputs) {
    try (Session session = new ArrayBackend().open(SessionOptions.defaults());
        Predictor predictor = ModelPredictor.open(session, model, weights)) {
      return predictor.predict(inputs).logits().toFloatArray();
    }
  }

  /** One step of the sum of the outputs at the learning rate 1. */
  private static Weights step(Model model, Weights weights, Dataset data) {
    return steps(model, weights, data, 1, 1);
  }

  private static Weights steps(
      Model model, Weights weights, Dataset data, double rate, int epochs) {
    try (Session session = new ArrayBackend().open(SessionOptions.defaults())) {
      return new SessionTrainer(session)
          .train(
              TrainingPlan.of(model, data)
                  .initialWeights(weights)
                  .loss(signals -> LossTerms.total(signals.student().logits().sum()))
                  .optimizer(Sgd.of(rate))
                  .epochs(epochs)
                  .batchSize(data.size())
                  .build())
          .weights();
    }
  }

  private static Weights weights(String name, Shape shape, float... values) {
    return Weights.of(Map.of(name, HostTensor.ofFloats(shape, values)));
  }

  @Nested
  @DisplayName("rounds")
  class Rounds {
    private final Model rounding =
        Models.of(
            Shape.of(8),
            (scope, x) ->
                Rounding.within(
                    x.add(scope.parameter("shift", Shape.of(8), Initializers.zeros())),
                    Tensor.of(-3),
                    Tensor.of(3)));
    private final float[] numbers = {0.5f, 1.5f, 2.5f, -0.5f, -1.5f, 0.49999997f, -2.6f, 7};

    @Test
    @DisplayName("to the nearest, ties to the even one, within bounds")
    void values() {
      Weights zeros = weights("shift", Shape.of(8), new float[8]);
      assertThat(predict(rounding, zeros, HostTensor.ofFloats(Shape.of(1, 8), numbers)))
          .usingComparatorWithPrecision(0f)
          .containsExactly(0, 2, 2, 0, -2, 0, -3, 3);
    }

    @Test
    @DisplayName("with the gradient 1 within the bounds and 0 outside")
    void gradient() {
      Weights after =
          step(
              rounding, weights("shift", Shape.of(8), new float[8]), data(Shape.of(1, 8), numbers));
      assertThat(after.get("shift").toFloatArray()).containsExactly(-1, -1, -1, -1, -1, -1, -1, 0);
    }
  }

  @Nested
  @DisplayName("of 3 bits, by hand,")
  class ByHand {
    private final Model dense = Models.of(Shape.of(2), Sequential.of(Dense.of(2, 2)));
    private final QuantizedModel model = new QuantizedModel(dense, THREE_BITS);
    // Channel 0 has scale 0.9 / 3, channel 1 is 0.
    private final Weights start =
        model
            .starting(Weights.of(Map.of()))
            .and(weights("dense1.weight", Shape.of(2, 2), 0.9f, 0, -0.4f, 0))
            .and(weights("dense1.bias", Shape.of(2), 0, 0.25f));

    @Test
    @DisplayName("rounds weights by channel and inputs by the range of the batch at first")
    void untrained() {
      // Inputs from -1 to 2.5 in 7 steps of 0.5, zero point 2: 0.6 becomes 0.5, 2.4 becomes 2.5.
      HostTensor inputs = HostTensor.ofFloats(Shape.of(2, 2), -1, 0.6f, 2.5f, 2.4f);
      assertThat(predict(model, start, inputs))
          .containsExactly(new float[] {-0.9f - 0.15f, 0.25f, 2.25f - 0.75f, 0.25f}, within(1e-6f));
    }

    @Test
    @DisplayName("remembers the range of what it was trained on, and cuts off what is outside")
    void trained() {
      Weights after = step(model, start, data(Shape.of(2, 2), -1, 0.6f, 2.5f, 2.4f));
      assertThat(model.inputRange(after, "dense1.weight"))
          .hasValueSatisfying(
              range -> {
                assertThat(range.low()).isCloseTo(-1, within(1e-6f));
                assertThat(range.high()).isCloseTo(2.5f, within(1e-6f));
              });
      Weights again = after.and(start.only(List.of("dense1.weight", "dense1.bias")));
      assertThat(predict(model, again, HostTensor.ofFloats(Shape.of(1, 2), 9, 0)))
          .containsExactly(new float[] {2.25f, 0.25f}, within(1e-6f));
      assertThat(model.plain(again).names()).containsExactly("dense1.weight", "dense1.bias");
    }

    @Test
    @DisplayName("passes gradients to weights as if they were not rounded")
    void gradient() {
      Weights after = step(model, start, data(Shape.of(1, 2), 2, 1));
      // Inputs from 0 to 2 in 7 steps of 2/7: 1 becomes 4 steps, as 3.5 is a tie.
      assertThat(after.get("dense1.weight").toFloatArray())
          .containsExactly(new float[] {0.9f - 2, -2, -0.4f - 8 / 7f, -8 / 7f}, within(1e-5f));
    }
  }

  @Test
  @DisplayName("learns the factor of a scale by the gradient of LSQ")
  void learnedScale() {
    Model dense = Models.of(Shape.of(2), Sequential.of(Dense.of(2, 1).withoutBias()));
    QuantizedModel model = new QuantizedModel(dense, Quantization.learned(2, 8));
    Weights start =
        model.starting(Weights.of(Map.of())).and(weights("dense1.weight", Shape.of(2, 1), 1, 0.4f));
    // 0.4 becomes 0 · 1, and d(q s)/ds = q - w / s.
    Weights after = step(model, start, data(Shape.of(1, 2), 0, 1));
    assertThat(after.get("dense1.weightScale").toFloatArray())
        .containsExactly(new float[] {0.4f}, within(1e-6f));
    assertThat(model.scale(after, "dense1.weight", 0, 1))
        .isCloseTo((float) Math.exp(0.4), within(1e-6f));
  }

  @Test
  @DisplayName("of 8 bits is near the model itself, whatever its layers")
  void near() {
    Map<String, Model> models = new HashMap<>();
    models.put("mlp", Models.mlp(16, 12, 3));
    models.put(
        "convolutions",
        Models.of(
            Shape.of(1, 4, 4),
            Sequential.of(
                Conv2d.of(1, 4, 3).withPadding(1),
                BatchNorm.of(4),
                Activation.RELU,
                Conv2d.of(4, 4, 3).withGroups(2),
                Activation.RELU,
                new Flatten(),
                Dense.of(16, 3))));
    models.put(
        "transformer",
        Models.of(
            Shape.of(4, 4),
            Sequential.of(TransformerBlock.of(4, 2), new Flatten(), Dense.of(16, 3))));
    models.forEach(QuantizedModelTest::requireNear);
  }

  private static void requireNear(String name, Model model) {
    QuantizedModel quantized = new QuantizedModel(model, Quantization.int8());
    float[] values = new float[8 * 16];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) Math.sin(i);
    }
    Shape batch = model.inputs().values().iterator().next().shape();
    HostTensor inputs = HostTensor.ofFloats(whole(batch), values);
    Weights trained =
        steps(
            quantized,
            quantized.starting(Weights.of(Map.of())),
            InMemoryDataset.unlabelled(inputs),
            0,
            60);
    assertThat(predict(quantized, trained, inputs))
        .as(name)
        .isNotEqualTo(predict(model, quantized.plain(trained), inputs))
        .containsExactly(predict(model, quantized.plain(trained), inputs), within(0.05f));
  }

  private static Shape whole(Shape one) {
    int[] dims = new int[one.rank() + 1];
    dims[0] = 8;
    for (int i = 0; i < one.rank(); i++) {
      dims[i + 1] = one.dim(i);
    }
    return Shape.of(dims);
  }

  @Test
  @DisplayName("refuses bits that are none")
  void refuses() {
    assertThatThrownBy(() -> Quantization.learned(1, 8))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "A quantisation of weights to 1 bits, expected 2 to 8.\n"
                + "Maybe 8, or 4 for weights.");
  }
}
