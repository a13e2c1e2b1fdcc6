package org.distill4j.core.loss;

import org.distill4j.core.function.KlDivergence;
import org.distill4j.loss.Loss;
import org.distill4j.loss.LossTerms;
import org.distill4j.loss.Signals;
import org.distill4j.loss.Weighting;
import org.distill4j.model.Outputs;
import org.distill4j.optim.Schedule;
import org.distill4j.tensor.Tensor;

/**
 * The generalised Jensen–Shannon divergence (Agarwal et al. 2024, "On-policy distillation", eq. 1).
 * With p = softmax(t / T) of the teacher and q = softmax(s / T) of the student, both (batch,
 * classes), and m = β · p + (1 − β) · q:
 *
 * <pre>
 * T² · ( β · KL( p ‖ m ) + (1 − β) · KL( q ‖ m ) )
 * </pre>
 *
 * <p>summed over classes and averaged over the batch. It is bounded by T² · log 2, and tends,
 * divided by β, to KL(p ‖ q) as β tends to 0. T² is this framework's, so that the gradient keeps
 * its size when T changes; the paper has T = 1. The terms reported are "total" alone.
 *
 * @param beta β in (0, 1), the teacher's share of the mixture
 * @param temperature T, above 0, step by step
 * @param output the name of the logits in the outputs of student and teacher
 * @param weighting which examples or positions count, and how much
 */
public record JensenShannonLoss(
    double beta, Schedule temperature, String output, Weighting weighting) implements Loss {
  /**
   * Checks β, and T of the first step.
   *
   * @throws IllegalArgumentException if β is not in (0, 1) or T starts out of range
   */
  public JensenShannonLoss {
    if (!(beta > 0 && beta < 1)) {
      throw new IllegalArgumentException(
          "The teacher's share β of the mixture is "
              + beta
              + ", expected a number in (0, 1).\n"
              + "Maybe SoftTargetLoss (β towards 0) or ReverseKlLoss (towards 1) was meant.");
    }
    CheckedSchedule.temperature(temperature).requireStart();
  }

  /**
   * Creates the loss without weights.
   *
   * @param beta β in (0, 1), the teacher's share of the mixture
   * @param temperature T, above 0, step by step
   * @param output the name of the logits in the outputs of student and teacher
   * @throws IllegalArgumentException if a number is out of range
   */
  public JensenShannonLoss(double beta, Schedule temperature, String output) {
    this(beta, temperature, output, Weighting.none());
  }

  /**
   * Returns the loss with a fixed T.
   *
   * @param beta β in (0, 1); 0.5 for the symmetric divergence
   * @param temperature T, above 0
   * @return the loss on "logits"
   * @throws IllegalArgumentException if β or T are out of range
   */
  public static JensenShannonLoss of(double beta, double temperature) {
    return new JensenShannonLoss(beta, Schedule.constant(temperature), Outputs.LOGITS);
  }

  /**
   * Returns the same loss for one head of several.
   *
   * @param output the name of the logits in the outputs of student and teacher
   * @return the changed loss
   */
  public JensenShannonLoss forHead(String output) {
    return new JensenShannonLoss(beta, temperature, output, weighting);
  }

  /**
   * Returns the same loss with further weights of examples or positions, for example a mask of
   * padding.
   *
   * @param other the weights
   * @return the changed loss
   */
  public JensenShannonLoss weighted(Weighting other) {
    return new JensenShannonLoss(beta, temperature, output, weighting.times(other));
  }

  @Override
  public LossTerms compute(Signals signals) {
    LogitPair logits = LogitPair.of(signals, output, temperature);
    Tensor divisor = Logits.temperature(signals, temperature);
    LogitPair logs = logits.rows().divided(divisor, temperature).logSoftmax();
    Tensor mixture = Divergence.logMixture(logs.student(), logs.teacher(), beta);
    Tensor divergence =
        KlDivergence.of(logs.teacher(), mixture)
            .mul(beta)
            .add(KlDivergence.of(logs.student(), mixture).mul(1 - beta));
    Tensor each = Logits.positions(divergence, logits.student());
    return LossTerms.total(signals.mean(each, weighting).mul(divisor.square()));
  }
}
