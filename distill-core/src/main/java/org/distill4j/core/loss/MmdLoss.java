package org.distill4j.core.loss;

import java.util.List;
import org.distill4j.core.data.Mixture;
import org.distill4j.loss.Loss;
import org.distill4j.loss.LossTerms;
import org.distill4j.loss.Signals;
import org.distill4j.tensor.Tensor;

/**
 * The maximum mean discrepancy of source and target (Gretton et al. 2012, eq. 5; as a layer's loss
 * Long et al. 2015), squared: the distance between the mean values of the two domains in the space
 * of a kernel. With x the values laid flat, (batch, features), of n source and m target examples:
 *
 * <pre>
 * mean k(source, source) + mean k(target, target) − 2 · mean k(source, target)
 * k(x, y) = mean over c of exp( −‖x − y‖² / (c · v) ),   c in { ¼, ½, 1, 2, 4 }
 * </pre>
 *
 * <p>with v the mean of ‖x − y‖² over all pairs of the two domains' examples, a constant of
 * differentiation. It is never negative but for rounding. The labels say whose an example is: 0 for
 * the source, 1 for the target, −1 for neither. A batch with examples of one of them alone gives 0.
 * As examples are compared with each other, batches must not be split for accumulation. The terms
 * reported are "total" alone. What is padding counts as 0. No teacher is needed.
 *
 * @param student the path of the student's value, or the name of an output
 * @param domains the name of the labels that say whose an example is
 */
public record MmdLoss(String student, String domains) implements Loss {
  private static final List<Double> WIDTHS = List.of(0.25, 0.5, 1.0, 2.0, 4.0);

  /**
   * The loss on a layer of the student and the labels "domain", which a {@link Mixture} has.
   *
   * @param student the path of the student's value
   * @return the loss
   */
  public static MmdLoss of(String student) {
    return new MmdLoss(student, Mixture.DOMAIN);
  }

  @Override
  public LossTerms compute(Signals signals) {
    signals.requireWholeBatch("MmdLoss");
    Tensor rows = Features.rows(signals, Features.student(signals, student));
    Tensor distances = VectorMath.squaredDistances(VectorMath.scaled(rows, 0, 1));
    DomainLabels both = DomainLabels.of(signals, domains);
    Tensor shares = share(both.source()).sub(share(both.target()));
    Tensor pairs = shares.expandDims(0).mul(shares.expandDims(1));
    Tensor discrepancy = pairs.mul(kernel(distances, both)).sum();
    return LossTerms.total(both.whereBoth(1, discrepancy));
  }

  private static Tensor share(Tensor counted) {
    return counted.div(counted.sum().maximum(Tensor.of(1)));
  }

  private static Tensor kernel(Tensor distances, DomainLabels both) {
    Tensor counted = both.source().add(both.target());
    Tensor pairs = counted.expandDims(0).mul(counted.expandDims(1));
    Tensor mean = distances.mul(pairs).sum().div(pairs.sum().maximum(Tensor.of(1))).stopGradient();
    Tensor width = mean.greater(Tensor.of(0)).where(mean, Tensor.of(1));
    Tensor sum = Tensor.of(0);
    for (double factor : WIDTHS) {
      sum = sum.add(distances.div(width.mul(factor)).negate().exp());
    }
    return sum.div(WIDTHS.size());
  }
}
