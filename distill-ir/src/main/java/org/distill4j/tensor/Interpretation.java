package org.distill4j.tensor;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * One interpretation of recorded operations in an algebra. The results of one application of a
 * composite are computed together, once.
 *
 * @param <V> the algebra's handle of a tensor
 */
public final class Interpretation<V> {
  private final Algebra<V> algebra;
  private final Map<Tensor, V> values;
  private final Map<Op.Application, List<V>> applications = new HashMap<>();

  /**
   * Creates an interpretation that begins with some known handles.
   *
   * @param algebra the algebra
   * @param values where the handle of each tensor is put before the next is read
   */
  public Interpretation(Algebra<V> algebra, Map<Tensor, V> values) {
    this.algebra = algebra;
    this.values = values;
  }

  /**
   * Interprets tensors.
   *
   * @param nodes the tensors, inputs before what uses them
   */
  public void read(List<Tensor> nodes) {
    for (Tensor node : nodes) {
      if (!values.containsKey(node)) {
        values.put(node, read(node));
      }
    }
  }

  private V read(Tensor node) {
    List<V> inputs = node.inputs().stream().map(this::value).toList();
    if (node.op() instanceof Op.Result result) {
      return applications
          .computeIfAbsent(
              result.application(node), all -> algebra.composite(all.composite(), inputs))
          .get(result.index());
    }
    return node.op().accept(algebra, node, inputs);
  }

  private V value(Tensor tensor) {
    return Objects.requireNonNull(values.get(tensor));
  }
}
