package org.distill4j.core.loss;

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
 * @param output the name of the logits in the model's outputs
 * @param labels the name of the labels
 */
public record CrossEntropyLoss(String output, String labels) implements Loss {
  /** {@return the loss on "logits" and "labels"} */
  public static CrossEntropyLoss ofLabels() {
    return new CrossEntropyLoss(Outputs.LOGITS, Batch.LABELS);
  }

  @Override
  public LossTerms compute(Signals signals) {
    Tensor hard = hard(signals, Logits.of("student", signals.student(), output), labels);
    return LossTerms.total(hard).and(DistillationLoss.HARD, hard);
  }

  static Tensor hard(Signals signals, Tensor logits, String labels) {
    int classes = logits.shape().dim(1);
    Tensor picked = signals.classLabels(labels, classes).oneHot(classes);
    Tensor perExample = picked.mul(logits.logSoftmax(1)).sum(1).negate();
    return signals.meanOverLabelled(labels, perExample);
  }
}
