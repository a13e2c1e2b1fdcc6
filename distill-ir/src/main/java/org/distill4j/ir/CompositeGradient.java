package org.distill4j.ir;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.distill4j.tensor.Composite;
import org.distill4j.tensor.DType;
import org.distill4j.tensor.Op;
import org.distill4j.tensor.Tensor;

/** The gradient of one application of a composite, by its rule or through its body. */
final class CompositeGradient {
  private static final Optional<Tensor> NONE = Optional.empty();

  private final Composite composite;
  private final List<Tensor> inputs;
  private final Map<Integer, Tensor> given;
  private final GradientSums sums;

  /**
   * Creates a gradient through which nothing has flowed yet.
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
    List<Optional<Tensor>> found = composite.rule().map(this::byRule).orElseGet(this::throughBody);
    for (int i = 0; i < inputs.size(); i++) {
      Tensor input = inputs.get(i);
      found.get(i).ifPresent(gradient -> sums.add(input, gradient));
    }
  }

  private List<Optional<Tensor>> byRule(Composite.Rule rule) {
    List<Tensor> gradients = new ArrayList<>();
    for (Tensor result : composite.body()) {
      Tensor gradient = given.get(gradients.size());
      gradients.add(gradient == null ? Gradients.filled(0, result) : gradient);
    }
    return rule.gradients(inputs, composite.results(inputs), gradients);
  }

  /** Replaces inputs by leaves, as one may be computed from another, or given twice. */
  private List<Optional<Tensor>> throughBody() {
    List<Tensor> leaves = new ArrayList<>();
    Map<Tensor, Tensor> copies = new HashMap<>();
    for (Tensor input : inputs) {
      Tensor leaf = Tensor.leaf(new Op.Feed(leaves.size()), input.spec());
      leaves.add(leaf);
      copies.put(leaf, input);
    }
    given.values().forEach(gradient -> copies.put(gradient, gradient));
    List<Tensor> floats = leaves.stream().filter(leaf -> leaf.type() == DType.FLOAT32).toList();
    List<Tensor> results = composite.inline(leaves);
    List<Integer> indices = List.copyOf(given.keySet());
    List<Optional<Tensor>> found =
        Gradients.find(
            indices.stream().map(results::get).toList(),
            indices.stream().map(given::get).toList(),
            floats);
    return leaves.stream()
        .map(leaf -> floats.contains(leaf) ? found.get(floats.indexOf(leaf)) : NONE)
        .map(inLeaf -> inLeaf.map(gradient -> copy(gradient, copies)))
        .toList();
  }

  private static Tensor copy(Tensor tensor, Map<Tensor, Tensor> copies) {
    Tensor known = copies.get(tensor);
    if (known == null) {
      known = tensor.withInputs(tensor.inputs().stream().map(i -> copy(i, copies)).toList());
      copies.put(tensor, known);
    }
    return known;
  }
}
