package org.distill4j.core.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.LinkedHashMap;
import java.util.Map;
import org.distill4j.core.layer.Activation;
import org.distill4j.core.layer.Dense;
import org.distill4j.core.layer.Embedding;
import org.distill4j.core.layer.Flatten;
import org.distill4j.core.layer.Sequential;
import org.distill4j.model.Layer;
import org.distill4j.model.Mode;
import org.distill4j.model.Model;
import org.distill4j.model.Outputs;
import org.distill4j.model.ParameterSpec;
import org.distill4j.program.Recorder;
import org.distill4j.program.Recording;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.TensorSpec;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

@DisplayName("Models")
class ModelsTest {
  private static Recording record(Model model) {
    return Recorder.forward(model, Mode.EVALUATION, 2);
  }

  private static Shape shape(Recording recording, String output) {
    return Outputs.of(recording.outputs()).get(output).shape();
  }

  @Nested
  @DisplayName("mlp")
  class Mlp {
    @Test
    @DisplayName("has ReLU between its dense layers and none at the end")
    void layers() {
      Recording recording = record(Models.mlp(784, 128, 10));
      assertThat(recording.layers())
          .extracting("path")
          .containsExactly("dense1", "relu1", "dense2");
      assertThat(recording.initialWeights(0).size()).isEqualTo(101_770);
      assertThat(shape(recording, "logits")).isEqualTo(Shape.of(2, 10));
    }

    @Test
    @DisplayName("may be a single layer")
    void single() {
      assertThat(record(Models.mlp(4, 3)).layers()).hasSize(1);
    }

    @Test
    @DisplayName("refuses fewer than two widths")
    void widths() {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> Models.mlp(784))
          .withMessage(
              "An MLP with the widths [784], expected at least two, the input's and the output's.\n"
                  + "Maybe mlp(784, 128, 10) was meant.");
    }
  }

  @Test
  @DisplayName("may read ids")
  void ids() {
    Layer layer = Sequential.of(Embedding.of(9, 4), new Flatten(), Dense.of(12, 2));
    Model model = Models.of(TensorSpec.ints(3), layer);
    assertThat(model.inputs()).isEqualTo(Map.of("input", TensorSpec.ints(3)));
    assertThat(shape(record(model), "logits")).isEqualTo(Shape.of(2, 2));
    assertThat(model).asString().startsWith("Model of INT32(3) by Sequential{embedding1=");
  }

  @Nested
  @DisplayName("with heads")
  class Heads {
    @Test
    @DisplayName("give one output for each, in order")
    void outputs() {
      Map<String, Layer> heads = new LinkedHashMap<>();
      heads.put("logits", Dense.of(4, 10));
      heads.put("parity", Dense.of(4, 2));
      Layer trunk = Sequential.of(Dense.of(6, 4), Activation.RELU);
      Recording recording = record(Models.heads(TensorSpec.floats(6), trunk, heads));
      assertThat(recording.outputs()).containsOnlyKeys("logits", "parity");
      assertThat(recording.parameters())
          .extracting(ParameterSpec::name)
          .containsExactly(
              "dense1.weight",
              "dense1.bias",
              "logits.weight",
              "logits.bias",
              "parity.weight",
              "parity.bias");
    }

    @Test
    @DisplayName("refuse to have none")
    void none() {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> Models.heads(TensorSpec.floats(6), new Flatten(), Map.of()))
          .withMessage(
              "A model with heads was given none, expected at least one.\n"
                  + "Maybe Models.of(input, layer) was meant.");
    }
  }

  @Nested
  @DisplayName("tapped")
  class Tapped {
    @Test
    @DisplayName("give intermediate values by path too, and keep the weights")
    void taps() {
      Model model = Models.mlp(6, 4, 3);
      Recording recording = record(TappedModel.of(model, "relu1", "dense1"));
      assertThat(recording.outputs()).containsOnlyKeys("logits", "relu1", "dense1");
      assertThat(shape(recording, "relu1")).isEqualTo(Shape.of(2, 4));
      recording.requireWeights(record(model).initialWeights(0));
    }

    @Test
    @DisplayName("read what the model reads")
    void input() {
      Model ids = Models.of(TensorSpec.ints(3), Embedding.of(9, 4));
      assertThat(TappedModel.of(ids).inputs()).isEqualTo(Map.of("input", TensorSpec.ints(3)));
    }

    @Test
    @DisplayName("list the values there are when one is unknown")
    void unknown() {
      Model model = TappedModel.of(Models.mlp(6, 4, 3), "relu2");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> record(model))
          .withMessage(
              "The model has no intermediate value \"relu2\", expected one of [dense1, relu1,"
                  + " dense2].\n"
                  + "Maybe its layer has another name, or is not run through its scope.");
    }

    @Test
    @DisplayName("refuse a path that is an output's name")
    void taken() {
      Model model =
          Models.heads(TensorSpec.floats(6), new Flatten(), Map.of("head", Dense.of(6, 2)));
      assertThatIllegalArgumentException()
          .isThrownBy(() -> record(TappedModel.of(model, "head")))
          .withMessageStartingWith("Output head was given twice, expected each name once.");
    }
  }
}
