package org.distill4j.tensor;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * A named function with a body in primitives: a layer norm, a fused loss, an optimizer's update. An
 * engine that has a kernel of that name computes it whole; any other runs the body, and the values
 * agree up to rounding.
 */
public final class Composite {
  /** The rule for the gradient of a composite, where its body's gradient would be slower. */
  @FunctionalInterface
  public interface Rule {
    /**
     * Returns the gradient with respect to each input.
     *
     * @param inputs what the composite was applied to
     * @param results its results
     * @param gradients the gradient in each result, zeros where none flows
     * @return the gradient in each input, of its shape; empty where none flows
     */
    List<Optional<Tensor>> gradients(
        List<Tensor> inputs, List<Tensor> results, List<Tensor> gradients);
  }

  private final String name;
  private final Map<String, Double> attributes;
  private final List<Tensor> body;
  private final Optional<Rule> rule;

  private Composite(
      String name, Map<String, Double> attributes, List<Tensor> body, Optional<Rule> rule) {
    this.name = name;
    this.attributes = Map.copyOf(attributes);
    this.body = List.copyOf(body);
    this.rule = rule;
  }

  /**
   * Returns a composite that is differentiated through its body.
   *
   * @param name the name by which engines know it, in lower case with hyphens
   * @param attributes its fixed numbers by name
   * @param inputs what it is applied to
   * @param body its definition: a function of as many tensors
   * @return its results
   */
  public static List<Tensor> apply(
      String name,
      Map<String, Double> attributes,
      List<Tensor> inputs,
      Function<List<Tensor>, List<Tensor>> body) {
    List<Tensor> results = body.apply(arguments(inputs));
    return new Composite(name, attributes, results, Optional.empty()).results(inputs);
  }

  /**
   * A composite with a rule for its gradient.
   *
   * @param name the name by which engines know it, in lower case with hyphens
   * @param attributes its fixed numbers by name
   * @param inputs what it is applied to
   * @param body its definition: a function of as many tensors
   * @param rule its gradient, equal to that of the body
   * @return its results
   */
  public static List<Tensor> apply(
      String name,
      Map<String, Double> attributes,
      List<Tensor> inputs,
      Function<List<Tensor>, List<Tensor>> body,
      Rule rule) {
    List<Tensor> results = body.apply(arguments(inputs));
    return new Composite(name, attributes, results, Optional.of(rule)).results(inputs);
  }

  private static List<Tensor> arguments(List<Tensor> inputs) {
    return IntStream.range(0, inputs.size())
        .mapToObj(i -> Tensor.leaf(new Op.Argument(i), inputs.get(i).spec()))
        .toList();
  }

  /**
   * Applies this composite to tensors.
   *
   * @param inputs tensors of the types and shapes that it was first applied to
   * @return its results
   */
  public List<Tensor> results(List<Tensor> inputs) {
    List<Tensor> results = new ArrayList<>();
    for (Tensor result : body) {
      Op op = new Op.Result(this, results.size());
      results.add(new Tensor(op, result.spec(), List.copyOf(inputs)));
    }
    return results;
  }

  /**
   * Returns the same composite, defined in other primitives.
   *
   * @param other results of the same types and shapes, from the same {@link Op.Argument} leaves
   * @return the composite
   */
  public Composite withBody(List<Tensor> other) {
    return new Composite(name, attributes, other, rule);
  }

  /** {@return the name by which engines know it} */
  public String name() {
    return name;
  }

  /** {@return its fixed numbers by name} */
  public Map<String, Double> attributes() {
    return attributes;
  }

  /**
   * Returns one of its fixed numbers.
   *
   * @param attribute the number's name
   * @return the number
   * @throws IllegalArgumentException if it has no such number
   */
  public double number(String attribute) {
    Double value = attributes.get(attribute);
    if (value == null) {
      throw new IllegalArgumentException(
          "The composite "
              + name
              + " has no attribute \""
              + attribute
              + "\", expected one of "
              + attributes.keySet()
              + ".\nMaybe another composite has this name.");
    }
    return value;
  }

  /** {@return the results of the body, computed from {@link Op.Argument} leaves} */
  public List<Tensor> body() {
    return body;
  }

  /** {@return the rule for its gradient; empty if that is the body's} */
  public Optional<Rule> rule() {
    return rule;
  }

  /**
   * Interprets the body.
   *
   * @param algebra the interpretation
   * @param inputs what the composite is applied to
   * @param <V> the handle of a tensor
   * @return the results
   */
  public <V> List<V> interpret(Algebra<V> algebra, List<V> inputs) {
    List<Tensor> nodes = OperationOrder.sort(body);
    Map<Tensor, V> values = new HashMap<>();
    for (Tensor node : nodes) {
      if (node.op() instanceof Op.Argument argument) {
        values.put(node, inputs.get(argument.index()));
      }
    }
    new Interpretation<>(algebra, values).read(nodes);
    return body.stream().map(result -> Objects.requireNonNull(values.get(result))).toList();
  }

  /**
   * Returns the body applied to tensors, in primitives.
   *
   * @param inputs the tensors
   * @return the results
   */
  public List<Tensor> inline(List<Tensor> inputs) {
    Map<Tensor, Tensor> copies = new HashMap<>();
    for (Tensor node : OperationOrder.sort(body)) {
      copies.put(
          node,
          node.op() instanceof Op.Argument argument
              ? inputs.get(argument.index())
              : node.withInputs(node.inputs().stream().map(copies::get).toList()));
    }
    return body.stream().map(result -> Objects.requireNonNull(copies.get(result))).toList();
  }

  @Override
  public String toString() {
    return attributes.isEmpty() ? name : name + attributes;
  }
}
