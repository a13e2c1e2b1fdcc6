package org.distill4j.onnx;

import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.Tensor;

/** Operators that make images larger or smaller. */
final class ResizeOperators {
  private static final String MODE = "mode";
  private static final String COORDINATES = "coordinate_transformation_mode";
  private static final String NEAREST = "nearest";
  private static final String ROUNDING = "nearest_mode";
  private static final double CUBIC = -0.75;

  private ResizeOperators() {}

  static Map<String, GraphOperator> all() {
    return Map.of(
        "Resize",
            GraphOperator.of(
                ResizeOperators::resize,
                ResizeOperators::refused,
                MODE,
                COORDINATES,
                ROUNDING,
                "cubic_coeff_a",
                "exclude_outside",
                "extrapolation_value",
                "antialias",
                "axes",
                "keep_aspect_ratio_policy"),
        "Upsample",
            GraphOperator.of(
                call -> scaled(call, 1, "asymmetric", "floor"),
                ResizeOperators::refused,
                MODE,
                "scales"),
        "DepthToSpace", GraphOperator.of(ResizeOperators::toSpace, MODE, "blocksize"),
        "SpaceToDepth", GraphOperator.of(ResizeOperators::toDepth, "blocksize"));
  }

  private static Optional<String> refused(NodeText node) {
    String coordinates = node.text(COORDINATES, "half_pixel");
    String policy = node.text("keep_aspect_ratio_policy", "stretch");
    if (!Interpolation.isKnown(coordinates)) {
      return Optional.of(COORDINATES + " = " + coordinates);
    }
    if (!policy.equals("stretch")) {
      return Optional.of("keep_aspect_ratio_policy = " + policy);
    }
    return Stream.of("antialias", "exclude_outside")
        .filter(name -> node.flag(name, false))
        .findFirst()
        .map(name -> name + " = 1");
  }

  private static GraphValue resize(NodeCall call) {
    NodeText node = call.node();
    if (node.opset() < 11) {
      return scaled(call, 1, "asymmetric", "floor");
    }
    String coordinates = node.text(COORDINATES, "half_pixel");
    String rounding = node.text(ROUNDING, "round_prefer_floor");
    boolean sized = call.optional(3).isPresent();
    return sized ? sized(call, coordinates, rounding) : scaled(call, 2, coordinates, rounding);
  }

  private static int[] axes(NodeCall call, int count) {
    int rank = call.in(0).rank();
    int[] axes = call.node().ints("axes", IntStream.range(0, count).toArray());
    return IntStream.of(axes).map(axis -> HostShapes.axis(axis, rank)).toArray();
  }

  private static GraphValue sized(NodeCall call, String coordinates, String rounding) {
    int[] sizes = call.host(3).toInts();
    int[] axes = axes(call, sizes.length);
    GraphValue value = call.in(0);
    for (int i = 0; i < axes.length; i++) {
      int from = value.dims()[axes[i]];
      float scale = (float) sizes[i] / from;
      Interpolation axis = new Interpolation(from, sizes[i], scale, coordinates);
      value = along(call.node(), value, axes[i], axis, rounding);
    }
    return value;
  }

  private static GraphValue scaled(
      NodeCall call, int operand, String coordinates, String rounding) {
    float[] scales = scales(call, operand);
    int[] axes = axes(call, scales.length);
    GraphValue value = call.in(0);
    for (int i = 0; i < axes.length; i++) {
      int from = value.dims()[axes[i]];
      int to = HostShapes.computed((int) Math.floor(from * scales[i]));
      Interpolation axis = new Interpolation(from, to, scales[i], coordinates);
      value = along(call.node(), value, axes[i], axis, rounding);
    }
    return value;
  }

  private static float[] scales(NodeCall call, int operand) {
    if (call.optional(operand).isEmpty()) {
      float[] scales = call.node().floats("scales");
      if (scales.length == 0) {
        throw new IllegalArgumentException(
            "Neither scales nor sizes are given, expected one of them.\n"
                + "Maybe the file is of another opset.");
      }
      return scales;
    }
    HostValue given = call.host(operand);
    float[] scales = new float[given.size()];
    IntStream.range(0, scales.length).forEach(i -> scales[i] = (float) given.at(i));
    return scales;
  }

  private static GraphValue along(
      NodeText node, GraphValue value, int axis, Interpolation way, String rounding) {
    if (way.from() == way.to() && way.scale() == 1) {
      return value;
    }
    return switch (node.text(MODE, NEAREST)) {
      case "linear" -> mixed(value, axis, way, way.linear());
      case "cubic" -> mixed(value, axis, way, way.cubic(node.number("cubic_coeff_a", CUBIC)));
      default -> picked(value, axis, way.nearest(rounding));
    };
  }

  private static GraphValue picked(GraphValue value, int axis, int... positions) {
    int from = value.dims()[axis];
    int times = Math.max(1, positions.length / from);
    boolean repeats =
        positions.length == from * times
            && IntStream.range(0, positions.length).allMatch(i -> positions[i] == i / times);
    return repeats
        ? new GraphTensor(repeated(value.floats(), axis, times))
        : AxisSelection.of(new GraphTensor(value.floats()), axis, positions);
  }

  /** Each element of an axis several times, one after the other. */
  private static Tensor repeated(Tensor x, int axis, int times) {
    int[] dims = x.shape().dims();
    int[] stretched = HostShapes.inserted(dims, axis + 1, times);
    return x.expandDims(axis + 1)
        .broadcastTo(stretched)
        .reshape(HostShapes.with(dims, axis, dims[axis] * times));
  }

  private static GraphValue mixed(GraphValue value, int axis, Interpolation way, float... shares) {
    Tensor matrix = Tensor.of(HostTensor.ofFloats(Shape.of(way.from(), way.to()), shares));
    int rank = value.rank();
    if (axis == rank - 1) {
      return new GraphTensor(value.floats().matmul(matrix));
    }
    int[] swapped = IntStream.range(0, rank).toArray();
    swapped[axis] = rank - 1;
    swapped[rank - 1] = axis;
    return new GraphTensor(value.floats().transpose(swapped).matmul(matrix).transpose(swapped));
  }

  private static GraphValue toSpace(NodeCall call) {
    int[] dims = call.in(0).dims();
    int block = call.node().integer("blocksize", 1);
    int channels = dims[1] / (block * block);
    boolean columnsFirst = call.node().text(MODE, "DCR").equals("DCR");
    int[] dealt =
        columnsFirst
            ? new int[] {dims[0], block, block, channels, dims[2], dims[3]}
            : new int[] {dims[0], channels, block, block, dims[2], dims[3]};
    int[] order = columnsFirst ? new int[] {0, 3, 4, 1, 5, 2} : new int[] {0, 1, 4, 2, 5, 3};
    Tensor moved = call.floats(0).reshape(dealt).transpose(order);
    return new GraphTensor(moved.reshape(dims[0], channels, dims[2] * block, dims[3] * block));
  }

  private static GraphValue toDepth(NodeCall call) {
    int[] dims = call.in(0).dims();
    int block = call.node().integer("blocksize", 1);
    int height = dims[2] / block;
    int width = dims[3] / block;
    Tensor dealt = call.floats(0).reshape(dims[0], dims[1], height, block, width, block);
    return new GraphTensor(
        dealt.transpose(0, 3, 5, 1, 2, 4).reshape(dims[0], dims[1] * block * block, height, width));
  }
}
