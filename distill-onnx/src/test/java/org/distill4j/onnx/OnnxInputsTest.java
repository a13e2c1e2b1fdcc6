package org.distill4j.onnx;

import static ai.onnx.proto.OnnxMl.TensorProto.DataType.FLOAT;
import static ai.onnx.proto.OnnxMl.TensorProto.DataType.INT64;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.distill4j.model.Model;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.TensorSpec;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

@DisplayName("An ONNX file of several inputs")
class OnnxInputsTest {
  private static final OnnxOptions DEFAULTS = OnnxOptions.defaults();
  private static final HostTensor IDS = HostTensor.ofInts(Shape.of(3, 2), 1, 2, 3, 4, 5, 6);
  private static final HostTensor MASK = HostTensor.ofInts(Shape.of(3, 2), 1, 0, 1, 1, 0, 1);

  private static OnnxPredictor open(byte[] model, OnnxOptions options) {
    return OnnxPredictor.load("text.onnx", model, options);
  }

  /** Gives ids · mask + types and its sum over each row. */
  private static byte[] text(Object batch, String ids, String mask, String types) {
    return new Graphs()
        .input("input_ids", INT64, batch, ids)
        .input("attention_mask", INT64, batch, mask)
        .input("token_type_ids", INT64, batch, types)
        .initializer("axes", 1)
        .node("Mul", "product", List.of("input_ids", "attention_mask"))
        .node("Add", "tokens", List.of("product", "token_type_ids"))
        .node("ReduceSum", "sum", List.of("tokens", "axes"), NodeAttributes.of("keepdims", 0))
        .output("tokens", INT64, batch, ids)
        .output("sum", INT64, batch)
        .build();
  }

  private static byte[] text() {
    return text("batch_size", "sequence_length", "sequence_length", "sequence_length");
  }

  /** Gives a + b. */
  private static byte[] sum(Object[] one, Object[] other) {
    return new Graphs()
        .input("a", FLOAT, one)
        .input("b", FLOAT, other)
        .node("Add", "y", List.of("a", "b"))
        .output("y", FLOAT, one)
        .build();
  }

  @Nested
  @DisplayName("takes")
  class Takes {
    @Test
    @DisplayName("each by its name, whatever else a batch has, with free axes of the file's names")
    void named() {
      try (OnnxPredictor predictor = open(text(), DEFAULTS)) {
        TensorSpec free = TensorSpec.freeInts("sequence_length");
        assertThat(predictor.inputs())
            .containsExactly(
                Map.entry("input_ids", free),
                Map.entry("attention_mask", free),
                Map.entry("token_type_ids", free));
        assertThat(predictor.outputs())
            .containsExactly(Map.entry("tokens", free), Map.entry("sum", TensorSpec.ints()));
        Map<String, HostTensor> batch =
            Map.of("attention_mask", MASK, "input_ids", IDS, "token_type_ids", MASK, "other", IDS);
        assertThat(predictor.predict(batch).get("tokens").toIntArray())
            .containsExactly(2, 0, 4, 5, 0, 7);
        assertThat(predictor.predict(batch).get("sum").toIntArray()).containsExactly(2, 9, 7);
      }
    }

    @Test
    @DisplayName("one under another name, and a constant in place of one, in batches of any size")
    void chosen() {
      OnnxOptions options =
          DEFAULTS.withInput("attention_mask", "mask").withConstant("token_type_ids", 10);
      Map<String, HostTensor> batch = Map.of("input_ids", IDS, "mask", MASK);
      for (Object size : new Object[] {"N", 1, 2, 5}) {
        try (OnnxPredictor predictor = open(text(size, "L", "L", "L"), options)) {
          assertThat(predictor.inputs()).containsOnlyKeys("input_ids", "mask");
          assertThat(predictor.predict(batch).get("sum").toIntArray()).containsExactly(21, 27, 26);
        }
      }
    }

    @Test
    @DisplayName("a single one under any name if the others are constant")
    void single() {
      OnnxOptions options =
          DEFAULTS.withConstant("token_type_ids", 0).withConstant("attention_mask", 2);
      try (OnnxPredictor predictor = open(text(), options)) {
        assertThat(predictor.predict(IDS).get("sum").toIntArray()).containsExactly(6, 14, 22);
      }
    }

