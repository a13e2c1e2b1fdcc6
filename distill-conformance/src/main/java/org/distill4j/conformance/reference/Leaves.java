package org.distill4j.conformance.reference;

import java.util.List;
import org.distill4j.tensor.HostTensor;

/**
 * What one run of a program is given.
 *
 * @param parameters trained values
 * @param states kept values
 * @param feeds the elements of the host tensors, in the program's order
 * @param scalars the numbers, in the program's order
 */
record Leaves(Named parameters, Named states, List<double[]> feeds, List<Double> scalars) {
  /** Copies of host tensors, which their owner may overwrite. */
  static List<double[]> copies(List<HostTensor> tensors) {
    return tensors.stream().map(Hosts::elements).toList();
  }
}
