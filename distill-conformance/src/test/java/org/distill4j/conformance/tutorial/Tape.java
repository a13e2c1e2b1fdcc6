package org.distill4j.conformance.tutorial;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import org.distill4j.tensor.Tensor;
import org.distill4j.tensor.TensorSpec;

/** What was computed, so that gradients can go the way back. */
final class Tape {
  /** Adds to the gradients of an operation's inputs, given the gradient of its result. */
  @FunctionalInterface
  interface Backward {
    void run(float[] upstream);
  }

  private final List<Runnable> steps = new ArrayList<>();

  /** A result that has no gradient. */
  Value constant(Tensor node, IntToDoubleFunction element) {
    return Value.computed(new TensorSpec(node.type(), node.shape()), false, element);
  }

  /** A result, and how gradients go back from it. */
  Value result(Tensor node, IntToDoubleFunction element, Backward backward, Value... inputs) {
    boolean tracked = Arrays.stream(inputs).anyMatch(Value::isTracked);
    Value result = Value.computed(new TensorSpec(node.type(), node.shape()), tracked, element);
    if (tracked) {
      steps.add(() -> goBack(result, backward));
    }
    return result;
  }

  private static void goBack(Value result, Backward backward) {
    float[] upstream = result.gradient();
    if (upstream != null) {
      backward.run(upstream);
    }
  }

  /** Goes back from the loss to the parameters. */
  void backward(Value loss) {
    loss.add(0, 1);
    for (int i = steps.size() - 1; i >= 0; i--) {
      steps.get(i).run();
    }
  }
}