    @Test
    @DisplayName("a setting that has no batch as a constant")
    void setting() {
      byte[] file = sum(new Object[] {"N", 2}, new Object[0]);
      try (OnnxPredictor predictor = open(file, DEFAULTS.withConstant("b", 0.5))) {
        HostTensor x = HostTensor.ofFloats(Shape.of(1, 2), 1, 2);
        assertThat(predictor.predict(x).logits().toFloatArray()).containsExactly(1.5f, 2.5f);
      }
      assertThatThrownBy(() -> open(file, DEFAULTS))
          .hasMessage(
              "Input \"b\" of text.onnx is a scalar, expected the batch on axis 0.\n"
                  + "Maybe it is a setting: give it a number with OnnxOptions.withConstant.");
    }

    @Test
    @DisplayName("axes without names as \"length\", or by input and place if there are several")
    void unnamed() {
      try (OnnxPredictor predictor = open(text("", "", "", ""), DEFAULTS)) {
        assertThat(predictor.inputs().values()).containsOnly(TensorSpec.freeInts("length"));
      }
      byte[] images = sum(new Object[] {"", 2, "", ""}, new Object[] {"", 2, "", ""});
      Shape sides = Shape.of(2).append(Shape.free("height", "width"));
      OnnxOptions options = DEFAULTS.withExample("a", sides).withExample("b", sides);
      try (OnnxPredictor predictor = open(images, options)) {
        assertThat(predictor.outputs().get("logits")).hasToString("FLOAT32(2, height, width)");
      }
      byte[] image =
          new Graphs()
              .input("x", FLOAT, "", 2, "", "")
              .node("Neg", "y", List.of("x"))
              .output("y", FLOAT, "", 2, "", "")
              .build();
      try (OnnxPredictor predictor = open(image, DEFAULTS)) {
        assertThat(predictor.input()).hasToString("FLOAT32(2, x.2, x.3)");
      }
    }

    @Test
    @DisplayName("axes of different names that are always of one length")
    void twoNames() {
      try (OnnxPredictor predictor = open(text("N", "unk_1", "unk_2", "unk_3"), DEFAULTS)) {
        assertThat(predictor.inputs().values()).containsOnly(TensorSpec.freeInts("unk_1"));
        assertThat(predictor.outputs().get("tokens")).isEqualTo(TensorSpec.freeInts("unk_1"));
      }
    }

    @Test
    @DisplayName("a length that is given for an axis, in all inputs that have it")
    void axis() {
      try (OnnxPredictor predictor = open(text(), DEFAULTS.withAxis("sequence_length", 2))) {
        assertThat(predictor.inputs().values()).containsOnly(TensorSpec.ints(2));
      }
    }

    @Test
    @DisplayName("what an exported file takes, and gives what the oracle gives")
    void exported() {
      Model model = MaskedModel.of();
      byte[] file = OnnxExport.of(model, ExportComparison.weights(model)).toBytes();
      try (OnnxPredictor predictor = open(file, DEFAULTS)) {
        assertThat(predictor.inputs()).isEqualTo(model.inputs());
        assertThat(predictor.outputs().get("tags")).hasToString("FLOAT32(length, 4)");
        ExportComparison.requireSame(
            model, ExportComparison.weights(model), predictor, List.of(1, 7));
      }
    }
  }

  @Nested
  @DisplayName("refuses")
  class Refuses {
    private void assertRefused(Map<String, HostTensor> batch, String... parts) {
      try (OnnxPredictor predictor = open(text(), DEFAULTS.withConstant("token_type_ids", 0))) {
        assertThatThrownBy(() -> predictor.predict(batch))
            .isInstanceOf(IllegalArgumentException.class)
            .message()
            .contains(parts)
            .contains("expected")
            .contains("\nMaybe ");
      }
    }

    @Test
    @DisplayName("a batch that lacks one, and names the ways out")
    void missing() {
      assertRefused(
          Map.of("input_ids", IDS),
          "text.onnx takes the input \"attention_mask\", INT32(sequence_length), and the batch has"
              + " [input_ids], expected it among them.\n"
              + "Maybe it has another name there (OnnxOptions.withInput), is one number everywhere,"
              + " as token types are 0 (OnnxOptions.withConstant), or can be made of another, as a"
              + " mask is of ids (DerivedInputs).");
    }

