package org.distill4j.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Shape;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A vision transformer as PyTorch exports it")
class VisionGraphTest {
  private static final int WIDTH = 4;

  private final Graphs graph = new Graphs().input("pixel_values", DataType.FLOAT, "batch", 2, 6, 6);

  @Test
  @DisplayName("is a model that gives what ONNX Runtime gives, at every batch size")
  void same(@TempDir Path folder) throws IOException {
    patches();
    classToken();
    graph
        .initializer("vit.embeddings.position_embeddings", OperatorRows.random(1, 5, WIDTH))
        .node("Add", "embedded", List.of("tokens", "vit.embeddings.position_embeddings"));
    attention();
    network();
    graph
        .node("Gather", "first", List.of("normed2", "zero"), NodeAttributes.of("axis", 1))
        .initializer("classifier.weight", OperatorRows.random(3, WIDTH))
        .initializer("classifier.bias", OperatorRows.random(3))
        .node(
            "Gemm",
            "logits",
            List.of("first", "classifier.weight", "classifier.bias"),
            NodeAttributes.of("transB", 1));
    byte[] bytes = graph.output("logits", DataType.FLOAT, "batch", 3).build();
    Path file = Files.write(folder.resolve("vit.onnx"), bytes);

    OnnxModel model = OnnxModel.open(file);

    assertThat(model.weights().names())
        .contains(
            "vit.embeddings.cls_token",
            "vit.embeddings.patch_embeddings.projection.weight",
            "vit.encoder.layer.0.layernorm_before.weight",
            "query.weight",
            "classifier.weight");
    try (OnnxPredictor expected = OnnxPredictor.open(file)) {
      ExportComparison.requireSame(model, model.weights(), expected, List.of());
    }
    ExportComparison.requireSame(model, model.weights(), List.of());
  }

  /** Conv, flatten(2) by lengths that are computed, transpose(1, 2). */
  private void patches() {
    graph
        .initializer("zero", HostTensor.ofInts(Shape.scalar(), 0))
        .initializer("begin", 0)
        .initializer("two", 2)
        .initializer("rest", -1)
        .initializer(
            "vit.embeddings.patch_embeddings.projection.weight",
            OperatorRows.random(WIDTH, 2, 3, 3))
        .initializer("vit.embeddings.patch_embeddings.projection.bias", OperatorRows.random(WIDTH))
        .node(
            "Conv",
            "projected",
            List.of(
                "pixel_values",
                "vit.embeddings.patch_embeddings.projection.weight",
                "vit.embeddings.patch_embeddings.projection.bias"),
            NodeAttributes.of("kernel_shape", 3, 3),
            NodeAttributes.of("strides", 3, 3),
            NodeAttributes.of("pads", 0, 0, 0, 0),
            NodeAttributes.of("dilations", 1, 1),
            NodeAttributes.of("group", 1))
        .node("Shape", "shape", List.of("projected"))
        .node("Slice", "front", List.of("shape", "begin", "two"))
        .node("Concat", "flat", List.of("front", "rest"), NodeAttributes.of("axis", 0))
        .node("Reshape", "flattened", List.of("projected", "flat"))
        .node("Transpose", "patches", List.of("flattened"), NodeAttributes.of("perm", 0, 2, 1));
  }

  /** expand(batch, -1, -1), in which -1 is replaced by 1 while the graph runs. */
  private void classToken() {
    graph
        .initializer("vit.embeddings.cls_token", OperatorRows.random(1, 1, WIDTH))
        .initializer("minus", HostTensor.ofInts(Shape.scalar(), -1))
        .initializer("three", 3)
        .node("Shape", "given", List.of("pixel_values"))
        .node("Gather", "batch", List.of("given", "zero"), NodeAttributes.of("axis", 0))
        .node("Unsqueeze", "column", List.of("batch", "begin"))
        .node("Concat", "wanted", List.of("column", "rest", "rest"), NodeAttributes.of("axis", 0))
        .node("Cast", "minus64", List.of("minus"), NodeAttributes.of("to", DataType.INT64_VALUE))
        .initializer("one", 1)
        .node("Expand", "ones", List.of("one", "three"))
        .node("Mul", "negative", List.of("ones", "minus64"))
        .node("Equal", "open", List.of("wanted", "negative"))
        .node("Where", "target", List.of("open", "ones", "wanted"))
        .node("Expand", "expanded", List.of("vit.embeddings.cls_token", "target"))
        .node("Concat", "tokens", List.of("expanded", "patches"), NodeAttributes.of("axis", 1));
  }

  private void norm(String name, String from, String to) {
    graph
        .initializer(name + ".weight", OperatorRows.random(WIDTH))
        .initializer(name + ".bias", OperatorRows.random(WIDTH))
        .node(
            "LayerNormalization",
            to,
            List.of(from, name + ".weight", name + ".bias"),
            NodeAttributes.of("axis", -1),
            OperatorRows.number("epsilon", 1e-12f));
  }

  private void dense(String name, String from, String to, int in, int out) {
    graph
        .initializer(name + ".weight", OperatorRows.random(in, out))
        .initializer(name + ".bias", OperatorRows.random(out))
        .node("MatMul", to + "/MatMul", List.of(from, name + ".weight"))
        .node("Add", to, List.of(name + ".bias", to + "/MatMul"));
  }

  private void attention() {
    norm("vit.encoder.layer.0.layernorm_before", "embedded", "normed");
    graph.initializer("heads", 0, 0, 2, 2).initializer("joined", 0, 0, 4);
    for (String part : List.of("query", "key", "value")) {
      dense(part, "normed", part, WIDTH, WIDTH);
      int[] order = part.equals("key") ? new int[] {0, 2, 3, 1} : new int[] {0, 2, 1, 3};
      long[] perm = IntStream.of(order).asLongStream().toArray();
      graph
          .node("Reshape", part + "/heads", List.of(part, "heads"))
          .node(
              "Transpose",
              part + "/moved",
              List.of(part + "/heads"),
              NodeAttributes.of("perm", perm));
    }
    graph
        .initializer("root", OperatorRows.scalar(Math.sqrt(2)))
        .node("MatMul", "scores", List.of("query/moved", "key/moved"))
        .node("Div", "scaled", List.of("scores", "root"))
        .node("Softmax", "probabilities", List.of("scaled"), NodeAttributes.of("axis", -1))
        .node("MatMul", "context", List.of("probabilities", "value/moved"))
        .node("Transpose", "back", List.of("context"), NodeAttributes.of("perm", 0, 2, 1, 3))
        .node("Reshape", "attended", List.of("back", "joined"));
    dense("output", "attended", "output", WIDTH, WIDTH);
    graph.node("Add", "sum", List.of("output", "embedded"));
  }

  /** GELU by Erf, as PyTorch writes it before opset 20. */
  private void network() {
    norm("vit.encoder.layer.0.layernorm_after", "sum", "normed1");
    dense("intermediate", "normed1", "wide", WIDTH, 6);
    graph
        .initializer("half", OperatorRows.scalar(0.5))
        .initializer("unit", OperatorRows.scalar(1))
        .node("Div", "divided", List.of("wide", "root"))
        .node("Erf", "erf", List.of("divided"))
        .node("Add", "above", List.of("erf", "unit"))
        .node("Mul", "product", List.of("wide", "above"))
        .node("Mul", "active", List.of("product", "half"));
    dense("contract", "active", "narrow", 6, WIDTH);
    graph.node("Add", "total", List.of("narrow", "sum"));
    norm("vit.layernorm", "total", "normed2");
  }
}
