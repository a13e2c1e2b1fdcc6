package org.distill4j.conformance.reference;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.distill4j.program.StepInput;
import org.distill4j.tensor.Tensor;
import org.distill4j.train.LearnerSpec;

/**
 * The loss terms of a step and the gradient of its total, in double precision. To differentiate in
 * something that is usually computed or fed, as in logits, let a model declare it as a parameter.
 */
public final class ReferenceGradients {
  private final Map<String, Double> terms = new LinkedHashMap<>();
  private final Map<String, double[]> gradients = new LinkedHashMap<>();
  private final Map<String, double[]> variables = new HashMap<>();

  private ReferenceGradients() {}

  /**
   * Terms and gradients at the specification's weights, summed over the micro-batches of the step.
   * Each micro-batch reads the states that the one before left. Neither clipping nor the optimizer
   * takes part.
   *
   * @param spec model, weights and loss
   * @param input the step
   * @return what was found
   * @throws IllegalArgumentException if types, shapes, labels or ids do not fit
   */
  public static ReferenceGradients compute(LearnerSpec spec, StepInput input) {
    ReferenceGradients found = new ReferenceGradients();
    spec.weights()
        .asMap()
        .forEach((name, value) -> found.variables.put(name, HostConversions.elements(value)));
    for (int microBatch = 0; microBatch < input.microBatches().size(); microBatch++) {
      found.add(GradientProgram.record(spec, input, microBatch), input, microBatch);
    }
    return found;
  }

  private void add(GradientProgram program, StepInput input, int microBatch) {
    RunInputs given =
        new RunInputs(
            Map.copyOf(variables),
            program.feeds(input, microBatch).stream().map(HostConversions::elements).toList(),
            Arrays.stream(program.scalars(input)).boxed().toList());
    Map<Tensor, DoubleArray> values = program.program().interpret(new ForwardAlgebra(given));
    List<double[]> outputs = new ArrayList<>();
    program.program().outputs().values().forEach(output -> outputs.add(elements(values, output)));
    program.add(outputs, terms, gradients);
    program
        .program()
        .updates()
        .forEach((name, update) -> variables.put(name, elements(values, update)));
  }

  private static double[] elements(Map<Tensor, DoubleArray> values, Tensor tensor) {
    return Objects.requireNonNull(values.get(tensor)).elements();
  }

  /** {@return the loss terms by name, the total first} */
  public Map<String, Double> terms() {
    return Collections.unmodifiableMap(terms);
  }

  /**
   * Returns the gradient of the total with respect to one parameter.
   *
   * @param parameter its path
   * @return its elements in row-major order, a fresh array
   * @throws IllegalArgumentException if there is no such parameter
   */
  public double[] gradient(String parameter) {
    double[] gradient = gradients.get(parameter);
    if (gradient == null) {
      throw new IllegalArgumentException(
          "There is no gradient of \""
              + parameter
              + "\", expected one of "
              + gradients.keySet()
              + ".\nMaybe it is a state, or the name is misspelt.");
    }
    return gradient.clone();
  }

  /** {@return the gradient of the total in every parameter by its path; the arrays are shared} */
  public Map<String, double[]> gradients() {
    return Collections.unmodifiableMap(gradients);
  }
}
