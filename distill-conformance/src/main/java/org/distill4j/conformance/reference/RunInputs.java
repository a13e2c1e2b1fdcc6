package org.distill4j.conformance.reference;

import java.util.List;
import java.util.Map;

/**
 * The inputs of one run of a program. The arrays are not changed by it.
 *
 * @param variables the elements of the variables before the run, by path
 * @param feeds the elements of the host tensors, in the program's order
 * @param scalars the numbers, in the program's order
 */
record RunInputs(Map<String, double[]> variables, List<double[]> feeds, List<Double> scalars) {}
