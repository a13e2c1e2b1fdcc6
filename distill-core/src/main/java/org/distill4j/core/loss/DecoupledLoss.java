package org.distill4j.core.loss;

import java.util.List;
import java.util.Optional;
import org.distill4j.core.function.KlDivergence;
import org.distill4j.data.Batch;
import org.distill4j.loss.Loss;
import org.distill4j.loss.LossTerms;
import org.distill4j.loss.Signals;
import org.distill4j.loss.Weighting;
import org.distill4j.model.Outputs;
import org.distill4j.optim.Schedule;
import org.distill4j.tensor.Tensor;

/**
 * Decoupled knowledge distillation (Zhao et al. 2022, eq. 7): the divergence from the teacher as
 * one part about the labelled class against all others, and one about the others among themselves,
 * each with a weight of its own. With b the probabilities of (labelled class, all others) and p̂
 * those of the other classes renormalised, all at temperature T:
 *
 * <pre>
 * total = α · T² · KL( bᵗ ‖ bˢ ) + β · T² · KL( p̂ᵗ ‖ p̂ˢ )
 * </pre>
 *
 * <p>summed over classes and averaged over the labelled examples; those without a label (−1) have
 * no such parts and add nothing. Where β is the teacher's probability of the other classes, it is
 * the usual soft term. The terms reported are "total", "target" and "nonTarget", the latter two
 * with T² and before they are weighted. Logits are (batch, classes) or (batch, …, classes) with a
 * label for each position.
 *
 * @param alpha α, the weight of the labelled class's part, finite
 * @param beta β, the weight of the other classes' part, finite
 * @param temperature T, above 0, step by step
 * @param output the name of the logits in the outputs of student and teacher
 * @param labels the name of the labels
 * @param weighting which examples or positions count, and how much
 */
public record DecoupledLoss(
    double alpha,
    double beta,
    Schedule temperature,
    String output,
    String labels,
    Weighting weighting)
    implements Loss {
  /** A logit of probability 0 where another is 0. */
  private static final double OUT = -1e9;

  /**
   * Checks the weights, and T of the first step.
   *
   * @throws IllegalArgumentException if a weight is not finite or T starts out of range
   */
  public DecoupledLoss {
    CheckedSchedule.requireWeight("target", alpha);
    CheckedSchedule.requireWeight("nonTarget", beta);
    CheckedSchedule.temperature(temperature).requireStart();
  }

  /**
   * Creates the loss without weights.
   *
   * @param alpha α, finite
   * @param beta β, finite
   * @param temperature T, above 0, step by step
   * @param output the name of the logits in the outputs of student and teacher
   * @param labels the name of the labels
   * @throws IllegalArgumentException if a number is out of range
   */
  public DecoupledLoss(
      double alpha, double beta, Schedule temperature, String output, String labels) {
    this(alpha, beta, temperature, output, labels, Weighting.none());
  }

  /**
   * Returns the loss with a fixed T.
   *
   * @param alpha α; 1 in the paper
   * @param beta β; 1 to 10 in the paper, larger the surer the teacher
   * @param temperature T, above 0
   * @return the loss on "logits" and "labels"
   * @throws IllegalArgumentException if a number is out of range
   */
  public static DecoupledLoss of(double alpha, double beta, double temperature) {
    return new DecoupledLoss(
        alpha,
        beta,
        Schedule.constant(temperature),
        Outputs.LOGITS,
        Batch.LABELS,
        Weighting.none());
  }

  /**
   * Returns the same loss for one head of several.
   *
   * @param output the name of the logits in the outputs of student and teacher
   * @param labels the name of the labels
   * @return the changed loss
   */
  public DecoupledLoss forHead(String output, String labels) {
    return new DecoupledLoss(alpha, beta, temperature, output, labels, weighting);
  }

  /**
   * Returns the same loss with further weights of examples or positions.
   *
   * @param other the weights
   * @return the changed loss
   */
  public DecoupledLoss weighted(Weighting other) {
    return new DecoupledLoss(alpha, beta, temperature, output, labels, weighting.times(other));
  }

  @Override
  public Optional<String> requiredLabels() {
    return Optional.of(labels);
  }

  @Override
  public LossTerms compute(Signals signals) {
    LogitPair logits = LogitPair.of(signals, output, temperature);
    int classes = Logits.classes(logits.student());
    Tensor divisor = Logits.temperature(signals, temperature);
    Tensor labelled = Logits.rows(Logits.labels(signals, labels, logits.student()).oneHot(classes));
    LogitPair divided = logits.rows().divided(divisor, temperature);
    Parts given = new Parts(divided.student(), labelled);
    Parts wanted = new Parts(divided.teacher(), labelled);
    Tensor scale = divisor.square();
    Tensor target = mean(signals, logits, given.binary(), wanted.binary()).mul(scale);
    Tensor others = mean(signals, logits, given.others(), wanted.others()).mul(scale);
    return LossTerms.total(target.mul(alpha).add(others.mul(beta)))
        .and("target", target)
        .and("nonTarget", others);
  }

  private Tensor mean(Signals signals, LogitPair logits, Tensor given, Tensor wanted) {
    Tensor each = Logits.positions(KlDivergence.of(wanted, given), logits.student());
    return signals.mean(each, Weighting.labelled(labels).times(weighting));
  }

  /** Scaled logits and the position of the labelled class. */
  private record Parts(Tensor logits, Tensor labelled) {
    /** Returns the log-probabilities of the other classes among themselves. */
    Tensor others() {
      return shiftedOthers().logSoftmax(1);
    }

    /** Returns the log-probabilities of (labelled class, all others), (batch, 2). */
    Tensor binary() {
      Tensor target = logits.mul(labelled).sumKeep(1);
      Tensor rest = shiftedOthers().logSumExpKeep(1).add(largestOther());
      return Tensor.concat(1, List.of(target, rest)).logSoftmax(1);
    }

    /**
     * Returns the logits less the largest of the other classes, so that none of these overflows.
     */
    private Tensor shiftedOthers() {
      return withLabelled(OUT, logits.sub(largestOther()));
    }

    private Tensor largestOther() {
      return withLabelled(-Float.MAX_VALUE, logits).maxKeep(1).stopGradient();
    }

    private Tensor withLabelled(double value, Tensor others) {
      return labelled.greater(Tensor.of(0)).where(Tensor.of(value), others);
    }
  }
}
