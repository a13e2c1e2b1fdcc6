package org.distill4j.conformance;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.distill4j.backend.Executable;
import org.distill4j.backend.Session;
import org.distill4j.backend.Variables;
import org.distill4j.ir.Program;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Op;
import org.distill4j.tensor.Tensor;
import org.distill4j.tensor.TensorSpec;

/**
 * A function as a program: its arguments are feeds, its results are outputs.
 *
 * @param name what it is
 * @param function the function
 * @param arguments where it is tried
 * @param tolerance the allowance for its results
 */
record ProgramCase(
    String name,
    Function<List<Tensor>, List<Tensor>> function,
    List<HostTensor> arguments,
    Tolerance tolerance) {

  static ProgramCase of(
      String name, Function<List<Tensor>, List<Tensor>> function, HostTensor... arguments) {
    return new ProgramCase(name, function, List.of(arguments), Tolerances.FUNCTION);
  }

  static ProgramCase unary(String name, UnaryOperator<Tensor> function, HostTensor argument) {
    return of(name, all -> List.of(function.apply(all.get(0))), argument);
  }

  static ProgramCase binary(
      String name, BinaryOperator<Tensor> function, HostTensor left, HostTensor right) {
    return of(name, all -> List.of(function.apply(all.get(0), all.get(1))), left, right);
  }

  ProgramCase within(Tolerance other) {
    return new ProgramCase(name, function, arguments, other);
  }

  /** The examples of a rule. */
  static Rule rule(String id, String sentence, List<ProgramCase> rows) {
    return new Rule(
        id, sentence, rows.stream().map(row -> new Rule.Case(row.name(), row::check)).toList());
  }

  /** Compares results with the oracle's. */
  void check(BackendUnderTest subject) {
    List<HostTensor> actual = run(subject.programs());
    List<HostTensor> expected = run(subject.oracleOfPrograms());
    for (int i = 0; i < expected.size(); i++) {
      Closeness.require("result " + i, actual.get(i), expected.get(i), tolerance);
    }
  }

  private List<HostTensor> run(Session session) {
    try (Variables none = session.variables(Map.of());
        Executable executable = session.compile(program(), none)) {
      return executable.run(arguments);
    }
  }

  Program program() {
    List<TensorSpec> specs = arguments.stream().map(HostTensor::spec).toList();
    List<Tensor> feeds = new ArrayList<>();
    specs.forEach(spec -> feeds.add(Tensor.leaf(new Op.Feed(feeds.size()), spec)));
    Map<String, Tensor> outputs = new LinkedHashMap<>();
    function.apply(feeds).forEach(result -> outputs.put("result" + outputs.size(), result));
    return new Program(specs, 0, outputs, Map.of());
  }
}
