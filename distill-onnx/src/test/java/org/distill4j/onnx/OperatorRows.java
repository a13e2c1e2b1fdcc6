package org.distill4j.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import com.google.protobuf.ByteString;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Shape;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.io.TempDir;

/** Graphs of few nodes, whose recordings are held against ONNX Runtime. */
abstract class OperatorRows {
  private static final List<Integer> LENGTHS = List.of(1, 4, 9);

  private final List<DynamicTest> rows = new ArrayList<>();

  @TempDir private Path folder = Path.of("");

  /** All rows that were added. */
  Stream<DynamicTest> rows() {
    return rows.stream();
  }

  static Graphs tokens() {
    return new Graphs().input("x", DataType.FLOAT, "batch", "length", 4);
  }

  static Graphs images() {
    return new Graphs().input("x", DataType.FLOAT, "batch", 2, 7, 7);
  }

  static AttributeProto number(String name, float value) {
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeProto.AttributeType.FLOAT)
        .setF(value)
        .build();
  }

  static AttributeProto text(String name, String value) {
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeProto.AttributeType.STRING)
        .setS(ByteString.copyFromUtf8(value))
        .build();
  }

  static HostTensor random(int... dims) {
    Shape shape = Shape.of(dims);
    SplittableRandom random = new SplittableRandom(shape.size());
    float[] values = new float[Math.toIntExact(shape.size())];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextDouble(-1, 1);
    }
    return HostTensor.ofFloats(shape, values);
  }

  static HostTensor scalar(double value) {
    return HostTensor.ofFloats(Shape.scalar(), (float) value);
  }

  void add(String name, Graphs graph, Object... axes) {
    Object[] named = axes.length == 0 ? new Object[] {"batch", "length", 4} : axes;
    byte[] bytes = graph.output("y", DataType.FLOAT, named).build();
    rows.add(DynamicTest.dynamicTest(name, () -> check(name, bytes)));
  }

  private void check(String name, byte[] bytes) throws IOException {
    Path file = folder.resolve(rows.size() + ".onnx");
    Files.write(file, bytes);
    OnnxModel model = OnnxModel.open(file);
    try (OnnxPredictor expected = OnnxPredictor.load(name, bytes, OnnxOptions.defaults())) {
      ExportComparison.requireSame(model, model.weights(), expected, LENGTHS);
    }
    ExportComparison.requireSame(model, model.weights(), LENGTHS);
  }
}
