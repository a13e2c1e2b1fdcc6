package org.distill4j.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.InvalidProtocolBufferException;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import org.distill4j.fuzz.Damage;
import org.distill4j.fuzz.FuzzFolder;
import org.distill4j.model.Mode;
import org.distill4j.model.Model;
import org.distill4j.program.Recorder;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Shape;

@Label("An ONNX file is read as a model or refused,")
class OnnxFuzzTest {
  private static final FuzzFolder PLAYGROUND = new FuzzFolder();

  /** A recording takes some kilobytes for a node of a hundred bytes. */
  static final long FACTOR = 100_000;

  static final List<byte[]> VALID = List.of(convolutional(), lengths());

  private static byte[] convolutional() {
    Model model = OnnxModelTest.convolutional();
    return OnnxExport.of(model, Recorder.forward(model, Mode.EVALUATION, 2).initialWeights(1))
        .toBytes();
  }

  /** A graph that computes with lengths. */
  private static byte[] lengths() {
    TensorProto.DataType floats = TensorProto.DataType.FLOAT;
    return new Graphs()
        .input("x", floats, "N", 4)
        .output("y", floats, "N", 4)
        .initializer("w", HostTensor.ofFloats(Shape.of(4, 4), new float[16]))
        .initializer("zero", 0)
        .initializer("one", 1)
        .initializer("two", 2)
        .initializer("four", 4, 4)
        .node("Shape", "shape", List.of("x"))
        .node("Slice", "last", List.of("shape", "one", "two"))
        .node("ConstantOfShape", "filled", List.of("last"))
        .node("Expand", "square", List.of("filled", "four"))
        .node("Tile", "tiled", List.of("last", "two"))
        .node("Concat", "joined", List.of("last", "tiled", "one"), NodeAttributes.of("axis", 0))
        .node("ReduceSum", "sum", List.of("square"), NodeAttributes.of("keepdims", 0))
        .node("MatMul", "product", List.of("x", "w"))
        .node("Add", "added", List.of("product", "filled"))
        .node("Add", "y", List.of("added", "sum"))
        .build();
  }

  @AfterContainer
  static void clear() {
    PLAYGROUND.close();
  }

  @Provide
  Arbitrary<byte[]> files() {
    return Arbitraries.oneOf(Damage.of(VALID), numbers());
  }

  /** One number of a valid file changed. */
  private static Arbitrary<byte[]> numbers() {
    Arbitrary<Long> extremes =
        Arbitraries.oneOf(
            Arbitraries.of(
                -1L,
                0L,
                1L,
                3L,
                65_536L,
                1L << 24,
                1L << 31,
                (1L << 31) - 1,
                1L << 32,
                Long.MAX_VALUE,
                Long.MIN_VALUE),
            Arbitraries.longs());
    return Combinators.combine(
            Arbitraries.of(VALID), Arbitraries.integers().between(0, 200), extremes)
        .as(OnnxFuzzTest::with);
  }

  private static byte[] with(byte[] valid, int place, long number) {
    try {
      ModelProto.Builder model = ModelProto.parseFrom(valid).toBuilder();
      GraphProto.Builder graph = model.getGraphBuilder();
      if (place % 4 == 0) {
        TensorProto.Builder tensor =
            graph.getInitializerBuilder(place % graph.getInitializerCount());
        tensor.setDims(place % Math.max(1, tensor.getDimsCount()), number);
      } else if (place % 4 == 1) {
        graph
            .getInputBuilder(0)
            .getTypeBuilder()
            .getTensorTypeBuilder()
            .getShapeBuilder()
            .getDimBuilder(1)
            .setDimValue(number);
      } else if (place % 4 == 2) {
        TensorProto.Builder tensor =
            graph.getInitializerBuilder(place % graph.getInitializerCount());
        tensor.clearRawData().clearInt64Data().clearDims().addDims(1).addInt64Data(number);
        tensor.setDataType(TensorProto.DataType.INT64.getNumber());
      } else {
        for (AttributeProto.Builder attribute :
            graph.getNodeBuilder(place % graph.getNodeCount()).getAttributeBuilderList()) {
          attribute.setI(number);
          for (int i = 0; i < attribute.getIntsCount(); i++) {
            attribute.setInts(i, number);
          }
        }
      }
      return model.build().toByteArray();
    } catch (InvalidProtocolBufferException error) {
      throw new IllegalArgumentException(error);
    }
  }

  @Property
  @Label("whatever it holds")
  void model(@ForAll("files") byte[] damaged) {
    PLAYGROUND.read("m.onnx", damaged, FACTOR, file -> OnnxModel.open(file).weights());
  }
}
