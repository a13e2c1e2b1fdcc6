package org.distill4j.core.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.distill4j.backend.Executable;
import org.distill4j.backend.Session;
import org.distill4j.backend.SessionOptions;
import org.distill4j.backend.Variables;
import org.distill4j.ir.Program;
import org.distill4j.optim.AdamW;
import org.distill4j.optim.Lion;
import org.distill4j.optim.Optimizer;
import org.distill4j.optim.ParameterStep;
import org.distill4j.optim.Progress;
import org.distill4j.optim.Sgd;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Op;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.Tensor;
import org.distill4j.tensor.TensorSpec;
import org.distill4j.tutorial.ArrayBackend;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The step that is recorded of")
class OptimizerValuesTest {
  private static final float[] START = {1, -2, 0.5f};
  private static final float[][] GRADIENTS = {{0.5f, -1, 0}, {-2, -1, 0}, {0.25f, 3, 0}};
  private static final double RATE = 0.1;

  private static TensorSpec spec() {
    return TensorSpec.floats(START.length);
  }

  private static Program program(Optimizer optimizer) {
    List<Tensor> slots = new ArrayList<>();
    optimizer.slots().forEach(slot -> slots.add(Tensor.leaf(new Op.Variable(slot), spec())));
    List<Tensor> scalars = new ArrayList<>();
    for (int i = 0; i <= optimizer.numbers(1).size(); i++) {
      scalars.add(Tensor.leaf(new Op.Scalar(i), TensorSpec.floats()));
    }
    List<Tensor> next =
        optimizer.update(
            new ParameterStep(
                ParameterStep.Use.WHOLE,
                Tensor.leaf(new Op.Variable("p"), spec()),
                Tensor.leaf(new Op.Feed(0), spec()),
                slots,
                scalars.get(0),
                scalars.subList(1, scalars.size())));
    Map<String, Tensor> updates = new LinkedHashMap<>(Map.of("p", next.get(0)));
    optimizer.slots().forEach(slot -> updates.put(slot, next.get(updates.size())));
    return new Program(List.of(spec()), scalars.size(), Map.of(), updates);
  }

  /** The parameter after the steps. */
  private static float[] run(Optimizer optimizer) {
    Program program = program(optimizer);
    try (Session session = new ArrayBackend().open(SessionOptions.defaults());
        Variables variables = session.variables(program.variables());
        Executable executable = session.compile(program, variables)) {
      variables.write("p", HostTensor.ofFloats(Shape.of(START.length), START));
      for (int step = 1; step <= GRADIENTS.length; step++) {
        List<Double> numbers = new ArrayList<>();
        numbers.add(optimizer.learningRate().at(new Progress(step - 1, GRADIENTS.length)));
        numbers.addAll(optimizer.numbers(step));
        executable.run(
            List.of(HostTensor.ofFloats(Shape.of(START.length), GRADIENTS[step - 1])),
            numbers.stream().mapToDouble(number -> number).toArray());
      }
      return variables.read("p").toFloatArray();
    }
  }

  @Test
  @DisplayName("Lion moves each element by the rate along the sign of its momentum")
  void lion() {
    // The directions are +, −, −/−: 0.5·0.1 = 0.05; 0.9·0.005 − 0.2 < 0; 0.9·(−0.01505) + 0.025 >
    // 0.
    double first = 1 - 0.1 + 0.1 - 0.1;
    // −0.1; 0.9·(−0.01) − 0.1 < 0; 0.9·(−0.0199) + 0.3 > 0.
    double second = -2 + 0.1 + 0.1 - 0.1;
    float[] expected = {(float) first, (float) second, 0.5f};
    assertThat(run(Lion.of(RATE))).as("after three steps").containsExactly(expected, within(1e-6f));
  }

  @Test
  @DisplayName("Lion with weight decay shrinks what has no gradient by rate and decay alone")
  void lionDecay() {
    float shrunk = (float) (0.5 * Math.pow(1 - RATE * 0.2, 3));
    float[] moved = run(Lion.of(RATE).withWeightDecay(0.2));
    assertThat(moved[2]).as("the element without a gradient").isCloseTo(shrunk, within(1e-6f));
  }

  @Test
  @DisplayName("AdamW shrinks what has no gradient by rate and decay alone")
  void adamW() {
    float shrunk = (float) (0.5 * Math.pow(1 - RATE * 0.5, 3));
    assertThat(run(AdamW.of(RATE, 0.5))[2]).as("shrunk").isCloseTo(shrunk, within(1e-6f));
    assertThat(run(AdamW.of(RATE, 0.5).withoutWeightDecay())[2]).as("kept").isEqualTo(0.5f);
  }

  @Test
  @DisplayName("Nesterov's momentum looks ahead along the velocity")
  void nesterov() {
    double velocity = 0;
    double expected = 1;
    for (float[] gradient : GRADIENTS) {
      velocity = 0.5 * velocity + gradient[0];
      expected -= RATE * (gradient[0] + 0.5 * velocity);
    }
    float[] moved = run(Sgd.of(RATE).withNesterov(0.5));
    assertThat(moved[0]).as("the first element").isCloseTo((float) expected, within(1e-6f));
  }
}
