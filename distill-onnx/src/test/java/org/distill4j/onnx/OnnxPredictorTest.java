package org.distill4j.onnx;

import static ai.onnx.proto.OnnxMl.TensorProto.DataType.BOOL;
import static ai.onnx.proto.OnnxMl.TensorProto.DataType.DOUBLE;
import static ai.onnx.proto.OnnxMl.TensorProto.DataType.FLOAT;
import static ai.onnx.proto.OnnxMl.TensorProto.DataType.INT32;
import static ai.onnx.proto.OnnxMl.TensorProto.DataType.INT64;
import static ai.onnx.proto.OnnxMl.TensorProto.DataType.STRING;
import static ai.onnx.proto.OnnxMl.TensorProto.DataType.UINT8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnx.proto.OnnxMl.TensorProto;
import java.util.List;
import java.util.Map;
import org.distill4j.core.metric.Latency;
import org.distill4j.core.model.Models;
import org.distill4j.model.Model;
import org.distill4j.model.Predictions;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.TensorSpec;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("An ONNX file that predicts")
class OnnxPredictorTest {
  private static final HostTensor THREE = HostTensor.ofFloats(Shape.of(3, 2), 1, 2, 3, 4, 5, 6);

  private static OnnxPredictor open(byte[] model) {
    return open(model, OnnxOptions.defaults());
  }

  private static OnnxPredictor open(byte[] model, OnnxOptions options) {
    return OnnxPredictor.load("foreign.onnx", model, options);
  }

  /** Gives y = 2x for batches of the given size, or of any. */
  private static byte[] doubling(Object batch) {
    return new Graphs()
        .input("x", FLOAT, batch, 2)
        .initializer("two", HostTensor.ofFloats(Shape.scalar(), 2))
        .node("Mul", "y", List.of("x", "two"))
        .output("y", FLOAT, batch, 2)
        .build();
  }

  /** Gives the row sums in "sums" and the rows themselves in "same". */
  private static byte[] twoOutputs() {
    return new Graphs()
        .input("x", FLOAT, "N", 2)
        .initializer("axes", 1)
        .node("ReduceSum", "sums", List.of("x", "axes"), NodeAttributes.of("keepdims", 0))
        .node("Identity", "same", List.of("x"))
        .output("sums", FLOAT, "N")
        .output("same", FLOAT, "N", 2)
        .build();
  }

  @Nested
  @DisplayName("takes and gives")
  class Signature {
    @Test
    @DisplayName("what the file says, a single output being called logits")
    void free() {
      try (OnnxPredictor predictor = open(doubling("N"))) {
        assertThat(predictor.input()).isEqualTo(TensorSpec.floats(2));
        assertThat(predictor.outputs()).containsExactly(Map.entry("logits", TensorSpec.floats(2)));
        assertThat(predictor.predict(THREE).logits().toFloatArray())
            .containsExactly(2, 4, 6, 8, 10, 12);
      }
    }

    @Test
    @DisplayName("batches of any size where the file fixes it, cut and filled up")
    void fixed() {
      for (int size : new int[] {1, 2, 3, 5}) {
        try (OnnxPredictor predictor = open(doubling(size))) {
          HostTensor doubled = predictor.predict(THREE).logits();
          assertThat(doubled.shape()).isEqualTo(Shape.of(3, 2));
          assertThat(doubled.toFloatArray()).containsExactly(2, 4, 6, 8, 10, 12);
        }
      }
    }

    @Test
    @DisplayName("several outputs under their own names, in the file's order")
    void several() {
      try (OnnxPredictor predictor = open(twoOutputs())) {
        assertThat(predictor.outputs())
            .containsExactly(
                Map.entry("sums", TensorSpec.floats()), Map.entry("same", TensorSpec.floats(2)));
        assertThat(predictor.predict(THREE).get("sums").toFloatArray()).containsExactly(3, 7, 11);
      }
    }

