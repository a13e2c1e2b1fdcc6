package org.distill4j.core.layer;

import org.distill4j.core.init.Initializers;
import org.distill4j.model.Layer;
import org.distill4j.model.Scope;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.Tensor;

/**
 * Adds a learned vector to each position of a sequence, since attention does not see order: y[b, t]
 * = x[b, t] + w[t], for (batch, at most length, width). The table "weight" is (length, width) and
 * begins normal with deviation 0.02 (Dosovitskiy et al. 2021).
 *
 * @param length the largest number of positions, at least 1
 * @param width the length of each vector, at least 1
 */
public record LearnedPositions(int length, int width) implements Layer {
  private static final double DEVIATION = 0.02;

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if a number is below 1
   */
  public LearnedPositions {
    LayerChecks.atLeastOne("number of positions", length);
    LayerChecks.atLeastOne("width of positions", width);
  }

  /**
   * Returns vectors for the positions of a sequence.
   *
   * @param length the largest number of positions
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
    Shape given = input.shape();
    LayerChecks.input(
        "LearnedPositions",
        given,
        given.rank() == 3 && given.dim(2) == width,
        "(batch, at most " + length + ", " + width + ")");
    LayerChecks.positions("LearnedPositions", given.dim(1), length);
    Tensor weight = scope.parameter("weight", table, Initializers.normal(0, DEVIATION));
    return input.add(given.dim(1) == length ? weight : weight.slice(0, 0, given.dim(1)));
  }
}
