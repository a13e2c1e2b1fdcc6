package org.distill4j.core.layer;

import org.distill4j.core.init.Initializers;
import org.distill4j.model.Layer;
import org.distill4j.model.Scope;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.Tensor;

/**
 * Adds a learned vector to each place of a sequence, since attention does not see order: y[b, t] =
 * x[b, t] + w[t], for (batch, length, width). The table "weight" is (length, width) and begins
 * normal with deviation 0.02 (Dosovitskiy et al. 2021).
 *
 * @param length the number of places, at least 1
 * @param width the length of each vector, at least 1
 */
public record LearnedPositions(int length, int width) implements Layer {
  private static final double DEVIATION = 0.02;

  /**
   * Checks the numbers.
   *
   * @param length the number of places
   * @param width the length of each vector
   * @throws IllegalArgumentException if a number is below 1
   */
  public LearnedPositions {
    Requirements.atLeastOne("number of positions", length);
    Requirements.atLeastOne("width of positions", width);
  }

  /**
   * Vectors for the places of a sequence.
   *
   * @param length the number of places
   * @param width the length of each vector
   * @return the layer
   * @throws IllegalArgumentException if a number is below 1
   */
  public static LearnedPositions of(int length, int width) {
    return new LearnedPositions(length, width);
  }

  @Override
  public Tensor forward(Scope scope, Tensor input) {
    Shape table = Shape.of(length, width);
    Requirements.input(
        "LearnedPositions",
        input.shape(),
        input.shape().rank() == 3 && input.shape().withoutBatch().equals(table),
        "(batch, " + length + ", " + width + ")");
    return input.add(scope.parameter("weight", table, Initializers.normal(0, DEVIATION)));
  }
}