    @Test
    @DisplayName("just the outputs that were chosen, under the names they were given")
    void chosen() {
      OnnxOptions options = OnnxOptions.defaults().withOutput("same", "logits");
      try (OnnxPredictor predictor = open(twoOutputs(), options)) {
        assertThat(predictor.outputs()).containsOnlyKeys("logits");
        assertThat(predictor.predict(THREE).logits()).isEqualTo(THREE);
      }
    }

    @Test
    @DisplayName("ids of 64 bits as INT32, on both sides")
    void longs() {
      byte[] file =
          new Graphs()
              .input("ids", INT64, "N", 2)
              .initializer("one", 1)
              .node("Add", "next", List.of("ids", "one"))
              .output("next", INT64, "N", 2)
              .build();
      try (OnnxPredictor predictor = open(file)) {
        HostTensor ids = HostTensor.ofInts(Shape.of(1, 2), -5, 2_000_000_000);
        assertThat(predictor.input()).isEqualTo(TensorSpec.ints(2));
        assertThat(predictor.predict(ids).logits().toIntArray()).containsExactly(-4, 2_000_000_001);
      }
    }

    @Test
    @DisplayName("doubles as FLOAT32, on both sides")
    void doubles() {
      byte[] file =
          new Graphs()
              .input("x", DOUBLE, "N", 2)
              .node("Neg", "y", List.of("x"))
              .output("y", DOUBLE, "N", 2)
              .build();
      try (OnnxPredictor predictor = open(file)) {
        HostTensor x = HostTensor.ofFloats(Shape.of(1, 2), 0.1f, -3);
        assertThat(predictor.predict(x).logits().toFloatArray()).containsExactly(-0.1f, 3);
      }
    }

    @ParameterizedTest
    @EnumSource(names = {"FLOAT16", "BFLOAT16"})
    @DisplayName("halves as FLOAT32, on both sides")
    void halves(TensorProto.DataType type) {
      byte[] file = negating(type, FLOAT);
      try (OnnxPredictor predictor = open(file)) {
        assertThat(predictor.input()).isEqualTo(TensorSpec.floats(2));
        HostTensor x = HostTensor.ofFloats(Shape.of(1, 2), 0.5f, -3);
        assertThat(predictor.predict(x).logits().toFloatArray()).containsExactly(-0.5f, 3);
      }
    }

    /** A file of that type on both sides, which computes in another. */
    private static byte[] negating(TensorProto.DataType type, TensorProto.DataType inside) {
      return new Graphs()
          .input("x", type, "N", 2)
          .node("Cast", "a", List.of("x"), NodeAttributes.of("to", inside.getNumber()))
          .node("Neg", "b", List.of("a"))
          .node("Cast", "y", List.of("b"), NodeAttributes.of("to", type.getNumber()))
          .output("y", type, "N", 2)
          .build();
    }

    @ParameterizedTest
    @EnumSource(names = {"INT8", "INT16", "INT64"})
    @DisplayName("whole numbers as INT32, on both sides")
    void wholes(TensorProto.DataType type) {
      try (OnnxPredictor predictor = open(negating(type, INT32))) {
        HostTensor x = HostTensor.ofInts(Shape.of(1, 2), 100, -3);
        assertThat(predictor.predict(x).logits().toIntArray()).containsExactly(-100, 3);
      }
    }

    @Test
    @DisplayName("bytes and booleans as INT32, and refuses what they cannot hold")
    void bytes() {
      byte[] file =
          new Graphs()
              .input("x", UINT8, "N", 2)
              .node("Cast", "b", List.of("x"), NodeAttributes.of("to", BOOL.getNumber()))
              .node("Identity", "same", List.of("x"))
              .output("same", UINT8, "N", 2)
              .output("b", BOOL, "N", 2)
              .build();
      try (OnnxPredictor predictor = open(file)) {
        Predictions given = predictor.predict(HostTensor.ofInts(Shape.of(1, 2), 200, 0));
        assertThat(given.get("same").toIntArray()).containsExactly(200, 0);
        assertThat(given.get("b").toIntArray()).containsExactly(1, 0);
        assertThatThrownBy(() -> predictor.predict(HostTensor.ofInts(Shape.of(1, 2), 256, 0)))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessageContaining("is 256, expected 0 to 255 as the file's type holds.\nMaybe ");
      }
    }

