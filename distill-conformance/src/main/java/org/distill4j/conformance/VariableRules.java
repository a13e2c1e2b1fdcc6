package org.distill4j.conformance;

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

/** The variables on the device from run to run. */
final class VariableRules {
  private static final TensorSpec PAIR = TensorSpec.floats(2);
  private static final Map<String, TensorSpec> SPECS = Map.of("a", PAIR, "b", PAIR);
  private static final Tensor A = Tensor.leaf(new Op.Variable("a"), PAIR);
  private static final Tensor B = Tensor.leaf(new Op.Variable("b"), PAIR);
  private static final HostTensor ZEROS = pair(0, 0);

  private VariableRules() {}

  static List<Rule> all() {
    return List.of(
        Rule.of("PROG-05", "variables are zeros until they are written", VariableRules::zeros),
        Rule.of(
            "PROG-06",
            "what is written into a variable is read, and stays",
            VariableRules::written),
        Rule.of(
            "PROG-07",
            "a run reads every variable as it was before, and updates them all at its end",
            VariableRules::before),
        Rule.of(
            "PROG-08",
            "programs on the same variables see each other's updates, and other variables none",
            VariableRules::shared));
  }

  private static HostTensor pair(double first, double second) {
    return HostTensor.ofFloats(Shape.of(2), (float) first, (float) second);
  }

  private static Program program(Map<String, Tensor> outputs, Map<String, Tensor> updates) {
    return new Program(List.of(), 0, outputs, updates);
  }

  private static void require(String what, HostTensor actual, HostTensor expected) {
    Closeness.require(what, actual, expected, Tolerances.ARITHMETIC);
  }

  private static void zeros(BackendUnderTest subject) {
    Session session = subject.programs();
    Program sum = program(Map.of("sum", A.add(1)), Map.of());
    try (Variables variables = session.variables(SPECS);
        Executable executable = session.compile(sum, variables)) {
      require("a, not written yet", variables.read("a"), ZEROS);
      require("a + 1, not written yet", executable.run(List.of()).get(0), pair(1, 1));
    }
  }

  private static void written(BackendUnderTest subject) {
    HostTensor values = pair(2, 3);
    try (Variables variables = subject.programs().variables(SPECS)) {
      variables.write("a", values);
      values.floats().put(0, 99);
      HostTensor read = variables.read("a");
      require("a", read, pair(2, 3));
      require("b, beside it", variables.read("b"), ZEROS);
      variables.write("a", pair(5, 6));
      require("what was read of a before", read, pair(2, 3));
      read.floats().put(0, 77);
      require("a, written again", variables.read("a"), pair(5, 6));
    }
  }

  private static void before(BackendUnderTest subject) {
    requireRun(subject, Map.of("a", B, "b", A), pair(3, 4), pair(1, 2), pair(4, 6));
    requireRun(subject, Map.of("a", A.add(B), "b", A.mul(B)), pair(4, 6), pair(3, 8), pair(4, 6));
    requireRun(subject, Map.of("b", A.mul(2)), pair(1, 2), pair(2, 4), pair(4, 6));
    requireRun(
        subject, Map.of("a", Tensor.of(7).broadcastTo(2)), pair(7, 7), pair(3, 4), pair(4, 6));
  }

  /** Runs updates from a = (1, 2) and b = (3, 4), with a + b as an output. */
  private static void requireRun(
      BackendUnderTest subject,
      Map<String, Tensor> updates,
      HostTensor a,
      HostTensor b,
      HostTensor sum) {
    Session session = subject.programs();
    Program program = program(Map.of("sum", A.add(B)), updates);
    try (Variables variables = session.variables(SPECS);
        Executable executable = session.compile(program, variables)) {
      variables.write("a", pair(1, 2));
      variables.write("b", pair(3, 4));
      require("a + b before " + updates, executable.run(List.of()).get(0), sum);
      require("a after " + updates, variables.read("a"), a);
      require("b after " + updates, variables.read("b"), b);
    }
  }

  private static void shared(BackendUnderTest subject) {
    Session session = subject.programs();
    Program addOne = program(Map.of(), Map.of("a", A.add(1)));
    Program twice = program(Map.of("before", A), Map.of("a", A.mul(2)));
    try (Variables variables = session.variables(SPECS);
        Variables others = session.variables(SPECS);
        Executable adding = session.compile(addOne, variables);
        Executable doubling = session.compile(twice, variables);
        Executable elsewhere = session.compile(addOne, others)) {
      adding.run(List.of());
      require("a before it is doubled", doubling.run(List.of()).get(0), pair(1, 1));
      adding.run(List.of());
      require("a", variables.read("a"), pair(3, 3));
      require("a of other variables", others.read("a"), ZEROS);
      elsewhere.run(List.of());
      variables.write("a", pair(-1, 0));
      require("a, written in between", doubling.run(List.of()).get(0), pair(-1, 0));
      require("a of other variables", others.read("a"), pair(1, 1));
    }
  }
}
