package org.distill4j.core.layer;

import org.distill4j.core.init.Initializers;
import org.distill4j.model.Initializer;
import org.distill4j.model.Layer;
import org.distill4j.model.Scope;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.Tensor;

/**
 * A table of vectors looked up by INT32 ids: from (batch, …) to (batch, …, width). Ids outside [0,
 * rows) are refused before each run.
 *
 * @param rows the number of ids, at least 1
 * @param width the length of each vector, at least 1
 * @param weight the first values of "weight", the table (rows, width)
 */
public record Embedding(int rows, int width, Initializer weight) implements Layer {
  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if a number is below 1
   */
  public Embedding {
    LayerChecks.atLeastOne("number of rows of an embedding", rows);
    LayerChecks.atLeastOne("width of an embedding", width);
  }

  /**
   * Returns a table with normally distributed initial values of mean 0 and deviation 1, as
   * PyTorch's.
   *
   * @param rows the number of ids
   * @param width the length of each vector
   * @return the layer
   * @throws IllegalArgumentException if a number is below 1
   */
  public static Embedding of(int rows, int width) {
    return new Embedding(rows, width, Initializers.normal(0, 1));
  }

  /**
   * Returns this embedding with another initializer of the table.
   *
   * @param weight the first values of the table
   * @return the changed layer
   */
  public Embedding withWeight(Initializer weight) {
    return new Embedding(rows, width, weight);
  }

  @Override
  public Tensor forward(Scope scope, Tensor input) {
    return scope.parameter("weight", Shape.of(rows, width), weight).gatherRows(input);
  }
}
