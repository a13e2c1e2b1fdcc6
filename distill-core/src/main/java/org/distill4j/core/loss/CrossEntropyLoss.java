package org.distill4j.core.loss;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.distill4j.core.function.SoftmaxCrossEntropy;
import org.distill4j.data.Batch;
import org.distill4j.loss.Loss;
import org.distill4j.loss.LossTerms;
import org.distill4j.loss.Signals;
import org.distill4j.loss.Weighting;
import org.distill4j.model.Outputs;
import org.distill4j.tensor.Tensor;

/**
 * Cross-entropy with class labels: −log softmax(s)[y] for logits s of shape (batch, classes), or
 * (batch, …, classes) with a label for each position, averaged over the labelled ones; 0 where no
 * label is known (−1). The gradient in s is (softmax(s) − onehot(y)) / labelled, and 0 for rows
 * without a label. The terms reported are "total" and "hard".
 *
 * <p>With label smoothing ε (Szegedy et al. 2016, section 7) the target is (1 − ε) · onehot(y) + ε
 * / classes, so the loss is (1 − ε) · CE + ε · mean over classes of −log softmax(s).
 *
 * <p>With weights w of the labels' classes, or of examples and positions, it is Σ w · loss / Σ w
 * over the whole batch.
 *
 * @param output the name of the logits in the model's outputs
 * @param labels the name of the labels
 * @param smoothing ε in [0, 1); 0 for none
 * @param classWeights the weight of each class; none for equal ones
 * @param weighting further weights, of examples or positions
 */
public record CrossEntropyLoss(
    String output, String labels, double smoothing, List<Double> classWeights, Weighting weighting)
    implements Loss {
  /**
   * Checks ε and the weights of classes.
   *
   * @throws IllegalArgumentException if ε is not in [0, 1), or a weight is negative or not finite
   */
  public CrossEntropyLoss {
    classWeights = ClassWeights.checked(labels, classWeights);
    if (!(smoothing >= 0 && smoothing < 1)) {
      throw new IllegalArgumentException(
          "The label smoothing is "
              + smoothing
              + ", expected a number in [0, 1).\n"
              + "Maybe 0.1 was meant, or the share kept was given.");
    }
  }

  /**
   * Creates cross-entropy without smoothing or weights.
   *
   * @param output the name of the logits in the model's outputs
   * @param labels the name of the labels
   */
  public CrossEntropyLoss(String output, String labels) {
    this(output, labels, 0, List.of(), Weighting.none());
  }

  /** {@return the loss on "logits" and "labels"} */
  public static CrossEntropyLoss ofLabels() {
    return new CrossEntropyLoss(Outputs.LOGITS, Batch.LABELS);
  }

  /**
   * Returns the same loss for one head of several.
   *
   * @param output the name of the logits in the model's outputs
   * @param labels the name of the labels
   * @return the changed loss
   */
  public CrossEntropyLoss forHead(String output, String labels) {
    return new CrossEntropyLoss(output, labels, smoothing, classWeights, weighting);
  }

  /**
   * Returns the same loss with smoothed labels.
   *
   * @param smoothing ε in [0, 1)
   * @return the changed loss
   * @throws IllegalArgumentException if ε is not in [0, 1)
   */
  public CrossEntropyLoss withLabelSmoothing(double smoothing) {
    return new CrossEntropyLoss(output, labels, smoothing, classWeights, weighting);
  }

  /**
   * Returns the same loss with weights of the labels' classes, for example more for rare ones.
   *
   * @param weights the weight of each class, finite and at least 0
   * @return the changed loss
   * @throws IllegalArgumentException if a weight is out of range
   */
  public CrossEntropyLoss withClassWeights(double... weights) {
    List<Double> all = Arrays.stream(weights).boxed().toList();
    return new CrossEntropyLoss(output, labels, smoothing, all, weighting);
  }

  /**
   * Returns the same loss with further weights of examples or positions.
   *
   * @param other the weights
   * @return the changed loss
   */
  public CrossEntropyLoss weighted(Weighting other) {
    return new CrossEntropyLoss(output, labels, smoothing, classWeights, weighting.times(other));
  }

  @Override
  public Optional<String> requiredLabels() {
    return Optional.of(labels);
  }

  @Override
  public LossTerms compute(Signals signals) {
    Tensor logits = Logits.of("student", signals.student(), output);
    int classes = Logits.classes(logits);
    ClassWeights.requireCount(labels, classWeights, classes);
    Tensor classLabels = Logits.labels(signals, labels, logits);
    Tensor each =
        smoothing == 0
            ? Logits.positions(crossEntropy(logits, classLabels), logits)
            : smoothed(logits.logSoftmax(-1).negate(), classLabels.oneHot(classes));
    Tensor hard = signals.mean(each, ClassWeights.of(labels, classWeights).times(weighting));
    return LossTerms.total(hard).and(DistillationLoss.HARD, hard);
  }

  private static Tensor crossEntropy(Tensor logits, Tensor labels) {
    Tensor rows = Logits.rows(logits);
    Tensor flat = labels.shape().rank() == 1 ? labels : labels.reshape(rows.shape().dim(0));
    return SoftmaxCrossEntropy.of(rows, flat);
  }

  private Tensor smoothed(Tensor surprise, Tensor target) {
    return target.mul(surprise).sum(-1).mul(1 - smoothing).add(surprise.mean(-1).mul(smoothing));
  }
}
