package org.distill4j.tensorflow;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.distill4j.tensor.Shape;
import org.tensorflow.Operation;
import org.tensorflow.OperationBuilder;
import org.tensorflow.Output;

/** Batch normalisation and its gradient, each by one kernel. */
final class TfBatchNorm {
  private final TfNodes nodes;

  /** The kernels by their variances, since they keep more results for the gradient. */
  private final Map<Output<?>, Operation> kernels = new HashMap<>();

  TfBatchNorm(TfNodes nodes) {
    this.nodes = nodes;
  }

  /** Returns output, mean and variance, from x, weight and bias. */
  List<Output<?>> forward(double epsilon, List<Output<?>> in) {
    Output<?> x = in.get(0);
    Operation kernel =
        nodes.node(
            "FusedBatchNormV3",
            numbers(epsilon),
            image(x),
            in.get(1),
            in.get(2),
            nodes.none(),
            nodes.none());
    Shape shape = TfMemory.shape(x);
    double count = (double) shape.size() / shape.dim(1);
    // The kernel divides the variance by one less.
    Output<?> variance = nodes.op("Mul", kernel.output(2), nodes.number((count - 1) / count));
    kernels.put(variance, kernel);
    return List.of(like(x, kernel.output(0)), kernel.output(1), variance);
  }

  /**
   * Returns the gradients with respect to x, weight and bias, if a kernel computed the statistics.
   */
  Optional<List<Output<?>>> gradient(double epsilon, List<Output<?>> in) {
    return Optional.ofNullable(kernels.get(in.get(3))).map(kernel -> by(kernel, epsilon, in));
  }

  private List<Output<?>> by(Operation kernel, double epsilon, List<Output<?>> in) {
    Operation gradient =
        nodes.node(
            "FusedBatchNormGradV3",
            numbers(epsilon),
            image(in.get(0)),
            image(in.get(1)),
            in.get(4),
            kernel.output(3),
            kernel.output(4),
            kernel.output(5));
    return List.of(like(in.get(1), gradient.output(0)), gradient.output(1), gradient.output(2));
  }

  private static Consumer<OperationBuilder> numbers(double epsilon) {
    return builder -> builder.setAttr("epsilon", (float) epsilon).setAttr("data_format", "NCHW");
  }

  private Output<?> image(Output<?> x) {
    Shape shape = TfMemory.shape(x);
    return shape.rank() == 4 ? x : nodes.reshape(x, shape.dim(0), shape.dim(1), 1, 1);
  }

  private Output<?> like(Output<?> x, Output<?> image) {
    Shape shape = TfMemory.shape(x);
    return shape.rank() == 4 ? image : nodes.reshape(image, shape.dims());
  }
}
