package org.distill4j.conformance.reference;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.distill4j.tensor.Shape;

/** What has been computed, in order, so that gradients can be computed in the opposite order. */
class Tape {
  private record Step(Value result, List<Edge> edges) {}

  private final List<Step> steps = new ArrayList<>();

  /** A result, and how gradients flow back to those inputs for which there is an edge. */
  Value record(Shape shape, double[] elements, Edge... edges) {
    List<Edge> open = Arrays.stream(edges).filter(edge -> edge.input().isDifferentiable()).toList();
    if (open.isEmpty()) {
      return new Value(shape, elements, Value.Kind.CONSTANT);
    }
    Value result = new Value(shape, elements, Value.Kind.DIFFERENTIABLE);
    steps.add(new Step(result, open));
    return result;
  }

  /** Fills in the gradients of everything that a scalar was computed from. */
  void backward(Value scalar) {
    scalar.gradient()[0] = 1;
    for (int i = steps.size() - 1; i >= 0; i--) {
      Step step = steps.get(i);
      if (step.result().isReached()) {
        step.edges()
            .forEach(edge -> edge.rule().add(step.result().gradient(), edge.input().gradient()));
      }
    }
  }
}
