package org.distill4j.tensorflow;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.distill4j.tensor.Composite;
import org.tensorflow.Operation;
import org.tensorflow.Output;

/** The composites for which TensorFlow has kernels. */
final class TfComposites {
  private final TfNodes nodes;
  private final TfBatchNorm batchNorm;
  private final Map<Output<?>, Labelled> labelled = new HashMap<>();

  /** The results of a cross-entropy for its rows. */
  private record Labelled(Output<?> isThere, Output<?> backprop) {}

  TfComposites(TfNodes nodes) {
    this.nodes = nodes;
    this.batchNorm = new TfBatchNorm(nodes);
  }

  /** Returns the results, or empty if the body has to be run. */
  Optional<List<Output<?>>> whole(Composite composite, List<Output<?>> in) {
    return switch (composite.name()) {
      case "relu-gradient" -> one(nodes.op("ReluGrad", in.get(0), in.get(1)));
      case "sigmoid-gradient" -> one(nodes.op("SigmoidGrad", in.get(1), in.get(0)));
      case "tanh-gradient" -> one(nodes.op("TanhGrad", in.get(1), in.get(0)));
      case "softmax-cross-entropy" -> Optional.of(crossEntropy(in.get(0), in.get(1)));
      case "softmax-cross-entropy-gradient" -> crossEntropyGradient(in.get(0), in.get(1));
      case "batch-norm" -> Optional.of(batchNorm.forward(composite.number("epsilon"), in));
      case "batch-norm-gradient" -> batchNorm.gradient(composite.number("epsilon"), in);
      default -> Optional.empty();
    };
  }

  private static Optional<List<Output<?>>> one(Output<?> result) {
    return Optional.of(List.of(result));
  }

  /** Computes the loss and its gradient by one kernel, which refuses rows without a label. */
  private List<Output<?>> crossEntropy(Output<?> logits, Output<?> labels) {
    Output<?> zero = nodes.integer(0);
    Output<?> isThere = nodes.op("GreaterEqual", labels, zero);
    Operation kernel =
        nodes.node(
            "SparseSoftmaxCrossEntropyWithLogits",
            builder -> {},
            logits,
            nodes.op("Maximum", labels, zero));
    Output<?> loss = nodes.op("SelectV2", isThere, kernel.output(0), nodes.number(0));
    Output<?> logarithm = nodes.op("LogSoftmax", logits);
    labelled.put(logarithm, new Labelled(isThere, kernel.output(1)));
    return List.of(loss, logarithm);
  }

  private Optional<List<Output<?>>> crossEntropyGradient(Output<?> gradient, Output<?> logarithm) {
    Labelled rows = labelled.get(logarithm);
    if (rows == null) {
      return Optional.empty();
    }
    Output<?> masked = nodes.op("SelectV2", rows.isThere(), gradient, nodes.number(0));
    Output<?> column = nodes.reshape(masked, -1, 1);
    return one(nodes.op("Mul", rows.backprop(), column));
  }
}
