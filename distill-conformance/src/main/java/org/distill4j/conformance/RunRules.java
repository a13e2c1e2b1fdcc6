package org.distill4j.conformance;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.distill4j.backend.Executable;
import org.distill4j.backend.Session;
import org.distill4j.backend.Variables;
import org.distill4j.ir.Program;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Op;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.Tensor;
import org.distill4j.tensor.TensorSpec;

/** The inputs and outputs of a run. */
final class RunRules {
  private static final TensorSpec PAIR = TensorSpec.floats(2);
  private static final Tensor FIRST = Tensor.leaf(new Op.Feed(0), PAIR);
  private static final Tensor SECOND = Tensor.leaf(new Op.Feed(1), PAIR);
  private static final HostTensor ONES = HostTensor.ofFloats(Shape.of(2), 1, 1);
  private static final HostTensor OTHERS = HostTensor.ofFloats(Shape.of(2), 3, -4);

  private RunRules() {}

  static List<Rule> all() {
    return List.of(
        Rule.of("PROG-01", "feeds and scalars go where they belong", RunRules::inputs),
        Rule.of("PROG-02", "outputs come in the program's order, of any kind", RunRules::outputs),
        Rule.of("PROG-03", "each run computes anew, from what it is given", RunRules::again),
        Rule.of("PROG-04", "outputs stay as they are when it runs again", RunRules::fresh));
  }

  static Tensor scalar(int index) {
    return Tensor.leaf(new Op.Scalar(index), TensorSpec.floats());
  }

  static List<HostTensor> run(
      Session session, Program program, List<HostTensor> feeds, double... scalars) {
    try (Variables none = session.variables(Map.of());
        Executable executable = session.compile(program, none)) {
      return executable.run(feeds, scalars);
    }
  }

  private static void requireSame(
      BackendUnderTest subject, Program program, List<HostTensor> feeds, double... scalars) {
    List<HostTensor> actual = run(subject.programs(), program, feeds, scalars);
    List<HostTensor> expected = run(subject.oracleOfPrograms(), program, feeds, scalars);
    List<String> names = List.copyOf(program.outputs().keySet());
    for (int i = 0; i < names.size(); i++) {
      Closeness.require(names.get(i), actual.get(i), expected.get(i), Tolerances.ARITHMETIC);
    }
  }

  private static void inputs(BackendUnderTest subject) {
    TensorSpec ids = TensorSpec.ints(2);
    Tensor given = Tensor.leaf(new Op.Feed(2), ids);
    Tensor sum =
        FIRST.mul(scalar(0)).sub(SECOND.mul(scalar(2))).add(given.toFloat().mul(scalar(1)));
    Program program = new Program(List.of(PAIR, PAIR, ids, PAIR), 4, Map.of("sum", sum), Map.of());
    HostTensor numbers = HostTensor.ofInts(Shape.of(2), 5, -7);
    requireSame(subject, program, List.of(ONES, OTHERS, numbers, ONES), 2, 0.25, 0.5, 9);
  }

  private static void outputs(BackendUnderTest subject) {
    TensorSpec ids = TensorSpec.ints(2);
    Map<String, Tensor> outputs = new LinkedHashMap<>();
    outputs.put("z, computed", FIRST.add(SECOND));
    outputs.put("m, a feed", SECOND);
    outputs.put("a, another", FIRST);
    outputs.put("b, the same again", SECOND);
    outputs.put("y, integers", Tensor.leaf(new Op.Feed(2), ids));
    outputs.put("c, computed integers", FIRST.add(0.5).toInt());
    outputs.put("x, a scalar", scalar(0));
    outputs.put("d, a number", Tensor.of(0.5));
    outputs.put("w, fixed values", Tensor.of(OTHERS));
    outputs.put("e, repeated", Tensor.of(2).broadcastTo(2, 3));
    outputs.put("v, moved", Tensor.of(SeededValues.floats(3, 2, 3)).transpose());
    Program program = new Program(List.of(PAIR, PAIR, ids), 1, outputs, Map.of());
    requireSame(
        subject, program, List.of(ONES, OTHERS, HostTensor.ofInts(Shape.of(2), 7, -1)), 0.125);
  }

  private static Program product() {
    Tensor product = FIRST.mul(SECOND).mul(scalar(0));
    return new Program(List.of(PAIR, PAIR), 1, Map.of("product", product), Map.of());
  }

  private static void again(BackendUnderTest subject) {
    try (Variables none = subject.programs().variables(Map.of());
        Executable executable = subject.programs().compile(product(), none)) {
      for (double scalar : new double[] {1, -2, 0.5}) {
        HostTensor actual = executable.run(List.of(ONES, OTHERS), scalar).get(0);
        Closeness.require("product", actual, scaled(scalar), Tolerances.ARITHMETIC);
        HostTensor swapped = executable.run(List.of(OTHERS, OTHERS), scalar).get(0);
        Closeness.require("square", swapped, squared(scalar), Tolerances.ARITHMETIC);
      }
    }
  }

  private static HostTensor scaled(double scalar) {
    return HostTensor.ofFloats(Shape.of(2), (float) (3 * scalar), (float) (-4 * scalar));
  }

  private static HostTensor squared(double scalar) {
    return HostTensor.ofFloats(Shape.of(2), (float) (9 * scalar), (float) (16 * scalar));
  }

  private static void fresh(BackendUnderTest subject) {
    try (Variables none = subject.programs().variables(Map.of());
        Executable executable = subject.programs().compile(product(), none)) {
      HostTensor before = executable.run(List.of(ONES, OTHERS), 1).get(0);
      executable.run(List.of(OTHERS, OTHERS), 5);
      Closeness.require("the first output", before, OTHERS, Tolerances.ARITHMETIC);
    }
  }
}