    @Test
    @DisplayName("axes without names, where the shape of an example is given")
    void unnamed() {
      byte[] file =
          new Graphs()
              .input("x", FLOAT, "", 3, "")
              .node("Neg", "y", List.of("x"))
              .output("y", FLOAT, "", 3, "")
              .build();
      OnnxOptions options = OnnxOptions.defaults();
      try (OnnxPredictor predictor = open(file, options.withExample(Shape.of(3, 5)))) {
        assertThat(predictor.input()).isEqualTo(TensorSpec.floats(3, 5));
      }
      try (OnnxPredictor predictor = open(file)) {
        assertThat(predictor.input()).hasToString("FLOAT32(3, length)");
      }
      assertThatThrownBy(() -> open(file, options.withExample(Shape.of(4, 5))))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("gives (4, 5) without the batch, expected the same where")
          .hasMessageContaining("\nMaybe ");
    }

    @Test
    @DisplayName("sequences of a length that is given, where the file leaves it free")
    void axis() {
      byte[] file =
          new Graphs()
              .input("x", FLOAT, "N", "time")
              .node("Neg", "y", List.of("x"))
              .output("y", FLOAT, "N", "time")
              .build();
      try (OnnxPredictor predictor = open(file, OnnxOptions.defaults().withAxis("time", 7))) {
        assertThat(predictor.input()).isEqualTo(TensorSpec.floats(7));
        assertThat(predictor.outputs()).containsValue(TensorSpec.floats(7));
      }
      try (OnnxPredictor predictor = open(file)) {
        assertThat(predictor.input()).hasToString("FLOAT32(time)");
        assertThat(predictor.outputs().get("logits")).hasToString("FLOAT32(time)");
      }
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

    private void assertRefused(byte[] file, String... parts) {
      assertRefused(file, OnnxOptions.defaults(), parts);
    }

    @Test
    @DisplayName("if its input is of a type that batches are not of")
    void inputType() {
      byte[] file =
          new Graphs()
              .input("x", STRING, "N", 2)
              .node("Identity", "y", List.of("x"))
              .output("y", STRING, "N", 2)
              .build();
      assertRefused(file, "Input \"x\" of foreign.onnx is STRING");
    }

    @Test
    @DisplayName("if its input is a scalar")
    void scalar() {
      byte[] file =
          new Graphs().input("x", FLOAT).node("Neg", "y", List.of("x")).output("y", FLOAT).build();
      assertRefused(file, "Input \"x\" of foreign.onnx is a scalar");
    }

    @Test
    @DisplayName("if an output has no batch")
    void noBatch() {
      byte[] file =
          new Graphs()
              .input("x", FLOAT, "N", 3)
              .initializer("axes", 0)
              .node("ReduceSum", "y", List.of("x", "axes"), NodeAttributes.of("keepdims", 0))
              .output("y", FLOAT, 3)
              .build();
      assertRefused(
          file, "Output \"logits\" of foreign.onnx has shape (3) for a batch of 2, expected the");
    }

    @Test
    @DisplayName("if an output is of a type that outputs are not of, unless others are chosen")
    void outputType() {
      byte[] file =
          new Graphs()
              .input("x", FLOAT, "N", 2)
              .node("Cast", "text", List.of("x"), NodeAttributes.of("to", STRING.getNumber()))
              .node("Neg", "y", List.of("x"))
              .output("text", STRING, "N", 2)
              .output("y", FLOAT, "N", 2)
              .build();
      assertRefused(file, "Output \"text\" of foreign.onnx is STRING");
      open(file, OnnxOptions.defaults().withOutput("y", "logits")).close();
    }

    @Test
    @DisplayName("if an output was chosen that it does not have")
    void noSuchOutput() {
      assertRefused(
          doubling("N"),
          OnnxOptions.defaults().withOutput("z", "logits"),
          "foreign.onnx has no output \"z\", expected one of [y]");
    }
  }

