package org.distill4j.conformance.reference;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import org.distill4j.ir.Program;
import org.distill4j.tensor.Op;
import org.distill4j.tensor.Tensor;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("1,000 random programs, simplified,")
class SimplifiedProgramsTest {
  private static final int PROGRAMS = 1000;

  private static List<double[]> values(Program program, Map<String, double[]> variables) {
    RunInputs inputs = new RunInputs(variables, List.of(), List.of());
    Map<Tensor, DoubleArray> values = program.interpret(new ForwardAlgebra(inputs));
    List<Tensor> results = new ArrayList<>(program.outputs().values());
    results.addAll(program.updates().values());
    return results.stream().map(t -> Objects.requireNonNull(values.get(t)).elements()).toList();
  }

  private static Map<String, double[]> variables(Program program, long seed, double... special) {
    SplittableRandom random = new SplittableRandom(seed);
    Map<String, double[]> variables = new HashMap<>();
    program
        .variables()
        .forEach(
            (name, spec) -> {
              double[] elements = random.doubles(spec.shape().size(), -2, 2).toArray();
              for (int i = 0; i < elements.length && special.length > 0; i++) {
                int kind = random.nextInt(4 * special.length);
                elements[i] = kind < special.length ? special[kind] : elements[i];
              }
              variables.put(name, elements);
            });
    return variables;
  }

  private static void requireSame(long seed, double... special) {
    Program program = RandomPrograms.of(seed);
    Map<String, double[]> variables = variables(program, seed, special);
    List<double[]> expected = values(program, variables);
    List<double[]> actual = values(program.simplified(), variables);
    for (int result = 0; result < expected.size(); result++) {
      for (int i = 0; i < expected.get(result).length; i++) {
        double wanted = expected.get(result)[i];
        double found = actual.get(result)[i];
        assertThat(isClose(found, wanted))
            .as("program %d, result %d, element %d: %s for %s", seed, result, i, found, wanted)
            .isTrue();
      }
    }
  }

  private static boolean isClose(double found, double wanted) {
    return found == wanted
        || (Double.isNaN(found) && Double.isNaN(wanted))
        || Math.abs(found - wanted) <= 1e-12 * Math.max(1, Math.abs(wanted));
  }

  @Test
  @DisplayName("give the same values, to 1e-12")
  void values() {
    for (long seed = 0; seed < PROGRAMS; seed++) {
      requireSame(seed);
    }
  }

  @Test
  @DisplayName("give the same NaN and infinities")
  void special() {
    for (long seed = 0; seed < PROGRAMS; seed++) {
      requireSame(seed, Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 0);
    }
  }

  @Test
  @DisplayName("never have more operations, have fewer in all but a few, and no stop-gradient")
  void smaller() {
    int smaller = 0;
    for (long seed = 0; seed < PROGRAMS; seed++) {
      Program program = RandomPrograms.of(seed);
      List<Tensor> left = program.simplified().nodes();
      assertThat(left)
          .as("program %d", seed)
          .hasSizeLessThanOrEqualTo(program.nodes().size())
          .noneMatch(node -> node.op() instanceof Op.StopGradient);
      smaller += left.size() < program.nodes().size() ? 1 : 0;
    }
    assertThat(smaller).isGreaterThan(PROGRAMS * 9 / 10);
  }

  @Test
  @DisplayName("cannot be simplified any further")
  void twice() {
    for (long seed = 0; seed < PROGRAMS; seed++) {
      Program once = RandomPrograms.of(seed).simplified();
      assertThat(once.simplified().nodes()).as("program %d", seed).hasSameSizeAs(once.nodes());
    }
  }
}