    @Test
    @DisplayName("a mask of another length, or of other examples")
    void lengths() {
      HostTensor longer = HostTensor.ofInts(Shape.of(3, 1), 1, 1, 1);
      assertRefused(
          Map.of("input_ids", IDS, "attention_mask", longer),
          "Input \"attention_mask\" is INT32(3, 1) in a batch of 3 examples of {sequence_length=2},"
              + " expected INT32(3, 2).\nMaybe the inputs belong to different batches");
      assertRefused(
          Map.of("input_ids", IDS, "attention_mask", MASK.rows(0, 1)),
          "is INT32(1, 2) in a batch of 3 examples of {sequence_length=2}, expected INT32(3, 2)");
    }

    @Test
    @DisplayName("a mask of another type")
    void type() {
      assertRefused(
          Map.of(
              "input_ids",
              IDS,
              "attention_mask",
              HostTensor.ofFloats(Shape.of(3, 2), 1, 1, 1, 1, 1, 1)),
          "The input \"attention_mask\" of text.onnx is FLOAT32(3, 2), expected a batch of"
              + " INT32(sequence_length)");
    }
  }

  @Nested
  @DisplayName("is refused, with a way out,")
  class Refused {
    private void assertRefused(byte[] file, OnnxOptions options, String... parts) {
      assertThatThrownBy(() -> open(file, options))
          .isInstanceOf(IllegalArgumentException.class)
          .message()
          .contains(parts)
          .contains("expected")
          .contains("\nMaybe ");
    }

    @Test
    @DisplayName("if something is said of an input that it does not have")
    void absent() {
      for (OnnxOptions options :
          List.of(
              DEFAULTS.withInput("ids", "x"),
              DEFAULTS.withConstant("ids", 0),
              DEFAULTS.withExample("ids", Shape.of(3)))) {
        assertRefused(
            text(),
            options,
            "text.onnx has no input \"ids\", expected one of [input_ids, attention_mask,"
                + " token_type_ids].");
      }
    }

    @Test
    @DisplayName("if it fixes two batch sizes")
    void batches() {
      assertRefused(
          sum(new Object[] {4, 2}, new Object[] {1, 2}),
          DEFAULTS,
          "text.onnx fixes axis 0 of its inputs to [a: 4, b: 1], expected one batch size.");
    }

    @Test
    @DisplayName("if all inputs are constant")
    void constant() {
      byte[] file = sum(new Object[] {"N", 2}, new Object[] {"N", 2});
      assertRefused(
          file,
          DEFAULTS.withConstant("a", 1).withConstant("b", 1),
          "text.onnx takes nothing but constants of [a, b], expected an input");
    }

    @Test
    @DisplayName("if a constant has a length that nothing gives")
    void length() {
      assertRefused(
          sum(new Object[] {"N", "L"}, new Object[] {"N", "L", "M"}),
          DEFAULTS.withConstant("b", 1),
          "Input \"b\" is constant, of shape (batch, L, M), and no other input has its free axes");
    }

    @Test
    @DisplayName("if a shape is given without saying of which input")
    void example() {
      assertRefused(
          text(),
          DEFAULTS.withExample(Shape.of(5)),
          "text.onnx takes the inputs [input_ids, attention_mask, token_type_ids], and"
              + " OnnxOptions.withExample gives the shape of one, expected its name too.\n"
              + "Maybe use withExample(\"input_ids\", …).");
    }

    @Test
    @DisplayName("if two inputs get one name")
    void twice() {
      assertThatThrownBy(() -> DEFAULTS.withInput("a", "x").withInput("b", "x"))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith(
              "Two inputs have one name in {a=x, b=x}, expected each name once.");
    }

    @Test
    @DisplayName("if it takes none of the lengths that are tried")
    void lengths() {
      byte[] file = sum(new Object[] {"N", "L"}, new Object[] {"N", 7});
      assertRefused(
          file,
          DEFAULTS,
          "text.onnx was tried on 2 examples of {L=8}, expected it to take them: ONNX Runtime"
              + " failed",
          "OnnxOptions.withAxis or withExample.");
      open(file, DEFAULTS.withAxis("L", 7)).close();
    }
  }
}
