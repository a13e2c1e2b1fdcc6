package org.distill4j.optim;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.distill4j.tensor.Composite;
import org.distill4j.tensor.Tensor;

/**
 * {@link Adam} that changes only those rows of embedding tables that have a gradient, so that its
 * step does not grow with the tables (as PyTorch's {@code SparseAdam} and TensorFlow's {@code
 * LazyAdam}). The moments of the other rows do not decay meanwhile, and the bias is corrected by
 * the number of all steps. A parameter that is not only looked up by ids is trained by {@link
 * Adam}.
 *
 * <p>The step stays small where gradients are neither clipped nor added up over micro-batches, and
 * no average of the weights is kept; the values are the same otherwise.
 *
 * @param learningRate η, step by step
 * @param beta1 β₁ in [0, 1)
 * @param beta2 β₂ in [0, 1)
 * @param epsilon ε, above 0
 */
public record LazyAdam(Schedule learningRate, double beta1, double beta2, double epsilon)
    implements Optimizer {
  /**
   * Checks the ranges.
   *
   * @throws IllegalArgumentException if a number is out of range
   */
  public LazyAdam {
    RangeChecks.requireFraction("beta1", beta1);
    RangeChecks.requireFraction("beta2", beta2);
    RangeChecks.requirePositive("epsilon", epsilon);
  }

  /**
   * Row-lazy Adam with β₁ = 0.9, β₂ = 0.999, ε = 1e-8.
   *
   * @param learningRate the learning rate
   * @return the optimizer
   */
  public static LazyAdam of(double learningRate) {
    return of(Schedule.constant(learningRate));
  }

  /**
   * Row-lazy Adam with β₁ = 0.9, β₂ = 0.999, ε = 1e-8.
   *
   * @param learningRate the learning rate, step by step
   * @return the optimizer
   */
  public static LazyAdam of(Schedule learningRate) {
    return new LazyAdam(learningRate, 0.9, 0.999, 1e-8);
  }

  @Override
  public List<String> slots() {
    return List.of(Adam.FIRST_MOMENT, Adam.SECOND_MOMENT);
  }

  @Override
  public List<Double> numbers(long step) {
    return Adam.numbers(step, beta1, beta2);
  }

  /** The moments of a table decay only while its rows have gradients. */
  @Override
  public double negligible(String slot, ParameterStep.Use use) {
    return use == ParameterStep.Use.LOOKED_UP ? 0 : Adam.negligibleMoment(slot);
  }

  /**
   * The composite {@code adam}; for a table whose gradient is recorded as rows, the composite
   * {@code row-adam} of (parameter, rows (n, width), ids (n), first moment, second moment, rate,
   * step, 1 − β₁ᵗ, 1 − β₂ᵗ).
   */
  @Override
  public List<Tensor> update(ParameterStep step) {
    if (step.use() == ParameterStep.Use.WHOLE) {
      return new Adam(learningRate, beta1, beta2, epsilon).update(step);
    }
    Optional<TableGradient> rows = TableGradient.of(step.gradient());
    return rows.map(some -> byRows(step, some)).orElseGet(() -> lazily(step.all()));
  }

  private List<Tensor> byRows(ParameterStep step, TableGradient rows) {
    List<Tensor> inputs = new ArrayList<>(step.all());
    inputs.set(1, rows.values());
    inputs.add(2, rows.ids());
    Map<String, Double> numbers = Map.of("beta1", beta1, "beta2", beta2, "epsilon", epsilon);
    return Composite.apply("row-adam", numbers, inputs, this::addedUp);
  }

  private List<Tensor> addedUp(List<Tensor> inputs) {
    List<Tensor> all = new ArrayList<>(inputs);
    Tensor ids = all.remove(2);
    all.set(1, all.get(1).scatterAddRows(ids, all.get(0).shape().dim(0)));
    return lazily(all);
  }

  /**
   * Applies Adam's step where a row's gradient is not all 0, and keeps the old values elsewhere.
   */
  private List<Tensor> lazily(List<Tensor> all) {
    Tensor isZero = all.get(1).equalTo(Tensor.of(0));
    Tensor others = isZero.where(Tensor.of(0), Tensor.of(1)).sumKeep(1);
    Tensor hasGradient = others.greater(Tensor.of(0));
    List<Tensor> next = Adam.update(all, all.get(0), beta1, beta2, epsilon);
    return List.of(
        hasGradient.where(next.get(0), all.get(0)),
        hasGradient.where(next.get(1), all.get(2)),
        hasGradient.where(next.get(2), all.get(3)));
  }
}
