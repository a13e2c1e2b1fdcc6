package org.distill4j.core.metric;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.distill4j.backend.Session;
import org.distill4j.backend.SessionOptions;
import org.distill4j.core.data.InMemoryDataset;
import org.distill4j.core.layer.Activation;
import org.distill4j.core.layer.Conv2d;
import org.distill4j.core.layer.Dense;
import org.distill4j.core.layer.Flatten;
import org.distill4j.core.layer.Sequential;
import org.distill4j.core.model.Models;
import org.distill4j.data.Dataset;
import org.distill4j.model.Mode;
import org.distill4j.model.Model;
import org.distill4j.model.Weights;
import org.distill4j.program.Recorder;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Shape;
import org.distill4j.tutorial.ArrayBackend;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Dead units")
class DeadUnitsTest {
  private static DeadUnits count(Model model, Weights changed, Dataset data) {
    Weights weights = Recorder.forward(model, Mode.EVALUATION, 1).initialWeights(0).and(changed);
    try (Session session = new ArrayBackend().open(SessionOptions.defaults())) {
      return DeadUnits.count(session, model, weights, data);
    }
  }

  private static Weights weights(String name, HostTensor weight, String other, HostTensor bias) {
    return Weights.of(Map.of(name, weight, other, bias));
  }

  private static Dataset data(Shape shape, float... values) {
    HostTensor inputs = HostTensor.ofFloats(shape, values);
    return InMemoryDataset.unlabelled(inputs);
  }

  @Test
  @DisplayName("are those that are 0 for each example, counted by hand")
  void dense() {
    Model model = Models.mlp(2, 4, 3);
    // Unit 0 is x, unit 1 is −x, unit 2 is always −1 and unit 3 is 0 at most: x − 2.
    Weights chosen =
        weights(
            "dense1.weight",
            HostTensor.ofFloats(Shape.of(2, 4), 1, -1, 0, 1, 0, 0, 0, 0),
            "dense1.bias",
            HostTensor.ofFloats(Shape.of(4), 0, 0, -1, -2));

    DeadUnits both = count(model, chosen, data(Shape.of(2, 2), 2, 0, -1, 0));
    assertThat(both.layers()).containsExactly(Map.entry("relu1", new DeadUnits.LayerUnits(4, 2)));
    assertThat(both.share()).isEqualTo(0.5);

    DeadUnits positive = count(model, chosen, data(Shape.of(2, 2), 2, 0, 1, 0));
    assertThat(positive.dead()).as("without a negative example").isEqualTo(3);
  }

  @Test
  @DisplayName("of a convolution are channels that are 0 at each position")
  void channels() {
    Model model =
        Models.of(
            Shape.of(1, 2, 2),
            Sequential.of(Conv2d.of(1, 3, 1), Activation.RELU, new Flatten(), Dense.of(12, 2)));
    Weights chosen =
        weights(
            "conv1.weight",
            HostTensor.ofFloats(Shape.of(3, 1, 1, 1), 1, -1, 1),
            "conv1.bias",
            HostTensor.ofFloats(Shape.of(3), 0, 0, -3));

    DeadUnits found = count(model, chosen, data(Shape.of(1, 1, 2, 2), 0, 0, 4, 0));
    assertThat(found.layers()).containsExactly(Map.entry("relu1", new DeadUnits.LayerUnits(3, 1)));
  }

  @Test
  @DisplayName("are none in a network without ReLU layers")
  void none() {
    Model model = Models.of(Shape.of(2), Sequential.of(Dense.of(2, 3), Activation.TANH));
    DeadUnits found = count(model, Weights.of(Map.of()), data(Shape.of(1, 2), 1, 1));
    assertThat(found.layers()).isEmpty();
    assertThat(found.share()).isZero();
    assertThat(found.warning()).isEmpty();
  }

  @Test
  @DisplayName("are warned of from a tenth on, with a way out")
  void warning() {
    DeadUnits few = new DeadUnits(Map.of("relu1", new DeadUnits.LayerUnits(128, 12)));
    assertThat(few.warning()).isEmpty();

    DeadUnits many = new DeadUnits(Map.of("relu1", new DeadUnits.LayerUnits(120, 12)));
    assertThat(many.warning())
        .hasValueSatisfying(
            text ->
                assertThat(text)
                    .startsWith(
                        "12 of 120 hidden units are never active (relu1 12 of 120), expected less"
                            + " than 10 %.")
                    .contains("Maybe scale pixels to [0, 1]"));
  }
}
