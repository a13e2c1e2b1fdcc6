package org.distill4j.core.loss;

import org.distill4j.loss.Loss;
import org.distill4j.loss.LossTerms;
import org.distill4j.loss.Signals;
import org.distill4j.model.Outputs;
import org.distill4j.optim.Schedule;
import org.distill4j.tensor.Tensor;

/**
 * DIST: the student's probabilities correlate with the teacher's and need not match them (Huang et
 * al. 2022, eq. 8 to 10). With p = softmax(logits / T), (batch, classes), and ρ Pearson's
 * correlation:
 *
 * <pre>
 * inter = T² · mean over examples of ( 1 − ρ( pˢ[i, :], pᵗ[i, :] ) )
 * intra = T² · mean over classes of  ( 1 − ρ( pˢ[:, j], pᵗ[:, j] ) )
 * total = β · inter + γ · intra
 * </pre>
 *
 * <p>Of logits (batch, …, classes), each position that is not padding counts as an example. A row
 * or column that is constant, up to a millionth of its size, has no correlation and counts as ρ =
 * 0. As intra compares examples with each other, batches must not be split for accumulation. The
 * terms reported are "total", "inter" and "intra", the latter two before they are weighted.
 *
 * @param beta β, the weight of the correlation within examples, finite
 * @param gamma γ, the weight of the correlation within classes, finite
 * @param temperature T, above 0, step by step
 * @param output the name of the logits in the outputs of student and teacher
 */
public record DistLoss(double beta, double gamma, Schedule temperature, String output)
    implements Loss {
  /**
   * Checks the weights, and T of the first step.
   *
   * @throws IllegalArgumentException if a weight is not finite or T starts out of range
   */
  public DistLoss {
    CheckedSchedule.requireWeight("inter", beta);
    CheckedSchedule.requireWeight("intra", gamma);
    CheckedSchedule.temperature(temperature).requireStart();
  }

  /**
   * The loss with a fixed T.
   *
   * @param beta β; 1 in the paper
   * @param gamma γ; 1 in the paper
   * @param temperature T, above 0; 1 to 4 in the paper
   * @return the loss on "logits"
   * @throws IllegalArgumentException if a number is out of range
   */
  public static DistLoss of(double beta, double gamma, double temperature) {
    return new DistLoss(beta, gamma, Schedule.constant(temperature), Outputs.LOGITS);
  }

  /**
   * The same loss for one head of several.
   *
   * @param output the name of the logits in the outputs of student and teacher
   * @return the changed loss
   */
  public DistLoss forHead(String output) {
    return new DistLoss(beta, gamma, temperature, output);
  }

  @Override
  public LossTerms compute(Signals signals) {
    signals.requireWholeBatch("DistLoss");
    Tensor divisor = Logits.temperature(signals, temperature);
    LogitPair pair = LogitPair.of(signals, output, temperature);
    LogitPair logits = pair.rows().divided(divisor, temperature);
    Tensor given = logits.student().softmax(1);
    Tensor wanted = logits.teacher().softmax(1);
    Tensor scale = divisor.square();
    Tensor counted = counted(signals, pair.student());
    Tensor rows = apart(VectorMath.deviations(given, 1), VectorMath.deviations(wanted, 1), 1);
    Tensor inter = rows.mul(counted).sum().div(counted.sum()).mul(scale);
    Tensor column = counted.expandDims(1);
    Tensor columns =
        apart(VectorMath.deviations(given, 0, column), VectorMath.deviations(wanted, 0, column), 0);
    Tensor intra = columns.mean().mul(scale);
    return LossTerms.total(inter.mul(beta).add(intra.mul(gamma)))
        .and("inter", inter)
        .and("intra", intra);
  }

  /** Returns 1 for each row of logits that is not padding, 0 for the others. */
  private static Tensor counted(Signals signals, Tensor logits) {
    int rows = Logits.rows(logits).shape().dim(0);
    return signals
        .mask(logits)
        .map(mask -> mask.reshape(rows))
        .orElseGet(() -> Tensor.of(1).broadcastTo(rows));
  }

  /**
   * Returns 1 − ρ of unit vectors along an axis, which is removed: half their squared distance,
   * which is exact where ρ is near 1.
   */
  private static Tensor apart(Tensor student, Tensor teacher, int axis) {
    Tensor lengths = student.square().sum(axis).mul(teacher.square().sum(axis));
    Tensor distance = student.sub(teacher).square().sum(axis).mul(0.5);
    return lengths.less(Tensor.of(0.5)).where(Tensor.of(1), distance);
  }
}
