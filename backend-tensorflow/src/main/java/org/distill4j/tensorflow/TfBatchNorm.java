package org.distill4j.tensorflow;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.distill4j.tensor.Shape;
import org.distill4j.tensorflow.TfValue.Form;
import org.tensorflow.Operation;
import org.tensorflow.OperationBuilder;
import org.tensorflow.Output;

/** Batch normalisation and its gradient, each by one kernel, with the features last. */
final class TfBatchNorm {
  private final TfNodes nodes;

  /** The kernels by the variances that they gave, since they keep more for the gradient's. */
  private final Map<TfValue, Operation> kernels = new HashMap<>();

  TfBatchNorm(TfNodes nodes) {
    this.nodes = nodes;
  }

  /** Output, mean and variance, from x, weight and bias. */
  List<TfValue> forward(double epsilon, List<TfValue> in) {
    TfValue x = in.get(0);
    Shape features = in.get(1).shape();
    Operation kernel =
        nodes.node(
            "FusedBatchNormV3",
            numbers(epsilon),
            image(x),
            in.get(1).plain(),
            in.get(2).plain(),
            nodes.floats(),
            nodes.floats());
    double count = (double) x.shape().size() / features.size();
    TfValue variance = TfValue.lazy(nodes, features, () -> dividedByCount(kernel.output(2), count));
    kernels.put(variance, kernel);
    return List.of(of(x.shape(), kernel.output(0)), plain(features, kernel.output(1)), variance);
  }

  /** The kernel divides the variance by one less. */
  private Output<?> dividedByCount(Output<?> variance, double count) {
    return nodes.op("Mul", variance, nodes.number((count - 1) / count));
  }

  /** The gradients in x, weight and bias, if the statistics were found by a kernel. */
  Optional<List<TfValue>> gradient(double epsilon, List<TfValue> in) {
    return Optional.ofNullable(kernels.get(in.get(3))).map(kernel -> by(kernel, epsilon, in));
  }

  private List<TfValue> by(Operation kernel, double epsilon, List<TfValue> in) {
    TfValue x = in.get(1);
    TfValue weight = in.get(4);
    Operation gradient =
        nodes.node(
            "FusedBatchNormGradV3",
            numbers(epsilon),
            image(in.get(0)),
            image(x),
            weight.plain(),
            kernel.output(3),
            kernel.output(4),
            kernel.output(5));
    return List.of(
        of(x.shape(), gradient.output(0)),
        plain(weight.shape(), gradient.output(1)),
        plain(weight.shape(), gradient.output(2)));
  }

  private static Consumer<OperationBuilder> numbers(double epsilon) {
    return builder -> builder.setAttr("epsilon", (float) epsilon);
  }

  private Output<?> image(TfValue value) {
    Shape shape = value.shape();
    return shape.rank() == 4
        ? value.last()
        : nodes.reshape(value.plain(), shape.dim(0), 1, 1, shape.dim(1));
  }

  private TfValue of(Shape shape, Output<?> image) {
    return shape.rank() == 4
        ? TfValue.of(nodes, shape, Form.CHANNELS_LAST, image)
        : plain(shape, nodes.reshape(image, shape.dims()));
  }

  private TfValue plain(Shape shape, Output<?> output) {
    return TfValue.of(nodes, shape, Form.PLAIN, output);
  }
}
