package org.distill4j.onnx;

import static ai.onnx.proto.OnnxMl.TensorProto.DataType.FLOAT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.distill4j.core.data.InMemoryDataset;
import org.distill4j.core.layer.Activation;
import org.distill4j.core.layer.BatchNorm;
import org.distill4j.core.layer.Conv2d;
import org.distill4j.core.layer.Dense;
import org.distill4j.core.layer.Flatten;
import org.distill4j.core.layer.Sequential;
import org.distill4j.core.layer.TransformerBlock;
import org.distill4j.core.model.Models;
import org.distill4j.data.Dataset;
import org.distill4j.model.Model;
import org.distill4j.model.Weights;
import org.distill4j.program.BatchShape;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Shape;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("Quantising an ONNX file to int8")
class OnnxQuantizerTest {
  private static final Model MLP = Models.mlp(64, 128, 10);
  private static final Model CONVOLUTIONAL =
      Models.of(
          Shape.of(2, 8, 8),
          Sequential.of(
              Conv2d.of(2, 4, 3).withPadding(1),
              BatchNorm.of(4),
              Activation.RELU,
              Conv2d.of(4, 8, 3).withGroups(2).withStride(2),
              Activation.RELU,
              new Flatten(),
              Dense.of(72, 5)));
  private static final Model TRANSFORMER =
      Models.of(
          Shape.of(5, 8), Sequential.of(TransformerBlock.of(8, 2), new Flatten(), Dense.of(40, 3)));

  private final Path source;
  private final Path target;

  OnnxQuantizerTest(@TempDir Path folder) {
    source = folder.resolve("float.onnx");
    target = folder.resolve("int8.onnx");
  }

  private static Dataset examples(Model model) {
    HostTensor inputs = ExportComparison.inputs(model, 128);
    return InMemoryDataset.of(inputs, HostTensor.ofInts(Shape.of(128), new int[128]));
  }

  private OnnxQuantizer.Report quantise(Model model, ActivationRange range) {
    OnnxExport.of(model, ExportComparison.weights(model)).write(source);
    return OnnxQuantizer.of(examples(model)).withRange(range).quantize(source, target);
  }

  private OnnxQuantizer.Report quantise(Model model) {
    return quantise(model, ActivationRange.minMax());
  }

  private static Map<String, TensorProto> initializers(Path file) {
    Map<String, TensorProto> all = new HashMap<>();
    OnnxFile.read(file)
        .getGraph()
        .getInitializerList()
        .forEach(tensor -> all.put(tensor.getName(), tensor));
    return all;
  }

  private static TensorProto initializer(Path file, String name) {
    return Objects.requireNonNull(initializers(file).get(name), name);
  }

  @Test
  @DisplayName("is the same without a file of float32 in between")
  void atOnce() throws IOException {
    OnnxQuantizer.Report byFile = quantise(CONVOLUTIONAL);
    OnnxExport export = OnnxExport.of(CONVOLUTIONAL, ExportComparison.weights(CONVOLUTIONAL));
    Path atOnce = target.resolveSibling("at-once.onnx");

    OnnxQuantizer.Report report = OnnxQuantizer.of(examples(CONVOLUTIONAL)).write(export, atOnce);

    assertThat(report).isEqualTo(byFile);
    assertThat(Files.mismatch(atOnce, target)).isEqualTo(-1);
  }

  @Nested
  @DisplayName("keeps weights")
  class KeepsWeights {
    @Test
    @DisplayName("within half a step of each output channel's own scale, max |w| / 127")
    void halfAStep() {
      for (Model model : List.of(MLP, CONVOLUTIONAL, TRANSFORMER)) {
        OnnxQuantizer.Report report = quantise(model);
        Weights before = ExportComparison.weights(model);
        Weights after = OnnxWeights.read(target);
        assertThat(report.weights()).isNotEmpty();
        for (String name : report.weights()) {
          float[] scales = OnnxTensors.floats(initializer(target, name + "/scale"));
          Shape shape = before.get(name).shape();
          boolean convolution = shape.rank() == 4;
          assertThat(scales).hasSize(convolution ? shape.dim(0) : shape.dim(1));
          int inner = convolution ? (int) shape.size() / shape.dim(0) : 1;
          requireClose(before.get(name), after.get(name), scales, inner);
        }
      }
    }

