package org.distill4j.jvm;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.distill4j.tensor.Composite;
import org.distill4j.tensor.Shape;

/** Steps for optimizers' updates, each in one pass over a parameter, and for clipping. */
final class OptimizerSteps {
  private OptimizerSteps() {}

  /**
   * Adds a step for Adam and AdamW: parameter, gradient, moments; rate, step and bias corrections.
   */
  static List<Value> adam(StepList steps, Composite composite, List<Value> inputs) {
    return update(
        steps,
        inputs,
        List.of(0, 2, 3),
        outputs -> new AdamKernel(steps, composite, slots(inputs), outputs));
  }

  /**
   * Adds a step for row-lazy Adam: table, rows of its gradient, their ids, moments; the same
   * numbers.
   */
  static List<Value> rowAdam(StepList steps, Composite composite, List<Value> inputs) {
    int width = inputs.get(1).shape().dim(-1);
    return update(
        steps,
        inputs,
        List.of(0, 3, 4),
        outputs -> new RowAdamKernel(composite, width, slots(inputs), outputs));
  }

  /** Adds a step for gradient descent: parameter, gradient, velocity if there is one; rate. */
  static List<Value> sgd(StepList steps, Composite composite, List<Value> inputs) {
    List<Integer> changed = inputs.size() == 3 ? List.of(0) : List.of(0, 2);
    return update(
        steps, inputs, changed, outputs -> new SgdKernel(composite, slots(inputs), outputs));
  }

  private static List<Value> update(
      StepList steps,
      List<Value> inputs,
      List<Integer> changed,
      Function<List<Slot>, Runnable> kernel) {
    List<Shape> shapes = changed.stream().map(i -> inputs.get(i).shape()).toList();
    return steps.manyFloats(shapes, inputs, outputs -> places(inputs, changed, outputs), kernel);
  }

  private static Map<Slot, Set<Slot>> places(
      List<Value> inputs, List<Integer> changed, List<Slot> outputs) {
    Map<Slot, Set<Slot>> places = new HashMap<>();
    for (int i = 0; i < outputs.size(); i++) {
      places.put(outputs.get(i), Set.of(inputs.get(changed.get(i)).slot()));
    }
    return places;
  }

  private static List<Slot> slots(List<Value> values) {
    return values.stream().map(Value::slot).toList();
  }

  /** Adds a step that scales gradients together so that their norm is at most a limit. */
  static List<Value> clipByNorm(StepList steps, List<Value> gradients, double limit) {
    Value scale =
        steps.floats(
            Shape.scalar(),
            gradients,
            out ->
                () -> {
                  double norm = Math.sqrt(squares(gradients));
                  out.floatsToWrite()[0] = (float) Math.min(1, limit / (norm + 1e-6));
                });
    List<Value> clipped = new ArrayList<>();
    for (Value gradient : gradients) {
      BlockLoop loop = BlockLoop.of(OptimizerSteps::scale);
      clipped.add(steps.elementwise(gradient.shape(), loop, gradient, scale));
    }
    return clipped;
  }

  private static double squares(List<Value> arrays) {
    double sum = 0;
    for (Value array : arrays) {
      sum += squares(array.slot().floats());
    }
    return sum;
  }

  private static double squares(float[] x) {
    double[] sums = new double[4];
    int i = 0;
    for (; i < x.length - 3; i += 4) {
      for (int k = 0; k < 4; k++) {
        sums[k] += (double) x[i + k] * x[i + k];
      }
    }
    for (; i < x.length; i++) {
      sums[0] += (double) x[i] * x[i];
    }
    return sums[0] + sums[1] + (sums[2] + sums[3]);
  }

  private static void scale(float[] x, float[] scale, float[] y, int n) {
    for (int i = 0; i < n; i++) {
      y[i] = x[i] * scale[i];
    }
  }
}
