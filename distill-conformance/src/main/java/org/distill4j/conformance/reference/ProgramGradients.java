package org.distill4j.conformance.reference;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.distill4j.program.StepInput;
import org.distill4j.spi.LearnerSpec;
import org.distill4j.tensor.Tensor;

/**
 * The loss terms of a step and the gradient of its total as they are recorded, evaluated in double
 * precision.
 *
 * @param terms the loss terms by name, the total first, summed over the parts of the step
 * @param gradients the gradient of the total in every parameter by its path
 */
record ProgramGradients(Map<String, Double> terms, Map<String, double[]> gradients) {

  static ProgramGradients of(LearnerSpec spec, StepInput input) {
    Map<String, double[]> variables = new HashMap<>();
    spec.weights().asMap().forEach((name, value) -> variables.put(name, Hosts.elements(value)));
    ProgramGradients sums = new ProgramGradients(new LinkedHashMap<>(), new LinkedHashMap<>());
    for (int part = 0; part < input.parts().size(); part++) {
      sums.add(GradientProgram.of(spec, input, part), input, part, variables);
    }
    return sums;
  }

  private void add(
      GradientProgram program, StepInput input, int part, Map<String, double[]> variables) {
    RunInputs given =
        new RunInputs(
            Map.copyOf(variables),
            program.feeds(input, part).stream().map(Hosts::elements).toList(),
            Arrays.stream(program.scalars(input)).boxed().toList());
    Map<Tensor, Doubles> values = program.program().interpret(new ForwardAlgebra(given));
    List<double[]> outputs = new ArrayList<>();
    program.program().outputs().values().forEach(output -> outputs.add(elements(values, output)));
    program.add(outputs, terms, gradients);
    program
        .program()
        .updates()
        .forEach((name, update) -> variables.put(name, elements(values, update)));
  }

  private static double[] elements(Map<Tensor, Doubles> values, Tensor tensor) {
    return Objects.requireNonNull(values.get(tensor)).elements();
  }
}
