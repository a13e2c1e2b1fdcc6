package org.distill4j.tensorflow;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.distill4j.tensor.Composite;
import org.distill4j.tensor.Shape;
import org.distill4j.tensorflow.TfValue.Form;
import org.tensorflow.Operation;
import org.tensorflow.Output;

/** The composites for which TensorFlow has kernels. */
final class TfComposites {
  private final TfNodes nodes;
  private final TfBatchNorm batchNorm;
  private final Map<TfValue, Labelled> labelled = new HashMap<>();

  /** What a cross-entropy found out about its rows. */
  private record Labelled(Output<?> isThere, Output<?> backprop) {}

  TfComposites(TfNodes nodes) {
    this.nodes = nodes;
    this.batchNorm = new TfBatchNorm(nodes);
  }

  /** The results, or empty if the body has to be run. */
  Optional<List<TfValue>> whole(Composite composite, List<TfValue> in) {
    return switch (composite.name()) {
      case "relu-gradient" -> elementwise("ReluGrad", in.get(0), in.get(1));
      case "sigmoid-gradient" -> elementwise("SigmoidGrad", in.get(1), in.get(0));
      case "tanh-gradient" -> elementwise("TanhGrad", in.get(1), in.get(0));
      case "softmax-cross-entropy" -> Optional.of(crossEntropy(in.get(0), in.get(1)));
      case "softmax-cross-entropy-gradient" -> crossEntropyGradient(in.get(0), in.get(1));
      case "batch-norm" -> Optional.of(batchNorm.forward(composite.number("epsilon"), in));
      case "batch-norm-gradient" -> batchNorm.gradient(composite.number("epsilon"), in);
      default -> Optional.empty();
    };
  }

  private Optional<List<TfValue>> elementwise(String type, TfValue left, TfValue right) {
    return Optional.of(
        List.of(
            TfForms.apply(
                nodes,
                left.shape(),
                x -> nodes.op(type, x.get(0), x.get(1)),
                List.of(left, right))));
  }

  /** One kernel computes the loss and its gradient; it refuses rows without a label. */
  private List<TfValue> crossEntropy(TfValue logits, TfValue labels) {
    Output<?> zero = nodes.integer(0);
    Output<?> isThere = nodes.op("GreaterEqual", labels.plain(), zero);
    Operation kernel =
        nodes.node(
            "SparseSoftmaxCrossEntropyWithLogits",
            builder -> {},
            logits.plain(),
            nodes.op("Maximum", labels.plain(), zero));
    Output<?> loss = nodes.op("SelectV2", isThere, kernel.output(0), nodes.number(0));
    TfValue logarithm =
        TfValue.lazy(nodes, logits.shape(), () -> nodes.op("LogSoftmax", logits.plain()));
    labelled.put(logarithm, new Labelled(isThere, kernel.output(1)));
    return List.of(plain(labels.shape(), loss), logarithm);
  }

  private Optional<List<TfValue>> crossEntropyGradient(TfValue gradient, TfValue logarithm) {
    Labelled rows = labelled.get(logarithm);
    if (rows == null) {
      return Optional.empty();
    }
    Output<?> masked = nodes.op("SelectV2", rows.isThere(), gradient.plain(), nodes.number(0));
    Output<?> column = nodes.reshape(masked, gradient.shape().dim(0), 1);
    return Optional.of(List.of(plain(logarithm.shape(), nodes.op("Mul", rows.backprop(), column))));
  }

  private TfValue plain(Shape shape, Output<?> output) {
    return TfValue.of(nodes, shape, Form.PLAIN, output);
  }
}