    private void requireClose(HostTensor before, HostTensor after, float[] scales, int inner) {
      float[] largest = new float[scales.length];
      for (int i = 0; i < before.size(); i++) {
        int channel = i / inner % scales.length;
        float wanted = before.floats().get(i);
        double half = scales[channel] / 2 * 1.0001;
        assertThat(after.floats().get(i)).isCloseTo(wanted, within((float) half));
        largest[channel] = Math.max(largest[channel], Math.abs(wanted));
      }
      for (int c = 0; c < scales.length; c++) {
        assertThat(scales[c]).isCloseTo(largest[c] / 127, within(largest[c] * 1e-6f));
      }
    }

    @Test
    @DisplayName("that are not of products and convolutions as they were")
    void others() {
      quantise(CONVOLUTIONAL);
      Weights before = ExportComparison.weights(CONVOLUTIONAL);
      Weights after = OnnxWeights.read(target);
      for (String name : before.names()) {
        if (before.get(name).shape().rank() == 1) {
          assertThat(after.get(name)).as(name).isEqualTo(before.get(name));
        }
      }
      assertThat(after.names()).containsAll(before.names());
    }

    @Test
    @DisplayName("of zeros zero")
    void zeros() {
      Model model = Models.of(Shape.of(2), Dense.of(2, 2).withoutBias());
      Weights weights =
          Weights.of(Map.of("weight", HostTensor.ofFloats(Shape.of(2, 2), 0, 1, 0, -0.25f)));
      OnnxExport.of(model, weights).write(source);
      OnnxQuantizer.of(examples(model)).quantize(source, target);
      assertThat(OnnxWeights.read(target).get("weight").toFloatArray())
          .containsExactly(0, 1, 0, -32f / 127);
    }
  }

  @Nested
  @DisplayName("gives a file")
  class GivesFile {
    @Test
    @DisplayName("that predicts nearly the same, for every batch size")
    void predicts() {
      for (Model model : List.of(MLP, CONVOLUTIONAL, TRANSFORMER)) {
        for (ActivationRange range :
            List.of(ActivationRange.minMax(), ActivationRange.percentile(0.9999))) {
          quantise(model, range);
          try (OnnxPredictor floats = OnnxPredictor.open(source);
              OnnxPredictor integers = OnnxPredictor.open(target)) {
            for (int batch : new int[] {1, 3, 64}) {
              HostTensor inputs = ExportComparison.inputs(model, batch);
              float[] wanted = floats.predict(inputs).logits().toFloatArray();
              float[] outputs = integers.predict(inputs).logits().toFloatArray();
              for (int i = 0; i < wanted.length; i++) {
                assertThat(outputs[i]).as("%s", model).isCloseTo(wanted[i], within(0.04f));
              }
              assertThat(outputs).isNotEqualTo(wanted);
            }
          }
        }
      }
    }

    @Test
    @DisplayName("of several inputs, that predicts nearly the same at any length")
    void severalInputs() {
      Model model = MaskedModel.of();
      OnnxExport.of(model, ExportComparison.weights(model)).write(source);
      Map<String, HostTensor> examples = inputs(model, 128, 9);
      Dataset data = InMemoryDataset.of(examples, Map.of());
      assertThat(OnnxQuantizer.of(data).quantize(source, target).weights())
          .contains("logits.dense1.weight", "tags.weight");
      try (OnnxPredictor floats = OnnxPredictor.open(source);
          OnnxPredictor integers = OnnxPredictor.open(target)) {
        assertThat(integers.inputs()).isEqualTo(model.inputs());
        for (int length : new int[] {1, 9, 20}) {
          Map<String, HostTensor> inputs = inputs(model, 3, length);
          float[] wanted = floats.predict(inputs).get("tags").toFloatArray();
          float[] given = integers.predict(inputs).get("tags").toFloatArray();
          for (int i = 0; i < wanted.length; i++) {
            assertThat(given[i]).isCloseTo(wanted[i], within(0.1f));
          }
          assertThat(given).isNotEqualTo(wanted);
        }
      }
    }

    private static Map<String, HostTensor> inputs(Model model, int examples, int length) {
      return ExportComparison.inputs(model, BatchShape.of(examples).with("length", length));
    }

