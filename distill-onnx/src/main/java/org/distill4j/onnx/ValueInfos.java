package org.distill4j.onnx;

import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto.Dimension;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import java.util.ArrayList;
import java.util.List;
import org.distill4j.ir.Extent;
import org.distill4j.tensor.DType;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.TensorSpec;

/** The descriptions of a graph's inputs and outputs. */
final class ValueInfos {
  private ValueInfos() {}

  /** An input, of which the type and shape for one example are given; whole numbers are INT64. */
  static ValueInfoProto input(String name, TensorSpec spec) {
    Shape shape = spec.shape();
    List<Dimension> axes = new ArrayList<>(List.of(named(OnnxExport.BATCH)));
    for (int i = 0; i < shape.rank(); i++) {
      int axis = i;
      axes.add(shape.freeAxis(axis).map(ValueInfos::named).orElseGet(() -> fixed(shape.dim(axis))));
    }
    return info(name, spec.type() == DType.INT32 ? DataType.INT64 : type(spec.type()), axes);
  }

  private static DataType type(DType type) {
    return OnnxTensors.type(type);
  }

  /** An output, whose axes are named after those of the inputs, or after itself. */
  static ValueInfoProto output(String name, DType type, List<Extent> extents) {
    List<Dimension> axes = new ArrayList<>();
    for (Extent extent : extents) {
      axes.add(axis(extent, name + "." + axes.size()));
    }
    return info(name, type(type), axes);
  }

  private static Dimension axis(Extent extent, String own) {
    if (extent instanceof Extent.Fixed fixed) {
      return fixed(fixed.length());
    }
    if (extent instanceof Extent.Linear linear) {
      String first = linear.scales().keySet().iterator().next();
      return named(linear.equals(Extent.like(first)) ? first : own);
    }
    return named(own);
  }

  private static Dimension named(String name) {
    return Dimension.newBuilder().setDimParam(name).build();
  }

  private static Dimension fixed(int length) {
    return Dimension.newBuilder().setDimValue(length).build();
  }

  private static ValueInfoProto info(String name, DataType type, List<Dimension> axes) {
    TypeProto.Tensor tensor =
        TypeProto.Tensor.newBuilder()
            .setElemType(type.getNumber())
            .setShape(TensorShapeProto.newBuilder().addAllDim(axes))
            .build();
    return ValueInfoProto.newBuilder()
        .setName(name)
        .setType(TypeProto.newBuilder().setTensorType(tensor))
        .build();
  }
}
