package org.distill4j.conformance.reference;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.distill4j.tensor.Interpretation;
import org.distill4j.tensor.OperationOrder;
import org.distill4j.tensor.Tensor;

/** Computes recorded tensors in double precision and rounds nothing. */
public final class ReferenceValues {
  private ReferenceValues() {}

  /**
   * The elements of some tensors.
   *
   * @param tensors computed from variables and fixed values alone
   * @param variables the elements of the variables, in row-major order, by path
   * @return the elements of each tensor, in row-major order; truth values are 0 and 1
   */
  public static List<double[]> compute(List<Tensor> tensors, Map<String, double[]> variables) {
    RunInputs inputs = new RunInputs(variables, List.of(), List.of());
    Map<Tensor, DoubleArray> values = new HashMap<>();
    new Interpretation<>(new ForwardAlgebra(inputs), values).read(OperationOrder.sort(tensors));
    return tensors.stream()
        .map(tensor -> Objects.requireNonNull(values.get(tensor)).elements())
        .toList();
  }
}
