package org.distill4j.conformance;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.distill4j.backend.Executable;
import org.distill4j.backend.Variables;
import org.distill4j.conformance.reference.GradientProgram;
import org.distill4j.model.Weights;
import org.distill4j.optim.Sgd;
import org.distill4j.program.Program;
import org.distill4j.program.StepInput;
import org.distill4j.spi.Learner;
import org.distill4j.spi.LearnerSpec;
import org.distill4j.spi.Session;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.TensorSpec;

/**
 * Loss terms and gradients as a backend shows them: where it compiles programs, as the outputs of
 * one. A backend of the former kind hands out no gradients, so a learner takes one step of plain
 * SGD, and the gradient is what its parameters moved by, divided by the learning rate. The rate is
 * 2²⁰: large, so that the rounding of the moved parameter is that of the gradient and not that of
 * the parameter, and a power of two, so that multiplying by it rounds nothing. A gradient of 0 is
 * seen as exactly 0.
 *
 * @param terms the loss terms
 * @param gradients the gradient in each parameter
 */
record Observed(Map<String, Double> terms, Map<String, double[]> gradients) {
  private static final double RATE = 0x1p20;

  static Observed of(Session session, LearnerSpec spec, StepInput input) {
    if (session instanceof ProgramBackend.ProgramSession program) {
      return outputs(program.compiler(), spec, input);
    }
    LearnerSpec sgd =
        LearnerSpec.of(spec.model(), spec.weights(), spec.loss(), spec.signature(), Sgd.of(RATE))
            .withClipping(spec.clipping())
            .withSeed(spec.seed());
    try (Learner learner = session.learner(sgd)) {
      Map<String, Double> terms = learner.step(input).asMap();
      return new Observed(terms, moves(sgd.declared(), spec.weights(), learner.weights()));
    }
  }

  private static Observed outputs(
      org.distill4j.backend.Session session, LearnerSpec spec, StepInput input) {
    Observed sums = new Observed(new LinkedHashMap<>(), new LinkedHashMap<>());
    Map<String, TensorSpec> specs = new LinkedHashMap<>();
    spec.weights().asMap().forEach((name, value) -> specs.put(name, value.spec()));
    try (Variables variables = session.variables(specs)) {
      spec.weights().asMap().forEach(variables::write);
      for (int part = 0; part < input.parts().size(); part++) {
        GradientProgram program = GradientProgram.of(spec, input, part);
        try (Executable executable = session.compile(program.program(), variables)) {
          List<HostTensor> outputs =
              executable.run(program.feeds(input, part), program.scalars(input));
          program.add(
              outputs.stream().map(Closeness::elements).toList(), sums.terms(), sums.gradients());
        }
      }
    }
    return sums;
  }

  private static Map<String, double[]> moves(Program program, Weights before, Weights after) {
    Map<String, double[]> gradients = new LinkedHashMap<>();
    program
        .parameters()
        .forEach(spec -> gradients.put(spec.name(), move(spec.name(), before, after)));
    return gradients;
  }

  private static double[] move(String name, Weights before, Weights after) {
    HostTensor from = before.get(name);
    HostTensor to = after.get(name);
    double[] gradient = new double[from.size()];
    for (int i = 0; i < gradient.length; i++) {
      gradient[i] = ((double) from.floats().get(i) - to.floats().get(i)) / RATE;
    }
    return gradient;
  }
}
