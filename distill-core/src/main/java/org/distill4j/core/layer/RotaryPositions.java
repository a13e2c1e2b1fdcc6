package org.distill4j.core.layer;

import java.util.List;
import java.util.function.DoubleUnaryOperator;
import org.distill4j.model.Layer;
import org.distill4j.model.Scope;
import org.distill4j.tensor.DType;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.Tensor;

/**
 * Rotary positions (Su et al. 2021, section 3.2.2), on (batch, …, at most longest, width) to the
 * same shape: pair i of the vector at position t, counted from 0, is rotated by the angle t ·
 * base^(−2i / width):
 *
 * <pre>
 * y[i]             = x[i] · cos − x[i + width / 2] · sin
 * y[i + width / 2] = x[i + width / 2] · cos + x[i] · sin
 * </pre>
 *
 * <p>A pair is an element of the first half and the one at the same index of the second half, as in
 * models of Hugging Face (Llama, ModernBERT). The paper pairs neighbours; weights of such a model
 * need their columns reordered. The product of two turned vectors depends on their distance alone,
 * so {@link MultiHeadAttention#withRotary} turns queries and keys. There is nothing to train.
 *
 * @param longest the largest number of positions, at least 1
 * @param base the base of the angles, above 0; 10,000 in the paper
 */
public record RotaryPositions(int longest, double base) implements Layer {
  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if a number is out of range
   */
  public RotaryPositions {
    LayerChecks.atLeastOne("number of positions", longest);
    LayerChecks.positive("base of rotary positions", base);
  }

  /**
   * Returns the positions with the paper's base of 10,000.
   *
   * @param longest the largest number of positions
   * @return the layer
   * @throws IllegalArgumentException if it is below 1
   */
  public static RotaryPositions of(int longest) {
    return new RotaryPositions(longest, 10_000);
  }

  /**
   * Returns these positions with another base.
   *
   * @param base the base of the angles, above 0
   * @return the changed layer
   */
  public RotaryPositions withBase(double base) {
    return new RotaryPositions(longest, base);
  }

  @Override
  public Tensor forward(Scope scope, Tensor input) {
    Shape given = input.shape();
    boolean fits = given.rank() >= 3 && given.dim(-1) % 2 == 0;
    LayerChecks.input("RotaryPositions", given, fits, "(batch, …, length, width) of an even width");
    LayerChecks.positions("RotaryPositions", given.dim(-2), longest);
    int half = given.dim(-1) / 2;
    Tensor cos = table(Math::cos, half, given.dim(-2));
    Tensor sin = table(Math::sin, half, given.dim(-2));
    Tensor first = input.slice(-1, 0, half);
    Tensor second = input.slice(-1, half, 2 * half);
    return Tensor.concat(
        -1, List.of(first.mul(cos).sub(second.mul(sin)), second.mul(cos).add(first.mul(sin))));
  }

  /**
   * Returns (length, half), cut from a table of all positions, as a file for every length needs it.
   */
  private Tensor table(DoubleUnaryOperator function, int half, int length) {
    HostTensor table = HostTensor.allocate(DType.FLOAT32, Shape.of(longest, half));
    for (int i = 0; i < table.size(); i++) {
      int position = i / half;
      double angle = position * Math.pow(base, -(double) (i % half) / half);
      table.floats().put(i, (float) function.applyAsDouble(angle));
    }
    return Tensor.of(table).slice(0, 0, length);
  }
}
