package org.distill4j.optim;

import java.util.List;
import java.util.Map;
import org.distill4j.tensor.Composite;
import org.distill4j.tensor.Tensor;

/** A transformation of gradients before the optimizer uses them. */
public sealed interface Clipping {
  /** {@return no clipping} */
  static Clipping none() {
    return new None();
  }

  /**
   * Scales all gradients together so that their common Euclidean norm is at most a limit: g ← g ·
   * min(1, limit / (‖g‖ + 1e-6)) (Pascanu et al. 2013, algorithm 1).
   *
   * @param limit the largest norm, above 0
   * @return the clipping
   */
  static Clipping byNorm(double limit) {
    return new ByNorm(limit);
  }

  /**
   * Limits each element of each gradient to [−limit, limit].
   *
   * @param limit the largest magnitude, above 0
   * @return the clipping
   */
  static Clipping byValue(double limit) {
    return new ByValue(limit);
  }

  /**
   * Records the transformation of the gradients of a step.
   *
   * @param gradients the gradient of each parameter
   * @return the gradients that the optimizer is given, in the same order
   */
  List<Tensor> clip(List<Tensor> gradients);

  /** Leaves gradients as they are. */
  record None() implements Clipping {
    @Override
    public List<Tensor> clip(List<Tensor> gradients) {
      return gradients;
    }
  }

  /**
   * Scales all gradients together.
   *
   * @param limit the largest common norm
   */
  record ByNorm(double limit) implements Clipping {
    /** Checks the limit. */
    public ByNorm {
      RangeChecks.requirePositive("clipping norm", limit);
    }

    /** The composite {@code clip-by-norm} of the gradients. */
    @Override
    public List<Tensor> clip(List<Tensor> gradients) {
      return gradients.isEmpty()
          ? gradients
          : Composite.apply("clip-by-norm", Map.of("limit", limit), gradients, this::scaled);
    }

    private List<Tensor> scaled(List<Tensor> gradients) {
      Tensor squares =
          gradients.stream().map(g -> g.square().sum()).reduce(Tensor.of(0), Tensor::add);
      Tensor scale = Tensor.of(limit).div(squares.sqrt().add(1e-6)).minimum(Tensor.of(1));
      return gradients.stream().map(gradient -> gradient.mul(scale)).toList();
    }
  }

  /**
   * Limits each element.
   *
   * @param limit the largest magnitude
   */
  record ByValue(double limit) implements Clipping {
    /** Checks the limit. */
    public ByValue {
      RangeChecks.requirePositive("clipping value", limit);
    }

    @Override
    public List<Tensor> clip(List<Tensor> gradients) {
      Tensor above = Tensor.of(limit);
      Tensor below = Tensor.of(-limit);
      return gradients.stream().map(g -> g.minimum(above).maximum(below)).toList();
    }
  }
}
