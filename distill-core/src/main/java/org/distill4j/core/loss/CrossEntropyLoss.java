package org.distill4j.core.loss;

import org.distill4j.core.function.SoftmaxCrossEntropy;
import org.distill4j.data.Batch;
import org.distill4j.loss.Loss;
import org.distill4j.loss.LossTerms;
import org.distill4j.loss.Signals;
import org.distill4j.model.Outputs;
import org.distill4j.tensor.Tensor;

/**
 * Cross-entropy with class labels: −log softmax(s)[y] for logits s of shape (batch, classes),
 * averaged over the labelled examples; 0 where none is labelled (−1). The gradient in s is
 * (softmax(s) − onehot(y)) / labelled, and 0 for rows without a label. The terms reported are
 * "total" and "hard".
 *
 * <p>With label smoothing ε (Szegedy et al. 2016, section 7) the target is (1 − ε) · onehot(y) + ε
 * / classes, so the loss is (1 − ε) · CE + ε · mean over classes of −log softmax(s).
 *
 * @param output the name of the logits in the model's outputs
 * @param labels the name of the labels
 * @param smoothing ε in [0, 1); 0 for none
 */
public record CrossEntropyLoss(String output, String labels, double smoothing) implements Loss {
  /**
   * Checks ε.
   *
   * @param output the name of the logits
   * @param labels the name of the labels
   * @param smoothing ε
   * @throws IllegalArgumentException if ε is not in [0, 1)
   */
  public CrossEntropyLoss {
    if (!(smoothing >= 0 && smoothing < 1)) {
      throw new IllegalArgumentException(
          "The label smoothing is "
              + smoothing
              + ", expected a number in [0, 1).\n"
              + "Maybe 0.1 was meant, or the share kept was given.");
    }
  }

  /**
   * Cross-entropy without smoothing.
   *
   * @param output the name of the logits in the model's outputs
   * @param labels the name of the labels
   */
  public CrossEntropyLoss(String output, String labels) {
    this(output, labels, 0);
  }

  /** {@return the loss on "logits" and "labels"} */
  public static CrossEntropyLoss ofLabels() {
    return new CrossEntropyLoss(Outputs.LOGITS, Batch.LABELS);
  }

  /**
   * The same loss for one head of several.
   *
   * @param output the name of the logits in the model's outputs
   * @param labels the name of the labels
   * @return the changed loss
   */
  public CrossEntropyLoss forHead(String output, String labels) {
    return new CrossEntropyLoss(output, labels, smoothing);
  }

  /**
   * The same loss with smoothed labels.
   *
   * @param smoothing ε in [0, 1)
   * @return the changed loss
   * @throws IllegalArgumentException if ε is not in [0, 1)
   */
  public CrossEntropyLoss withLabelSmoothing(double smoothing) {
    return new CrossEntropyLoss(output, labels, smoothing);
  }

  @Override
  public LossTerms compute(Signals signals) {
    Tensor logits = Logits.of("student", signals.student(), output);
    int classes = logits.shape().dim(1);
    Tensor classLabels = signals.classLabels(labels, classes);
    Tensor perExample =
        smoothing == 0
            ? SoftmaxCrossEntropy.of(logits, classLabels)
            : smoothed(logits.logSoftmax(1).negate(), classLabels.oneHot(classes));
    Tensor hard = signals.meanOverLabelled(labels, perExample);
    return LossTerms.total(hard).and(DistillationLoss.HARD, hard);
  }

  private Tensor smoothed(Tensor surprise, Tensor target) {
    return target.mul(surprise).sum(1).mul(1 - smoothing).add(surprise.mean(1).mul(smoothing));
  }
}