    @Test
    @DisplayName("about a quarter as large, and says how large")
    void size() throws IOException {
      OnnxQuantizer.Report report = quantise(MLP);
      assertThat(report.bytes()).isEqualTo(Files.size(target));
      assertThat(report.bytesBefore()).isEqualTo(Files.size(source));
      assertThat(report.bytes()).isLessThan(report.bytesBefore() / 3);
      assertThat(report.weights()).containsExactly("dense1.weight", "dense2.weight");
    }

    @Test
    @DisplayName("in QDQ form, each activation quantised once")
    void form() {
      quantise(TRANSFORMER);
      List<NodeProto> nodes = OnnxFile.read(target).getGraph().getNodeList();
      assertThat(nodes)
          .filteredOn(node -> node.getOpType().equals("QuantizeLinear"))
          .extracting(node -> node.getInput(0))
          .doesNotHaveDuplicates()
          .hasSize(5);
      assertThat(nodes).filteredOn(node -> node.getOpType().equals("DequantizeLinear")).hasSize(10);
    }

    @Test
    @DisplayName("whose activations are spread over the range that was seen, 0 included")
    void activations() {
      Model model = Models.of(Shape.of(2), Dense.of(2, 1));
      OnnxExport.of(model, ExportComparison.weights(model)).write(source);
      HostTensor inputs = HostTensor.ofFloats(Shape.of(2, 2), -1, 3, 0.5f, 0);
      Dataset data = InMemoryDataset.of(inputs, HostTensor.ofInts(Shape.of(2), 0, 0));
      OnnxQuantizer.of(data).quantize(source, target);
      // 255 steps from −1 to 3, so that 0 is 1 / (4 / 255) = 63.75 steps up, rounded to 64.
      assertThat(OnnxTensors.floats(initializer(target, "input/scale"))[0]).isEqualTo(4f / 255);
      assertThat(initializer(target, "input/zeroPoint").getRawData().byteAt(0))
          .isEqualTo((byte) 64);
    }

    @Test
    @DisplayName("in which weights that something else reads too are kept beside")
    void shared() {
      byte[] file =
          new Graphs()
              .input("x", FLOAT, "N", 2)
              .initializer("w", HostTensor.ofFloats(Shape.of(2, 2), 1, 2, 3, 4))
              .node("MatMul", "product", List.of("x", "w"))
              .node("MatMul", "y", List.of("product", "w"))
              .node("Add", "z", List.of("y", "y"))
              .output("z", FLOAT, "N", 2)
              .build();
      write(file);
      Model two = Models.mlp(2, 1);
      OnnxQuantizer.of(examples(two)).quantize(source, target);
      assertThat(initializers(target)).containsKey("w/int8").doesNotContainKey("w");
      byte[] reading =
          new Graphs()
              .input("x", FLOAT, "N", 2)
              .initializer("w", HostTensor.ofFloats(Shape.of(2, 2), 1, 2, 3, 4))
              .node("MatMul", "product", List.of("x", "w"))
              .node("ReduceMax", "most", List.of("w"), NodeAttributes.of("keepdims", 0))
              .node("Add", "y", List.of("product", "most"))
              .output("y", FLOAT, "N", 2)
              .build();
      write(reading);
      OnnxQuantizer.of(examples(two)).quantize(source, target);
      assertThat(initializers(target)).containsKeys("w/int8", "w");
      try (OnnxPredictor predictor = OnnxPredictor.open(target)) {
        HostTensor ones = HostTensor.ofFloats(Shape.of(1, 2), 0.5f, 0.5f);
        float[] outputs = predictor.predict(ones).logits().toFloatArray();
        assertThat(outputs[0]).isCloseTo(6, within(0.05f));
        assertThat(outputs[1]).isCloseTo(7, within(0.05f));
      }
    }

    @Test
    @DisplayName("from Gemm too, whichever way its weight lies, and from a fixed batch size")
    void gemm() {
      byte[] file =
          new Graphs()
              .input("x", FLOAT, 5, 2)
              .initializer("w", HostTensor.ofFloats(Shape.of(3, 2), 1, 2, 3, 4, 5, 6))
              .initializer("b", HostTensor.ofFloats(Shape.of(3), 1, 1, 1))
              .node("Gemm", "y", List.of("x", "w", "b"), NodeAttributes.of("transB", 1))
              .output("y", FLOAT, 5, 3)
              .build();
      write(file);
      OnnxQuantizer.of(examples(Models.mlp(2, 1))).withExamples(7).quantize(source, target);
      assertThat(OnnxTensors.floats(initializer(target, "w/scale"))).hasSize(3);
      try (OnnxPredictor predictor = OnnxPredictor.open(target)) {
        HostTensor one = HostTensor.ofFloats(Shape.of(1, 2), 0.5f, 0.25f);
        float[] outputs = predictor.predict(one).logits().toFloatArray();
        assertThat(outputs[0]).isCloseTo(2, within(0.03f));
        assertThat(outputs[1]).isCloseTo(3.5f, within(0.05f));
        assertThat(outputs[2]).isCloseTo(5, within(0.06f));
      }
    }

