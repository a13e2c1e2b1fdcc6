package org.distill4j.onnx;

import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import ai.onnx.proto.OnnxMl.TensorShapeProto.Dimension;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.distill4j.tensor.DType;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.Tensor;
import org.distill4j.tensor.TensorSpec;

/** The inputs of a graph, as the inputs of a model. */
final class GraphInputs {
  private static final String LENGTH = "length";

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

  /** Returns the reason why an input cannot be one of a model. */
  static Optional<String> refused(ValueInfoProto input) {
    if (!input.getType().hasTensorType() || OnnxElements.recorded(type(input)).isEmpty()) {
      return Optional.of("type " + type(input));
    }
    return axes(input).isEmpty()
        ? Optional.of("no axis for the batch")
        : axes(input).stream()
            .map(Dimension::getDimValue)
            .filter(length -> length < 0 || length > Integer.MAX_VALUE)
            .findFirst()
            .map(length -> "an axis of length " + length);
  }

  private static TensorSpec spec(ValueInfoProto input) {
    List<Dimension> axes = axes(input);
    Set<String> taken = new HashSet<>(List.of("", OnnxExport.BATCH, axes.get(0).getDimParam()));
    long unnamed = axes.stream().skip(1).filter(axis -> isUnnamed(axis, taken)).count();
    Shape shape = Shape.scalar();
    for (int i = 1; i < axes.size(); i++) {
      Dimension axis = axes.get(i);
      String name = axis.getDimParam();
      if (isUnnamed(axis, taken)) {
        name = unnamed == 1 ? LENGTH : "axis" + i;
      }
      int length = HostShapes.length(axis.getDimValue());
      shape = shape.append(length > 0 ? Shape.of(length) : Shape.free(name));
    }
    boolean floats = OnnxElements.recorded(type(input)).equals(Optional.of(DType.FLOAT32));
    return new TensorSpec(floats ? DType.FLOAT32 : DType.INT32, shape);
  }

  private static List<Dimension> axes(ValueInfoProto input) {
    return input.getType().getTensorType().getShape().getDimList();
  }

  /** Some files name all axes "batch", and others none. */
  private static boolean isUnnamed(Dimension axis, Set<String> taken) {
    return axis.getDimValue() < 1 && taken.contains(axis.getDimParam().strip());
  }

  /** Returns an input as the graph reads it; nonzero is true. */
  static GraphValue value(ValueInfoProto input, Tensor given) {
    return type(input) == DataType.BOOL
        ? GraphValue.of(given.toFloat().abs(), DType.BOOL)
        : new GraphTensor(given);
  }
}
