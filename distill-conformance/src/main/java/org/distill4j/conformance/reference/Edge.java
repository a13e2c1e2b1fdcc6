package org.distill4j.conformance.reference;

/**
 * How gradients flow from a result back to one of its inputs.
 *
 * @param input the input
 * @param rule adds the input's share
 */
record Edge(Value input, Rule rule) {
  /** The transpose of the derivative of a result in one input. */
  @FunctionalInterface
  interface Rule {
    /**
     * Adds what flows back.
     *
     * @param upstream the gradient of the loss in the result
     * @param gradient the gradient of the loss in the input, to add to
     */
    void add(double[] upstream, double[] gradient);
  }
}