    private void write(byte[] file) {
      try {
        Files.write(source, file);
      } catch (IOException error) {
        throw new UncheckedIOException(error);
      }
    }
  }

  @Nested
  @DisplayName("refuses")
  class Refuses {
    @Test
    @DisplayName("a file that is quantised already, or has nothing to quantise")
    void nothing() {
      quantise(MLP);
      OnnxQuantizer quantizer = OnnxQuantizer.of(examples(MLP));
      assertThatThrownBy(() -> quantizer.quantize(target, target))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              target
                  + " has no matrix product and no convolution with float32 weights of its own,"
                  + " expected at least one.\nMaybe it is quantised already, or float32 is as small"
                  + " as it gets.");
    }

    @Test
    @DisplayName("examples that the model does not take")
    void examplesOfAnother() {
      OnnxExport.of(MLP, ExportComparison.weights(MLP)).write(source);
      OnnxQuantizer quantizer = OnnxQuantizer.of(examples(TRANSFORMER));
      assertThatThrownBy(() -> quantizer.quantize(source, target))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "The calibration examples are FLOAT32(5, 8), but "
                  + source
                  + " takes FLOAT32(64), expected the same.\n"
                  + "Maybe the data set belongs to another model.");
      Model text = MaskedModel.of();
      OnnxExport.of(text, ExportComparison.weights(text)).write(source);
      assertThatThrownBy(() -> quantizer.quantize(source, target))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("The input \"ids\" is missing, expected one of [input].\nMaybe ");
    }

    @Test
    @DisplayName("a file that is cut short or not there")
    void damaged() throws IOException {
      OnnxQuantizer quantizer = OnnxQuantizer.of(examples(MLP));
      assertThatThrownBy(() -> quantizer.quantize(source, target))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("There is no file " + source);
      Files.write(source, OnnxExport.of(MLP, ExportComparison.weights(MLP)).toBytes());
      byte[] part = Arrays.copyOf(Files.readAllBytes(source), 1000);
      Files.write(source, part);
      assertThatThrownBy(() -> quantizer.quantize(source, target))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining(source + " is not a valid ONNX model (");
      Files.write(source, new byte[0]);
      assertThatThrownBy(() -> OnnxWeights.read(source))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("it has no graph");
    }

    @Test
    @DisplayName("no examples, and shares that are none")
    void settings() {
      OnnxQuantizer quantizer = OnnxQuantizer.of(examples(MLP));
      assertThatThrownBy(() -> quantizer.withExamples(0))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("A calibration by 0 examples, expected at least 1.\nMaybe use 1024.");
      assertThatThrownBy(() -> ActivationRange.percentile(99.9))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "The share of a percentile range is 99.9, expected it in (0.5, 1].\n"
                  + "Maybe it was given in percent.");
    }
  }

  @Nested
  @DisplayName("sees a range")
  class SeesRange {
    @Test
    @DisplayName("from the least to the greatest of all batches")
    void minMax() {
      ActivationRange range = ActivationRange.minMax();
      ActivationRange.Bounds first = range.of(3, -1, 2);
      assertThat(first).isEqualTo(new ActivationRange.Bounds(-1, 3));
      assertThat(range.join(first, range.of(-2, 1), 1))
          .isEqualTo(new ActivationRange.Bounds(-2, 3));
    }

    @Test
    @DisplayName("of the middle part of each batch, averaged")
    void percentile() {
      ActivationRange range = ActivationRange.percentile(0.75);
      // A quarter of four values is cut off at each end.
      assertThat(range.of(100, 1, 2, -50)).isEqualTo(new ActivationRange.Bounds(1, 2));
      assertThat(range.join(new ActivationRange.Bounds(0, 3), new ActivationRange.Bounds(3, 9), 2))
          .isEqualTo(new ActivationRange.Bounds(1, 5));
    }
  }
}
