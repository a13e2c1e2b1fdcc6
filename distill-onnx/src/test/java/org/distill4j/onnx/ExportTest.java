package org.distill4j.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.distill4j.core.init.Initializers;
import org.distill4j.core.layer.Activation;
import org.distill4j.core.layer.Conv2d;
import org.distill4j.core.layer.Dense;
import org.distill4j.core.layer.Dropout;
import org.distill4j.core.layer.Flatten;
import org.distill4j.core.layer.Sequential;
import org.distill4j.core.model.Models;
import org.distill4j.core.model.SaliencyModel;
import org.distill4j.core.model.TappedModel;
import org.distill4j.model.Layer;
import org.distill4j.model.Model;
import org.distill4j.model.Weights;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.Tensor;
import org.distill4j.tensor.TensorSpec;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("An exported file")
class ExportTest {
  private static final Model STUDENT = Models.mlp(6, 4, 3);

  private static ModelProto exported(Model model) {
    return OnnxExport.of(model, ExportComparison.weights(model)).proto();
  }

  private static Model custom(Layer layer) {
    return Models.of(Shape.of(6), Sequential.of(Dense.of(6, 6)).then("own", layer));
  }

  @Nested
  @DisplayName("holds")
  class Holds {
    @Test
    @DisplayName("the weights under their own paths, bit by bit")
    void weights() {
      Weights weights = ExportComparison.weights(STUDENT);
      Map<String, HostTensor> kept = new HashMap<>();
      for (TensorProto tensor : exported(STUDENT).getGraph().getInitializerList()) {
        kept.put(
            tensor.getName(),
            HostTensor.ofFloats(OnnxTensors.shape(tensor), OnnxTensors.floats(tensor)));
      }
      assertThat(kept).containsExactlyInAnyOrderEntriesOf(weights.asMap());
    }

    @Test
    @DisplayName("nodes that are named after their layers, and no dropout")
    void nodes() {
      Model model =
          Models.of(Shape.of(6), Sequential.of(Dense.of(6, 4), Dropout.of(0.5), Activation.RELU));
      assertThat(exported(model).getGraph().getNodeList())
          .extracting(NodeProto::getName)
          .containsExactly("dense1/MatMul", "dense1/Add", "relu1/Relu", "logits/Identity");
    }

    @Test
    @DisplayName("who made it, its name, its notes and the opset")
    void metadata() {
      ModelProto file =
          OnnxExport.of(STUDENT, ExportComparison.weights(STUDENT))
              .named("digits")
              .withNotes(Map.of("data", "MNIST"))
              .proto();
      assertThat(file.getProducerName()).isEqualTo("distill4j");
      assertThat(file.getGraph().getName()).isEqualTo("digits");
      assertThat(file.getOpsetImport(0).getVersion()).isEqualTo(18);
      assertThat(file.getIrVersion()).isEqualTo(8);
      assertThat(file.getMetadataPropsList())
          .containsExactly(
              StringStringEntryProto.newBuilder().setKey("data").setValue("MNIST").build());
    }

    @Test
    @DisplayName("a free batch axis, and every other length")
    void shapes() {
      var graph = exported(STUDENT).getGraph();
      var input = graph.getInput(0).getType().getTensorType().getShape();
      var output = graph.getOutput(0).getType().getTensorType().getShape();
      assertThat(input.getDim(0).getDimParam()).isEqualTo("batch");
      assertThat(input.getDim(1).getDimValue()).isEqualTo(6);
      assertThat(output.getDim(0).getDimParam()).isEqualTo("batch");
      assertThat(output.getDim(1).getDimValue()).isEqualTo(3);
    }
  }

  @Nested
  @DisplayName("gives")
  class Gives {
    @Test
    @DisplayName("zeros where the model puts some")
    void zeros() {
      ExportComparison.requireSame(custom((scope, x) -> x.slice(1, 0, 2).pad(1, 3, 1)));
    }

    @Test
    @DisplayName("several outputs under their names")
    void heads() {
      Model model =
          Models.heads(
              TensorSpec.floats(6),
              Sequential.of(Dense.of(6, 4), Activation.RELU),
              Map.of("digit", Dense.of(4, 10), "parity", Dense.of(4, 2)));
      ExportComparison.requireSame(model);
    }

