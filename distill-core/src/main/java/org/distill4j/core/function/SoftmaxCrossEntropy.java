package org.distill4j.core.function;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.distill4j.tensor.Composite;
import org.distill4j.tensor.Tensor;

/**
 * The cross-entropy of class labels under the softmax of logits, as the composite {@code
 * softmax-cross-entropy}. Its gradient is the composite {@code softmax-cross-entropy-gradient}.
 */
public final class SoftmaxCrossEntropy {
  private SoftmaxCrossEntropy() {}

  /**
   * Computes −log softmax(logits)[label] for each row. The gradient in the logits is
   * softmax(logits) − onehot(label).
   *
   * @param logits (n, classes)
   * @param labels INT32 (n), below the number of classes; a row with a negative label has the loss
   *     0 and the gradient 0
   * @return the loss of each row, (n)
   */
  public static Tensor of(Tensor logits, Tensor labels) {
    return Composite.apply(
            "softmax-cross-entropy",
            Map.of(),
            List.of(logits, labels),
            all -> body(all.get(0), all.get(1)),
            SoftmaxCrossEntropy::gradients)
        .get(0);
  }

  private static List<Tensor> body(Tensor logits, Tensor labels) {
    Tensor logSoftmax = logits.logSoftmax(1);
    Tensor target = labels.oneHot(logits.shape().dim(1));
    return List.of(target.mul(logSoftmax).sum(1).negate(), logSoftmax);
  }

  private static List<Optional<Tensor>> gradients(
      List<Tensor> inputs, List<Tensor> results, List<Tensor> gradients) {
    Tensor labels = inputs.get(1);
    Tensor throughLoss = gradient(gradients.get(0), results.get(1), labels);
    Tensor inLogSoftmax = gradients.get(1);
    Tensor gradient =
        ZeroGradients.isZero(inLogSoftmax)
            ? throughLoss
            : throughLoss.add(throughLogSoftmax(inLogSoftmax, results.get(1)));
    return List.of(Optional.of(gradient), Optional.empty());
  }

  private static Tensor gradient(Tensor gradient, Tensor logSoftmax, Tensor labels) {
    return Composite.apply(
            "softmax-cross-entropy-gradient",
            Map.of(),
            List.of(gradient, logSoftmax, labels),
            all -> List.of(gradientBody(all.get(0), all.get(1), all.get(2))))
        .get(0);
  }

  private static Tensor gradientBody(Tensor gradient, Tensor logSoftmax, Tensor labels) {
    Tensor target = labels.oneHot(logSoftmax.shape().dim(1));
    Tensor isLabelled = labels.toFloat().greaterOrEqual(Tensor.of(0)).expandDims(1);
    Tensor gradients = logSoftmax.exp().sub(target).mul(gradient.expandDims(1));
    return isLabelled.where(gradients, Tensor.of(0));
  }

  /** Gradients reach the log-softmax where the loss is differentiated twice. */
  private static Tensor throughLogSoftmax(Tensor gradient, Tensor logSoftmax) {
    return gradient.sub(logSoftmax.exp().mul(gradient.sumKeep(1)));
  }
}
