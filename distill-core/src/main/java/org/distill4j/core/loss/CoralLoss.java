package org.distill4j.core.loss;

import org.distill4j.core.data.Mixture;
import org.distill4j.loss.Loss;
import org.distill4j.loss.LossTerms;
import org.distill4j.loss.Signals;
import org.distill4j.tensor.Tensor;

/**
 * Deep CORAL (Sun and Saenko 2016, eq. 1 to 3): aligns the covariances of values of source and
 * target examples. With C the covariance of the values, laid flat, (examples, features), of a
 * domain's n examples, divided by n − 1:
 *
 * <pre>
 * ‖ C_source − C_target ‖² / ( 4 · features² )
 * </pre>
 *
 * <p>The labels say whose an example is: 0 for the source, 1 for the target, −1 for neither. A
 * batch with fewer than two examples of one of them gives 0. As examples are compared with each
 * other, batches must not be split for accumulation. What is padding counts as 0. The terms
 * reported are "total" alone. No teacher is needed.
 *
 * @param student the path of the student's value, or the name of an output
 * @param domains the name of the labels that say whose an example is
 */
public record CoralLoss(String student, String domains) implements Loss {
  /**
   * The loss on a layer of the student and the labels "domain", which a {@link Mixture} has.
   *
   * @param student the path of the student's value
   * @return the loss
   */
  public static CoralLoss of(String student) {
    return new CoralLoss(student, Mixture.DOMAIN);
  }

  @Override
  public LossTerms compute(Signals signals) {
    signals.requireWholeBatch("CoralLoss");
    Tensor rows = Features.rows(signals, Features.student(signals, student));
    double features = rows.shape().dim(1);
    DomainLabels both = DomainLabels.of(signals, domains);
    Tensor apart =
        covariance(rows, both.source()).sub(covariance(rows, both.target())).square().sum();
    return LossTerms.total(both.whereBoth(2, apart.div(4 * features * features)));
  }

  /** The covariance of the rows that count 1, divided by their number less one. */
  private static Tensor covariance(Tensor rows, Tensor counted) {
    Tensor count = counted.sum();
    Tensor weight = counted.expandDims(1);
    Tensor mean = rows.mul(weight).sumKeep(0).div(count.maximum(Tensor.of(1)));
    Tensor centred = rows.sub(mean).mul(weight);
    return centred.transpose().matmul(centred).div(count.sub(1).maximum(Tensor.of(1)));
  }
}