    @Test
    @DisplayName("intermediate values that were asked for")
    void taps() {
      ExportComparison.requireSame(TappedModel.of(STUDENT, "relu1"));
    }
  }

  @Nested
  @DisplayName("is refused")
  class Refused {
    private void assertRefused(Model model, String... parts) {
      Weights weights = ExportComparison.weights(model);
      assertThatThrownBy(() -> OnnxExport.of(model, weights).toBytes())
          .isInstanceOf(IllegalArgumentException.class)
          .message()
          .contains(parts)
          .contains("\nMaybe ");
    }

    @Test
    @DisplayName("if the gradient of a convolution is computed")
    void gradient() {
      Model student =
          Models.of(
              Shape.of(1, 4, 4),
              Sequential.of(Conv2d.of(1, 2, 2), new Flatten(), Dense.of(2 * 3 * 3, 3)));
      assertRefused(
          SaliencyModel.of(student),
          "records Conv2dInputGradient",
          "expected operations of a forward pass",
          "export the model within");
    }

    @Test
    @DisplayName("if a number is made from the batch size")
    void number() {
      assertRefused(
          custom((scope, x) -> x.div(x.shape().dim(0))),
          "Layer own records Literal[value=61.0]",
          "for 61 examples and Literal[value=67.0]",
          "for 67 examples",
          "expected the same operation for every batch size and length");
    }

    @Test
    @DisplayName("if a constant has a row for each example")
    void constant() {
      assertRefused(
          custom(
              (scope, x) ->
                  x.add(
                      Tensor.of(
                          HostTensor.ofFloats(
                              Shape.of(x.shape().dim(0), 1), new float[x.shape().dim(0)])))),
          "Layer own records Constant",
          "expected the same operation for every batch size");
    }

    @Test
    @DisplayName("if there is an operation for each example")
    void loop() {
      assertRefused(
          custom(
              (scope, x) -> {
                Tensor sum = x;
                for (int i = 0; i < x.shape().dim(0); i++) {
                  sum = sum.add(x);
                }
                return sum;
              }),
          "for 61 examples",
          "for 67 examples");
    }

    @Test
    @DisplayName("if a broadcast is not to a multiple of the batch size")
    void square() {
      assertRefused(
          custom(
              (scope, x) -> {
                int batch = x.shape().dim(0);
                return x.slice(0, 0, 1).broadcastTo(batch * batch, 6).slice(0, 0, batch);
              }),
          "Layer own records BroadcastTo",
          "with a length of [3721, 4489, 5041] for [61 examples, 67 examples, 71 examples]",
          "expected a sum of multiples of the batch size and of other free lengths");
    }

    @Test
    @DisplayName("if a parameter has a row for each example")
    void parameter() {
      Model model =
          custom(
              (scope, x) ->
                  x.mul(
                      scope.parameter("rows", Shape.of(x.shape().dim(0), 1), Initializers.ones())));
      assertRefused(model, "Variable[name=own.rows]", "changes its shape with the batch");
    }

    @Test
    @DisplayName("if the weights are another model's")
    void weights() {
      Weights others = ExportComparison.weights(Models.mlp(6, 5, 3));
      assertThatThrownBy(() -> OnnxExport.of(STUDENT, others).toBytes())
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("dense");
    }
  }

  @Nested
  @DisplayName("is written")
  class Written {
    @Test
    @DisplayName("whole, over what was there, and nothing beside it")
    void whole(@TempDir Path folder) throws IOException {
      Path file = folder.resolve("made/student.onnx");
      OnnxExport export = OnnxExport.of(STUDENT, ExportComparison.weights(STUDENT));
      export.named("first").write(file);
      export.write(file);
      assertThat(Files.readAllBytes(file)).isEqualTo(export.toBytes());
      assertThat(file.getParent()).isDirectoryContaining(path -> path.equals(file));
      try (var files = Files.list(file.getParent())) {
        assertThat(files).hasSize(1);
      }
    }

    @Test
    @DisplayName("or says that it cannot be")
    void impossible(@TempDir Path folder) {
      OnnxExport export = OnnxExport.of(STUDENT, ExportComparison.weights(STUDENT));
      assertThatThrownBy(() -> export.write(folder))
          .isInstanceOf(UncheckedIOException.class)
          .hasMessageContaining("The model could not be written to " + folder)
          .hasMessageContaining("\nMaybe the disk is full or the folder is read-only.");
    }
  }
}
