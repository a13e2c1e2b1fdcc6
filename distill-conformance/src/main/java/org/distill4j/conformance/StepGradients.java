package org.distill4j.conformance;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.distill4j.backend.Executable;
import org.distill4j.backend.Session;
import org.distill4j.backend.Variables;
import org.distill4j.conformance.reference.GradientProgram;
import org.distill4j.program.StepInput;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.TensorSpec;
import org.distill4j.train.LearnerSpec;

/**
 * The loss terms of a step and the gradient of its total, as a backend computes them: they are the
 * outputs of a program.
 *
 * @param terms the loss terms by name, summed over the micro-batches of the step
 * @param gradients the gradient in each parameter by its path, in row-major order
 */
public record StepGradients(Map<String, Double> terms, Map<String, double[]> gradients) {

  /** Terms and gradients at the specification's weights, before clipping. */
  static StepGradients compute(Session session, LearnerSpec spec, StepInput input) {
    StepGradients sums = new StepGradients(new LinkedHashMap<>(), new LinkedHashMap<>());
    Map<String, TensorSpec> specs = new LinkedHashMap<>();
    spec.weights().asMap().forEach((name, value) -> specs.put(name, value.spec()));
    try (Variables variables = session.variables(specs)) {
      spec.weights().asMap().forEach(variables::write);
      for (int microBatch = 0; microBatch < input.microBatches().size(); microBatch++) {
        GradientProgram program = GradientProgram.record(spec, input, microBatch);
        try (Executable executable = session.compile(program.program(), variables)) {
          List<HostTensor> outputs =
              executable.run(program.feeds(input, microBatch), program.scalars(input));
          program.add(
              outputs.stream().map(Closeness::elements).toList(), sums.terms(), sums.gradients());
        }
      }
    }
    return sums;
  }
}
