package org.distill4j.ir;

import java.util.List;
import java.util.Map;
import java.util.function.BinaryOperator;
import org.distill4j.tensor.Composite;
import org.distill4j.tensor.Op;
import org.distill4j.tensor.Tensor;

/** The gradients of the elementwise functions of one float. */
final class ElementwiseGradients {
  private static final Tensor ZERO = Tensor.of(0);

  private ElementwiseGradients() {}

  /**
   * Returns the gradient with respect to the input.
   *
   * @param kind the function
   * @param gradient the gradient in the result
   * @param x the input
   * @param y the result
   */
  static Tensor of(Op.UnaryKind kind, Tensor gradient, Tensor x, Tensor y) {
    return switch (kind) {
      case NEGATE -> gradient.negate();
      case EXP -> gradient.mul(y);
      case LOG -> gradient.div(x);
      case SQRT -> gradient.div(y.mul(2));
      case ABS -> x.less(ZERO).where(gradient.negate(), x.greater(ZERO).where(gradient, ZERO));
      case RELU ->
          composite("relu-gradient", gradient, y, (g, r) -> r.greater(ZERO).where(g, ZERO));
      case GELU -> composite("gelu-gradient", gradient, x, ElementwiseGradients::gelu);
      case SIGMOID ->
          composite("sigmoid-gradient", gradient, y, (g, s) -> g.mul(s.sub(s.square())));
      case TANH ->
          composite("tanh-gradient", gradient, y, (g, t) -> g.mul(Tensor.of(1).sub(t.square())));
      case ERF -> gradient.mul(x.square().negate().exp().mul(2 / Math.sqrt(Math.PI)));
    };
  }

  /** Φ(x) + x · φ(x), of the normal distribution. */
  private static Tensor gelu(Tensor gradient, Tensor x) {
    Tensor distribution = x.mul(Math.sqrt(0.5)).erf().add(1).mul(0.5);
    Tensor density = x.square().mul(-0.5).exp().mul(1 / Math.sqrt(2 * Math.PI));
    return gradient.mul(distribution.add(x.mul(density)));
  }

  private static Tensor composite(
      String name, Tensor gradient, Tensor other, BinaryOperator<Tensor> body) {
    return Composite.apply(
            name,
            Map.of(),
            List.of(gradient, other),
            all -> List.of(body.apply(all.get(0), all.get(1))))
        .get(0);
  }
}
