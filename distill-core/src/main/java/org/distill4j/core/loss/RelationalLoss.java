package org.distill4j.core.loss;

import org.distill4j.loss.Loss;
import org.distill4j.loss.LossTerms;
import org.distill4j.loss.Signals;
import org.distill4j.tensor.Tensor;

/**
 * Relational knowledge distillation (Park et al. 2019): the student's examples have the distances
 * and angles of the teacher's. With values laid flat, (batch, features), and Huber's loss l (δ =
 * 1):
 *
 * <pre>
 * distance (eq. 5, 6):  mean over pairs i ≠ j of    l( ψˢ[i, j], ψᵗ[i, j] ),   ψ = ‖xᵢ − xⱼ‖ / their mean
 * angle    (eq. 8, 9):  mean over triplets of       l( cosˢ ∠ijk, cosᵗ ∠ijk )
 * total = weight of distance · distance + weight of angle · angle
 * </pre>
 *
 * <p>A triplet has three different examples, the angle at the middle one. Equal examples have
 * distance 0 and cosine 0, with a gradient of 0. A batch too small for a pair or a triplet gives 0.
 * As examples are compared with each other, batches must not be split for accumulation. Angles need
 * memory for batch³ numbers. The terms reported are "total", "distance" and "angle", the latter two
 * before they are weighted. Student and teacher may have values of any two shapes; what is padding
 * counts as 0.
 *
 * @param distance the weight of distances, finite; 25 with vectors of unit length in the paper
 * @param angle the weight of angles, finite; 50 in the paper
 * @param student the path of the student's value, or the name of an output
 * @param teacher the path of the teacher's value, an output of its {@code TappedModel}
 */
public record RelationalLoss(double distance, double angle, String student, String teacher)
    implements Loss {
  /**
   * Checks the weights.
   *
   * @throws IllegalArgumentException if a weight is not finite
   */
  public RelationalLoss {
    CheckedSchedule.requireWeight("distance", distance);
    CheckedSchedule.requireWeight("angle", angle);
  }

  /**
   * Returns distances and angles with the paper's weights' ratio, 1 to 2.
   *
   * @param student the path of the student's value
   * @param teacher the path of the teacher's value
   * @return the loss
   */
  public static RelationalLoss of(String student, String teacher) {
    return new RelationalLoss(1, 2, student, teacher);
  }

  /**
   * The same loss with other weights.
   *
   * @param distance the weight of distances
   * @param angle the weight of angles
   * @return the changed loss
   * @throws IllegalArgumentException if a weight is not finite
   */
  public RelationalLoss weighted(double distance, double angle) {
    return new RelationalLoss(distance, angle, student, teacher);
  }

  @Override
  public LossTerms compute(Signals signals) {
    signals.requireWholeBatch("RelationalLoss");
    Tensor given =
        VectorMath.scaled(Features.rows(signals, Features.student(signals, student)), 0, 1);
    Tensor wanted =
        VectorMath.scaled(Features.rows(signals, Features.teacher(signals, teacher)), 0, 1);
    int rows = given.shape().dim(0);
    Tensor distances =
        meanOver(pairs(rows), VectorMath.huber(distances(given).sub(distances(wanted)), 1));
    Tensor angles =
        meanOver(triplets(rows), VectorMath.huber(cosines(given).sub(cosines(wanted)), 1));
    return LossTerms.total(distances.mul(distance).add(angles.mul(angle)))
        .and("distance", distances)
        .and("angle", angles);
  }

  private static double pairs(double rows) {
    return rows * (rows - 1);
  }

  private static double triplets(double rows) {
    return pairs(rows) * (rows - 2);
  }

  /**
   * Gives 0 on both sides for pairs and triplets of equal examples, so they do not count in the
   * sum.
   */
  private static Tensor meanOver(double count, Tensor values) {
    return values.sum().div(Math.max(1, count));
  }

  private static Tensor distances(Tensor rows) {
    Tensor distances = VectorMath.root(VectorMath.squaredDistances(rows));
    Tensor mean = meanOver(pairs(rows.shape().dim(0)), distances);
    Tensor divisor = mean.greater(Tensor.of(0)).where(mean, Tensor.of(1));
    return distances.div(divisor);
  }

  /** Returns, at [j, i, k], the cosine of the angle at j between i and k; 0 where i = k. */
  private static Tensor cosines(Tensor rows) {
    Tensor directions = VectorMath.normalized(VectorMath.differences(rows), 2);
    Tensor cosines = directions.matmul(directions.transpose());
    int count = rows.shape().dim(0);
    return cosines.mul(Tensor.of(1).sub(IdentityMatrix.of(count)));
  }
}
