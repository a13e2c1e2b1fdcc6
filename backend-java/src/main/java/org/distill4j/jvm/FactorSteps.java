package org.distill4j.jvm;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.distill4j.tensor.Op;
import org.distill4j.tensor.Shape;

/**
 * Steps for transposes and matrix products. A product reads the transpose of a matrix where the
 * matrix lies, and of two orders of axes that differ in the last two it takes the one whose last
 * axis is the source's, which is faster to bring about.
 */
final class FactorSteps {
  /** A value with its axes in another order. */
  private record Transposed(Value source, List<Integer> order) {
    Shape shape() {
      return Shape.of(order.stream().mapToInt(axis -> source.shape().dim(axis)).toArray());
    }

    boolean isLastAxisSecondToLast() {
      int rank = order.size();
      return rank > 1 && order.get(rank - 2) == rank - 1;
    }
  }

  private final StepList steps;
  private final Map<Slot, Transposed> origins = new HashMap<>();
  private final Map<Transposed, Value> known = new HashMap<>();

  FactorSteps(StepList steps) {
    this.steps = steps;
  }

  Value transpose(Value input, List<Integer> order) {
    Transposed wanted = new Transposed(input, order);
    return known.computeIfAbsent(
        wanted,
        key -> {
          Value result = MoveSteps.transpose(steps, input, order, wanted.shape());
          origins.put(result.slot(), wanted);
          return result;
        });
  }

  Value multiply(Op.MatMul op, Value left, Value right, Shape shape) {
    ProductFactor a = factor(left, op.left());
    ProductFactor b = factor(right, op.right());
    if (b.batch() == 1 && a.canStack()) {
      return multiply(a.stacked(), b, shape);
    }
    int matrices = (int) shape.size() / shape.dim(-1) / shape.dim(-2);
    if (a.batch() == matrices && b.batch() == matrices) {
      return multiply(a, b, shape);
    }
    return multiply(stretched(a, shape), stretched(b, shape), shape);
  }

  private ProductFactor factor(Value value, Op.Form form) {
    ProductFactor factor =
        origin(value)
            .map(origin -> transpose(origin.source(), swapped(origin.order())))
            .map(swapped -> ProductFactor.of(swapped).transposed())
            .orElseGet(() -> ProductFactor.of(value));
    return form == Op.Form.AS_IS ? factor : factor.transposed();
  }

  /** What a value is the transpose of, if the other order of its last two axes is better. */
  private Optional<Transposed> origin(Value value) {
    return Optional.ofNullable(origins.get(value.slot()))
        .filter(origin -> origin.shape().equals(value.shape()))
        .filter(Transposed::isLastAxisSecondToLast);
  }

  private static List<Integer> swapped(List<Integer> order) {
    List<Integer> swapped = new ArrayList<>(order);
    Collections.swap(swapped, swapped.size() - 2, swapped.size() - 1);
    return swapped;
  }

  private Value multiply(ProductFactor a, ProductFactor b, Shape shape) {
    return steps.floats(
        shape,
        List.of(a.value(), b.value()),
        out -> new ProductKernel(steps.multiplier(), a, b, out));
  }

  /** A factor repeated for every matrix of a result. */
  private ProductFactor stretched(ProductFactor factor, Shape shape) {
    Shape own = factor.value().shape();
    int rank = shape.rank();
    Shape target = shape.with(rank - 2, own.dim(-2)).with(rank - 1, own.dim(-1));
    ProductFactor whole = ProductFactor.of(MoveSteps.broadcastTo(steps, factor.value(), target));
    return factor.layout() == Layout.ROWS ? whole : whole.transposed();
  }
}
