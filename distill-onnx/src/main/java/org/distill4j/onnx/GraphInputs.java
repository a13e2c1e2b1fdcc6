package org.distill4j.onnx;

import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import ai.onnx.proto.OnnxMl.TensorShapeProto.Dimension;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.distill4j.tensor.DType;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.Tensor;
import org.distill4j.tensor.TensorSpec;

/** What a graph takes, as the inputs of a model. */
final class GraphInputs {
  private GraphInputs() {}

  static Map<String, TensorSpec> of(List<ValueInfoProto> inputs) {
    Map<String, TensorSpec> specs = new LinkedHashMap<>();
    inputs.forEach(input -> specs.put(input.getName(), spec(input)));
    return specs;
  }

  static DataType type(ValueInfoProto input) {
    DataType type = DataType.forNumber(input.getType().getTensorType().getElemType());
    return type == null ? DataType.UNDEFINED : type;
  }

  /** What keeps an input from being one of a model. */
  static Optional<String> refused(ValueInfoProto input) {
    if (!input.getType().hasTensorType() || OnnxElements.recorded(type(input)).isEmpty()) {
      return Optional.of("type " + type(input));
    }
    int rank = input.getType().getTensorType().getShape().getDimCount();
    return rank == 0 ? Optional.of("no axis for the batch") : Optional.empty();
  }

  private static TensorSpec spec(ValueInfoProto input) {
    List<Dimension> axes = input.getType().getTensorType().getShape().getDimList();
    Shape shape = Shape.scalar();
    for (int i = 1; i < axes.size(); i++) {
      shape = shape.append(axis(input.getName() + "." + i, axes.get(i)));
    }
    boolean floats = OnnxElements.recorded(type(input)).equals(Optional.of(DType.FLOAT32));
    return new TensorSpec(floats ? DType.FLOAT32 : DType.INT32, shape);
  }

  private static Shape axis(String otherwise, Dimension axis) {
    if (axis.getDimValue() > 0) {
      return Shape.of(Math.toIntExact(axis.getDimValue()));
    }
    return Shape.free(axis.getDimParam().isBlank() ? otherwise : axis.getDimParam());
  }

  /** An input as the graph reads it; what is not 0 is true. */
  static GraphValue value(ValueInfoProto input, Tensor given) {
    return type(input) == DataType.BOOL
        ? GraphValue.of(given.toFloat().abs(), DType.BOOL)
        : new GraphTensor(given);
  }
}
