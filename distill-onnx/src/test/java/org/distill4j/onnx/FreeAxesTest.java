package org.distill4j.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto.Dimension;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.distill4j.core.init.Initializers;
import org.distill4j.core.layer.Activation;
import org.distill4j.core.layer.Conv2d;
import org.distill4j.core.layer.CrossAttention;
import org.distill4j.core.layer.GlobalAveragePool;
import org.distill4j.core.layer.MaxPool2d;
import org.distill4j.core.layer.MultiHeadAttention;
import org.distill4j.core.layer.RotaryPositions;
import org.distill4j.core.layer.Sequential;
import org.distill4j.core.model.ModelInputs;
import org.distill4j.core.model.Models;
import org.distill4j.model.Inputs;
import org.distill4j.model.Layer;
import org.distill4j.model.Model;
import org.distill4j.model.Outputs;
import org.distill4j.model.Scope;
import org.distill4j.model.Weights;
import org.distill4j.tensor.DType;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.Tensor;
import org.distill4j.tensor.TensorSpec;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

@DisplayName("An exported file of several inputs and free axes")
class FreeAxesTest {
  private static final TensorSpec SEQUENCE =
      new TensorSpec(DType.FLOAT32, Shape.free("length").append(Shape.of(6)));
  private static final TensorSpec IMAGE =
      new TensorSpec(DType.FLOAT32, Shape.of(2).append(Shape.free("height", "width")));

  private record FunctionModel(Map<String, TensorSpec> inputs, Function<Inputs, Outputs> body)
      implements Model {
    @Override
    public Outputs forward(Scope scope, Inputs given) {
      return body.apply(given);
    }
  }

  private static Model two(TensorSpec one, TensorSpec other, Function<Inputs, Outputs> body) {
    Map<String, TensorSpec> specs = new LinkedHashMap<>();
    specs.put("a", one);
    specs.put("b", other);
    return new FunctionModel(specs, body);
  }

  private static void requireSame(TensorSpec input, Layer layer, Integer... lengths) {
    Model model = Models.of(input, layer);
    ExportComparison.requireSame(model, ExportComparison.weights(model), List.of(lengths));
  }

  private static GraphProto graph(Model model) {
    return OnnxExport.of(model, ExportComparison.weights(model)).proto().getGraph();
  }

  private static List<String> axes(ValueInfoProto info) {
    return info.getType().getTensorType().getShape().getDimList().stream()
        .map((Dimension d) -> d.hasDimParam() ? d.getDimParam() : "" + d.getDimValue())
        .toList();
  }

  @Nested
  @DisplayName("gives what the oracle gives")
  class Gives {
    @Test
    @DisplayName("for ids and their mask at any length")
    void masked() {
      ExportComparison.requireSame(MaskedModel.of());
      ExportComparison.requireSame(MaskedModel.causal());
    }

    @Test
    @DisplayName("for pictures of any size")
    void images() {
      Conv2d conv = Conv2d.of(2, 3, 3).withPadding(1);
      requireSame(IMAGE, Sequential.of(conv, Activation.RELU, new GlobalAveragePool()), 4, 9);
      requireSame(IMAGE, Sequential.of(conv.withStride(2), MaxPool2d.of(2)), 4, 8, 9);
      requireSame(IMAGE, (scope, x) -> x.reshape(x.shape().dim(0), 2, -1).max(2), 1, 5);
    }

    @Test
    @DisplayName("for pictures whose sides are halved")
    void halved() {
      requireSame(
          IMAGE,
          (scope, x) -> {
            int[] d = x.shape().dims();
            return x.reshape(d[0], 2, d[2] / 2, 2, d[3]).max(3).reshape(d[0], -1, d[3]);
          },
          8,
          24);
    }

    @Test
    @DisplayName("for a table of a few positions, sliced to the batch's length")
    void table() {
      requireSame(
          SEQUENCE,
          (scope, x) ->
              x.add(
                  scope
                      .parameter("table", Shape.of(5, 6), Initializers.normal(0, 1))
                      .slice(0, 0, x.shape().dim(1))),
          1,
          4,
          5);
    }

    @Test
    @DisplayName("for attention that is turned by positions")
    void rotary() {
      MultiHeadAttention attention = MultiHeadAttention.of(6, 3).withKeyValueHeads(1);
      requireSame(SEQUENCE, attention.withRotary(RotaryPositions.of(9)), 1, 4, 9);
    }

