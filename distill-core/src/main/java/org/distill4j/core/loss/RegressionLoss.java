package org.distill4j.core.loss;

import java.util.Arrays;
import java.util.OptionalDouble;
import org.distill4j.data.Batch;
import org.distill4j.loss.Loss;
import org.distill4j.loss.LossTerms;
import org.distill4j.loss.Signals;
import org.distill4j.loss.Weighting;
import org.distill4j.model.Outputs;
import org.distill4j.optim.Schedule;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.Tensor;

/**
 * The objective of distillation for models that give numbers. With student outputs s, teacher
 * outputs t, labels y, weight α and a distance d:
 *
 * <pre>
 * soft  = d( s, t )
 * hard  = d( s, y )
 * total = α · soft + (1 − α) · hard
 * </pre>
 *
 * <p>averaged over all values of an example and the batch. The distance is (s − t)², or Huber's
 * (Huber 1964): ½ · (s − t)² where |s − t| ≤ δ, and δ · (|s − t| − ½ · δ) beyond, so that what is
 * far off does not rule.
 *
 * <p>Where α is always 1 no labels are needed, where it is always 0 no teacher; that term is not
 * reported then. Otherwise the terms are "total", "soft" and "hard", the latter two before they are
 * weighted by α. Values that are missing are left out by a weighting: numbers have none that means
 * no label.
 *
 * @param alpha α in [0, 1], the weight of the soft term, step by step
 * @param delta δ of Huber's distance, above 0; empty for squares
 * @param output the name of the output of student and teacher, (batch, …)
 * @param labels the name of the labels, of the output's shape; (batch) for an output (batch, 1)
 * @param weighting which examples, positions or values count, and how much
 */
public record RegressionLoss(
    Schedule alpha, OptionalDouble delta, String output, String labels, Weighting weighting)
    implements Loss {
  /**
   * Checks δ, and α of the first step.
   *
   * @throws IllegalArgumentException if α starts out of range or δ is not above 0
   */
  public RegressionLoss {
    CheckedSchedule.alpha(alpha).requireStart();
    if (delta.isPresent() && !(delta.getAsDouble() > 0 && Double.isFinite(delta.getAsDouble()))) {
      throw new IllegalArgumentException(
          "Huber's δ is "
              + delta.getAsDouble()
              + ", expected a finite number above 0.\nMaybe 1 was meant.");
    }
  }

  /**
   * The objective without weights, with squares.
   *
   * @param alpha α, the weight of the soft term, step by step
   * @param output the name of the output of student and teacher
   * @param labels the name of the labels
   * @throws IllegalArgumentException if α starts out of range
   */
  public RegressionLoss(Schedule alpha, String output, String labels) {
    this(alpha, OptionalDouble.empty(), output, labels, Weighting.none());
  }

  /**
   * The objective with squares and a fixed α.
   *
   * @param alpha α in [0, 1], the weight of the soft term
   * @return the loss on "logits" and "labels"
   * @throws IllegalArgumentException if α is out of range
   */
  public static RegressionLoss of(double alpha) {
    return new RegressionLoss(Schedule.constant(alpha), Outputs.LOGITS, Batch.LABELS);
  }

  /**
   * The same objective with Huber's distance.
   *
   * @param delta δ, above 0
   * @return the changed loss
   * @throws IllegalArgumentException if δ is out of range
   */
  public RegressionLoss withHuber(double delta) {
    return new RegressionLoss(alpha, OptionalDouble.of(delta), output, labels, weighting);
  }

  /**
   * The same objective for one head of several.
   *
   * @param output the name of the output of student and teacher
   * @param labels the name of the labels
   * @return the changed loss
   */
  public RegressionLoss forHead(String output, String labels) {
    return new RegressionLoss(alpha, delta, output, labels, weighting);
  }

  /**
   * The same objective with further weights, in both terms.
   *
   * @param other the weights
   * @return the changed loss
   */
  public RegressionLoss weighted(Weighting other) {
    return new RegressionLoss(alpha, delta, output, labels, weighting.times(other));
  }

  @Override
  public LossTerms compute(Signals signals) {
    Tensor student = Logits.named("student", signals.student(), output);
    return LossBlend.of(signals, alpha, () -> soft(signals, student), () -> hard(signals, student));
  }

  private Tensor soft(Signals signals, Tensor student) {
    Tensor teacher = Logits.named("teacher", signals.teacher(), output);
    Logits.requireSameClasses(student, teacher);
    return signals.mean(distance(student.sub(teacher)), weighting);
  }

  private Tensor hard(Signals signals, Tensor student) {
    Tensor wanted = signals.labels(labels).toFloat();
    Tensor given = fitting(student, wanted.shape());
    Logits.requireShape(labels, wanted, given.shape(), "one number for each of the output");
    return signals.mean(distance(given.sub(wanted)), weighting);
  }

  /** Returns (batch, …, 1) as (batch, …) where the labels have that shape. */
  static Tensor fitting(Tensor output, Shape labels) {
    Shape shape = output.shape();
    boolean single = shape.rank() == labels.rank() + 1 && shape.dim(-1) == 1;
    return single ? output.reshape(Arrays.copyOf(shape.dims(), shape.rank() - 1)) : output;
  }

  private Tensor distance(Tensor difference) {
    return delta.isPresent()
        ? VectorMath.huber(difference, delta.getAsDouble())
        : difference.square();
  }
}
