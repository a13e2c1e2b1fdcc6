package org.distill4j.conformance.tutorial;

import java.util.Map;
import java.util.Objects;
import org.distill4j.loss.LossTerms;
import org.distill4j.program.Program;
import org.distill4j.tensor.Op;
import org.distill4j.tensor.Tensor;

/** One run of a program. */
final class Run {
  private final Program program;
  private final Tape tape = new Tape();
  private final Map<Tensor, Value> values;

  Run(Program program, Leaves leaves) {
    this.program = program;
    this.values = program.interpret(new ArrayAlgebra(tape, leaves));
  }

  Value value(Tensor tensor) {
    return Objects.requireNonNull(values.get(tensor));
  }

  /** Adds the gradient of the loss in each parameter. */
  void addGradients(NamedArrays sums) {
    tape.backward(value(Objects.requireNonNull(program.outputs().get(LossTerms.TOTAL))));
    values.forEach(
        (tensor, value) -> {
          float[] gradient = value.gradient();
          if (tensor.op() instanceof Op.Variable parameter && gradient != null) {
            float[] sum = sums.get(parameter.name());
            for (int i = 0; i < sum.length; i++) {
              sum[i] += gradient[i];
            }
          }
        });
  }

  /** What the states are after the run. */
  void updateStates(NamedArrays states) {
    program
        .stateUpdates()
        .forEach((name, tensor) -> states.put(name, value(tensor).toHost().toFloatArray()));
  }
}