    @Test
    @DisplayName("for attention to another input of a length of its own")
    void crossed() {
      ModelInputs inputs =
          ModelInputs.of("query", SEQUENCE)
              .and(
                  "context", new TensorSpec(DType.FLOAT32, Shape.free("other").append(Shape.of(4))))
              .and("mask", TensorSpec.freeInts("other"));
      CrossAttention attention =
          CrossAttention.of(6, 2, "context").withContextWidth(4).withPadding("mask");
      ExportComparison.requireSame(Models.of(inputs, attention));
    }

    @Test
    @DisplayName("for lengths that are sums of others, and for their products as one free axis")
    void sums() {
      Model both =
          two(
              TensorSpec.freeInts("left"),
              TensorSpec.freeInts("right"),
              inputs -> {
                Tensor joined =
                    Tensor.concat(1, List.of(inputs.get("a"), inputs.get("b"))).toFloat();
                int[] d = joined.shape().dims();
                Tensor wide = joined.expandDims(2).broadcastTo(d[0], d[1], 2);
                return Outputs.of("joined", wide.transpose(0, 2, 1))
                    .with("flat", wide.reshape(-1, 2).add(1).reshape(d[0], d[1], 2));
              });
      ExportComparison.requireSame(both);
      assertThat(axes(graph(both).getOutput(0))).containsExactly("batch", "2", "joined.2");
    }
  }

  @Nested
  @DisplayName("says")
  class Says {
    @Test
    @DisplayName("its inputs by name, and free axes by theirs")
    void names() {
      GraphProto graph = graph(MaskedModel.of());
      assertThat(graph.getInputList())
          .extracting(ValueInfoProto::getName)
          .containsExactly("ids", "mask");
      assertThat(axes(graph.getInput(1))).containsExactly("batch", "length");
      assertThat(axes(graph.getOutput(0))).containsExactly("batch", "3");
      assertThat(axes(graph.getOutput(1))).containsExactly("batch", "length", "4");
    }

    @Test
    @DisplayName("an input that is not used")
    void unused() {
      Model model = two(SEQUENCE, SEQUENCE, inputs -> Outputs.logits(inputs.get("b").sum(1)));
      assertThat(graph(model).getInputList())
          .extracting(ValueInfoProto::getName)
          .containsExactly("a", "b");
    }
  }

  @Nested
  @DisplayName("is refused")
  class Refused {
    private void assertRefused(Model model, String... parts) {
      assertThatThrownBy(() -> graph(model))
          .isInstanceOf(IllegalArgumentException.class)
          .message()
          .contains(parts)
          .contains("expected")
          .contains("\nMaybe ");
    }

    @Test
    @DisplayName("if a number is made from a length")
    void number() {
      assertRefused(
          Models.of(
              SEQUENCE,
              Sequential.of(Activation.RELU).then("own", (scope, x) -> x.div(x.shape().dim(1)))),
          "Layer own records Literal[value=31.0]",
          "for 61 examples of {length=31} and Literal[value=38.0]",
          "for 61 examples of {length=38}, expected the same operation for every batch size");
    }

    @Test
    @DisplayName("if a broadcast is to a product of lengths")
    void product() {
      Layer own =
          (scope, x) -> {
            int rows = x.shape().dim(0) * x.shape().dim(1);
            Tensor one = x.slice(0, 0, 1).slice(1, 0, 1).reshape(1, 6);
            return one.broadcastTo(rows, 6).reshape(x.shape().dims());
          };
      assertRefused(
          Models.of(SEQUENCE, Sequential.of(Activation.RELU).then("own", own)),
          "Layer own records BroadcastTo",
          "with a length of [1891, 2077, 2201, 2318, 2806, 2546] for [61 examples of {length=31}");
    }

    @Test
    @DisplayName("if an axis besides the batch has its name")
    void batch() {
      assertRefused(
          Models.of(TensorSpec.freeInts("batch"), (scope, x) -> x.toFloat()),
          "a free axis \"batch\" besides the batch");
    }

    @Test
    @DisplayName("if an input and an output have one name")
    void sameName() {
      assertRefused(
          two(SEQUENCE, SEQUENCE, inputs -> Outputs.of("a", inputs.get("b"))),
          "an input and an output named \"a\"");
    }

    @Test
    @DisplayName("if it fits no length, as it says of the first that is tried")
    void misfit() {
      Model model = Models.of(SEQUENCE, (scope, x) -> x.reshape(-1, 5));
      assertThatThrownBy(() -> OnnxExport.of(model, Weights.of(Map.of())).toBytes())
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("reshape of (61, 31, 6) to [-1, 5], expected");
    }
  }
}
