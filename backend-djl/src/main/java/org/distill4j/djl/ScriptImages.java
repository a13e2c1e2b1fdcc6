package org.distill4j.djl;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.distill4j.tensor.DType;
import org.distill4j.tensor.Op;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.SimpleAlgebra;
import org.distill4j.tensor.Tensor;
import org.distill4j.tensor.TensorSpec;
import org.distill4j.tensor.Window;

/** The part of the algebra for images: convolutions, poolings and their gradients. */
abstract class ScriptImages implements SimpleAlgebra<ScriptValue> {
  private final ScriptWriter writer;

  /** Some tensor of each shape: gradients take one in place of what has the same shape. */
  private final Map<Shape, ScriptValue> shaped = new HashMap<>();

  ScriptImages(ScriptWriter writer) {
    this.writer = writer;
  }

  @Override
  public final ScriptValue conv2d(
      Tensor node, Op.Conv2d op, ScriptValue input, ScriptValue weights) {
    shaped.putIfAbsent(input.shape(), input);
    shaped.putIfAbsent(weights.shape(), weights);
    return writer.call(
        node.spec(), "conv2d", input, weights, "None", strides(op.window()), op.groups());
  }

  @Override
  public final ScriptValue conv2dInputGradient(
      Tensor node, Op.Conv2dInputGradient op, ScriptValue gradient, ScriptValue weights) {
    String more = more(op.window(), op.groups()) + "[True, False, False]";
    return gradients(node, gradient, ofShape(node.spec()), weights, more).get(0);
  }

  @Override
  public final ScriptValue conv2dWeightGradient(
      Tensor node, Op.Conv2dWeightGradient op, ScriptValue gradient, ScriptValue input) {
    String more = more(op.window(), op.groups()) + "[False, True, False]";
    return gradients(node, gradient, input, ofShape(node.spec()), more).get(1);
  }

  private ScriptValue ofShape(TensorSpec spec) {
    ScriptValue known = shaped.get(spec.shape());
    return known == null ? writer.filled(spec, 0) : known;
  }

  private static String more(Window window, int groups) {
    return "None, " + strides(window) + ", False, [0, 0], " + groups + ", ";
  }

  private List<ScriptValue> gradients(
      Tensor node, ScriptValue gradient, ScriptValue input, ScriptValue weights, String more) {
    return writer.calls(
        List.of(node.spec(), node.spec()), "convolution_backward", gradient, input, weights, more);
  }

  @Override
  public final ScriptValue pool2d(Tensor node, Op.Pool2d op, ScriptValue input) {
    String area = area(op.size(), op.window());
    return op.kind() == Op.PoolKind.MAX
        ? maxima(node.spec(), input, area).get(0)
        : writer.call(node.spec(), "avg_pool2d", input, area, "False, True, None");
  }

  /** The largest elements, and where they are. */
  private List<ScriptValue> maxima(TensorSpec spec, ScriptValue input, String area) {
    TensorSpec places = new TensorSpec(DType.INT32, spec.shape());
    return writer.calls(
        List.of(spec, places), "max_pool2d_with_indices", input, area, "[1, 1], False");
  }

  @Override
  public final ScriptValue pool2dGradient(
      Tensor node, Op.Pool2dGradient op, ScriptValue gradient, ScriptValue input) {
    String area = area(op.size(), op.window());
    if (op.kind() == Op.PoolKind.AVERAGE) {
      return writer.call(
          node.spec(), "avg_pool2d_backward", gradient, input, area, "False, True, None");
    }
    ScriptValue places = maxima(gradient.spec(), input, area).get(1);
    String function = "max_pool2d_with_indices_backward";
    return writer.call(node.spec(), function, gradient, input, area, "[1, 1], False", places);
  }

  private static String strides(Window window) {
    return twice(window.stride(), window.padding(), window.dilation());
  }

  private static String area(int size, Window window) {
    return twice(size, window.stride(), window.padding());
  }

  /** Each number for both axes. */
  private static String twice(Integer... values) {
    return Stream.of(values).map(n -> "[" + n + ", " + n + "]").collect(Collectors.joining(", "));
  }
}