  @Nested
  @DisplayName("refuses")
  class Refuses {
    private void assertRefused(HostTensor inputs, String message) {
      try (OnnxPredictor predictor = open(doubling("N"))) {
        assertThatThrownBy(() -> predictor.predict(inputs))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessage(message);
      }
    }

    @Test
    @DisplayName("inputs of another shape")
    void shape() {
      assertRefused(
          HostTensor.ofFloats(Shape.of(1, 3), 1, 2, 3),
          "The input batch of foreign.onnx is FLOAT32(1, 3), expected a batch of FLOAT32(2).\n"
              + "Maybe the data set belongs to another model.");
    }

    @Test
    @DisplayName("inputs of another type")
    void type() {
      assertRefused(
          HostTensor.ofInts(Shape.of(1, 2), 1, 2),
          "The input batch of foreign.onnx is INT32(1, 2), expected a batch of FLOAT32(2).\n"
              + "Maybe the data set belongs to another model.");
    }

    @Test
    @DisplayName("inputs without a batch axis")
    void scalar() {
      assertRefused(
          HostTensor.ofFloats(Shape.scalar(), 1),
          "The input batch of foreign.onnx is FLOAT32(), expected a batch of FLOAT32(2).\n"
              + "Maybe the data set belongs to another model.");
    }

    @Test
    @DisplayName("ids past the end of a table")
    void ids() {
      byte[] file =
          new Graphs()
              .input("ids", INT64, "N")
              .initializer("table", HostTensor.ofFloats(Shape.of(2, 1), 1, 2))
              .node("Gather", "y", List.of("table", "ids"))
              .output("y", FLOAT, "N", 1)
              .build();
      try (OnnxPredictor predictor = open(file)) {
        assertThatThrownBy(() -> predictor.predict(HostTensor.ofInts(Shape.of(1), 2)))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessageContaining("ONNX Runtime failed on foreign.onnx")
            .hasMessageContaining("\nMaybe an id is past the end of a table");
      }
    }

    @Test
    @DisplayName("to work without a thread")
    void threads() {
      assertThatThrownBy(() -> OnnxOptions.defaults().withThreads(0))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith("ONNX Runtime was given 0 threads, expected 1 to ")
          .hasMessageEndingWith("\nMaybe leave the number out.");
    }

    @Test
    @DisplayName("to give two outputs one name")
    void sameName() {
      OnnxOptions one = OnnxOptions.defaults().withOutput("a", "logits");
      assertThatThrownBy(() -> one.withOutput("b", "logits"))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "Two outputs have one name in {a=logits, b=logits}, expected each name once.\n"
                  + "Maybe one of them was meant to keep its own.");
    }
  }

  @Nested
  @DisplayName("once closed")
  class Closed {
    @Test
    @DisplayName("says so, and may be closed again")
    void closed() {
      OnnxPredictor predictor = open(doubling("N"));
      predictor.close();
      predictor.close();
      assertThatThrownBy(() -> predictor.predict(THREE))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage(
              "The model foreign.onnx was used after it was closed, expected an open one.\n"
                  + "Maybe a try block ended before its last use.");
    }
  }

  @Test
  @DisplayName("can be timed like any predictor, from several threads")
  void timed() {
    Model model = Models.mlp(2, 4, 3);
    try (OnnxPredictor predictor =
        open(
            OnnxExport.of(model, ExportComparison.weights(model)).toBytes(),
            OnnxOptions.defaults().withThreads(2))) {
      assertThat(Latency.measure(predictor, THREE).p50Micros()).isPositive();
      HostTensor expected = predictor.predict(THREE).logits();
      assertThat(List.of(1, 2, 3, 4).parallelStream().map(i -> predictor.predict(THREE).logits()))
          .containsOnly(expected);
    }
  }
}
