package org.distill4j.ir;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.distill4j.tensor.Composite;
import org.distill4j.tensor.Op;
import org.distill4j.tensor.Order;
import org.distill4j.tensor.Tensor;

/** The gradient of one application of a composite, by its rule or through its body. */
final class CompositeGradient {
  private final Composite composite;
  private final List<Tensor> inputs;
  private final Map<Integer, Tensor> given;
  private final GradientSums sums;

  /**
   * A gradient that has not flowed yet.
   *
   * @param application the application
   * @param given the gradients in its results, by their index
   * @param sums where the gradients in its inputs go
   */
  CompositeGradient(Op.Application application, Map<Integer, Tensor> given, GradientSums sums) {
    this.composite = application.composite();
    this.inputs = application.inputs();
    this.given = given;
    this.sums = sums;
  }

  void flow() {
    List<Tensor> gradients = new ArrayList<>();
    for (Tensor result : composite.body()) {
      Tensor gradient = given.get(gradients.size());
      gradients.add(gradient == null ? Gradients.filled(0, result) : gradient);
    }
    List<Optional<Tensor>> found =
        composite
            .rule()
            .map(rule -> rule.gradients(inputs, composite.results(inputs), gradients))
            .orElseGet(() -> throughBody(gradients));
    for (int i = 0; i < inputs.size(); i++) {
      Tensor input = inputs.get(i);
      found.get(i).ifPresent(gradient -> sums.add(input, gradient));
    }
  }

  /** Only the body is differentiated; how one input depends on another is not its matter. */
  private List<Optional<Tensor>> throughBody(List<Tensor> gradients) {
    List<Tensor> results = composite.inline(inputs);
    return Gradients.find(Order.of(results, inputs), results, gradients, inputs);
  }
}
