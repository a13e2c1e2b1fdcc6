package org.distill4j.conformance.reference;

import java.util.Collections;
import java.util.Map;
import org.distill4j.program.Program;
import org.distill4j.program.StepInput;
import org.distill4j.spi.LearnerSpec;

/**
 * The loss terms of a step and the gradient of its total, in double precision. To differentiate in
 * something that is usually computed or fed, as in logits, let a model declare it as a parameter.
 */
public final class ReferenceGradients {
  private final Training.Found found;

  private ReferenceGradients(Training.Found found) {
    this.found = found;
  }

  /**
   * Terms and gradients at the specification's weights, summed over the parts of the step. Neither
   * clipping nor the optimizer takes part.
   *
   * @param spec model, weights and loss
   * @param input the step
   * @return what was found
   * @throws IllegalArgumentException if types, shapes, labels or ids do not fit
   */
  public static ReferenceGradients of(LearnerSpec spec, StepInput input) {
    Training training = new Training(spec, new Engine());
    Program program = training.program(input.parts().get(0).batch().size());
    return new ReferenceGradients(
        training.run(
            input,
            Named.of(program.parameters(), spec.weights()),
            Named.of(program.states(), spec.weights())));
  }

  /** {@return the loss terms by name, the total first} */
  public Map<String, Double> terms() {
    return Collections.unmodifiableMap(found.terms());
  }

  /**
   * The gradient of the total in one parameter.
   *
   * @param parameter its path
   * @return its elements in row-major order, a fresh array
   * @throws IllegalArgumentException if there is no such parameter
   */
  public double[] gradient(String parameter) {
    if (!gradients().containsKey(parameter)) {
      throw new IllegalArgumentException(
          "There is no gradient of \""
              + parameter
              + "\", expected one of "
              + gradients().keySet()
              + ".\nMaybe it is a state, or the name is misspelt.");
    }
    return found.gradients().get(parameter).clone();
  }

  /** {@return the gradient of the total in every parameter by its path; the arrays are shared} */
  public Map<String, double[]> gradients() {
    return found.gradients().asMap();
  }
}
