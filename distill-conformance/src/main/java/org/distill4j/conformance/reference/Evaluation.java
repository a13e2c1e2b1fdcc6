package org.distill4j.conformance.reference;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.distill4j.loss.LossTerms;
import org.distill4j.program.Program;
import org.distill4j.tensor.Op;
import org.distill4j.tensor.Tensor;

/** One run of a program, forwards and, if wanted, backwards. */
final class Evaluation {
  private final Program program;
  private final Tape tape;
  private final Map<Tensor, Value> values;

  Evaluation(Program program, Engine engine, Leaves leaves) {
    this.program = program;
    this.tape = engine.tape();
    this.values = program.interpret(engine.algebra(tape, leaves));
  }

  double[] value(Tensor tensor) {
    return reached(tensor).elements();
  }

  /** The program's outputs, each a single number. */
  Map<String, Double> numbers() {
    Map<String, Double> numbers = new LinkedHashMap<>();
    program.outputs().forEach((name, tensor) -> numbers.put(name, value(tensor)[0]));
    return numbers;
  }

  /** Sets the states to what they become. */
  void updateStates(Named states) {
    program.stateUpdates().forEach((name, tensor) -> states.put(name, value(tensor).clone()));
  }

  /** Adds the gradient of the total in each parameter that was used. */
  void addGradients(Named sums) {
    tape.backward(reached(Objects.requireNonNull(program.outputs().get(LossTerms.TOTAL))));
    values.forEach(
        (tensor, value) -> {
          if (tensor.op() instanceof Op.Variable parameter && value.isDifferentiable()) {
            add(value.gradient(), sums.get(parameter.name()));
          }
        });
  }

  private Value reached(Tensor tensor) {
    return Objects.requireNonNull(values.get(tensor));
  }

  private static void add(double[] addend, double[] sum) {
    for (int i = 0; i < sum.length; i++) {
      sum[i] += addend[i];
    }
  }
}
