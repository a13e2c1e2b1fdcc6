package org.distill4j.tensorflow;

import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import org.distill4j.program.PickedLoss;
import org.distill4j.program.Program;
import org.distill4j.program.Sums;
import org.distill4j.tensor.Op;
import org.distill4j.tensor.Tensor;
import org.tensorflow.Output;

/**
 * Recognises primitives for which TensorFlow has one kernel, with a cheaper gradient. What they
 * were made of stays in the graph, where nobody asks for it and it is never run.
 */
final class TfFusion {
  private final TfNodes nodes;
  private final Program program;
  private final Map<Tensor, Output<?>> values;

  TfFusion(TfNodes nodes, Program program, Map<Tensor, Output<?>> values) {
    this.nodes = nodes;
    this.program = program;
    this.values = values;
  }

  /** A sum without the axes that it was taken along, or empty. */
  Optional<Output<?>> sum(Tensor node) {
    Tensor sum = node.inputs().get(0);
    if (!Sums.dropsAxes(node) || !Sums.isSum(sum)) {
      return Optional.empty();
    }
    Tensor summands = Sums.summands(sum);
    int[] axes =
        node.shape().rank() == 0
            ? IntStream.range(0, summands.shape().rank()).toArray()
            : ((Op.Reduce) sum.op()).axes().stream().mapToInt(Integer::intValue).toArray();
    return Optional.of(nodes.op("Sum", value(summands), nodes.integers(axes)));
  }

  /** The cross-entropy of each row that has a label, and 0 for the others, or empty. */
  Optional<Output<?>> pickedLoss(Tensor node) {
    return PickedLoss.of(program, node)
        .map(
            loss -> {
              Output<?> rows =
                  nodes.op(
                      "SoftmaxCrossEntropyWithLogits", value(loss.logits()), value(loss.oneHot()));
              return nodes.op("SelectV2", value(loss.labelled()), rows, nodes.number(0));
            });
  }

  private Output<?> value(Tensor tensor) {
    return Objects.requireNonNull(values.get(tensor));
  }
}
