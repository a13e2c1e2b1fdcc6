package org.distill4j.tensorflow;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.distill4j.backend.Backend;
import org.distill4j.backend.Executable;
import org.distill4j.backend.Session;
import org.distill4j.backend.SessionOptions;
import org.distill4j.backend.Variables;
import org.distill4j.ir.Program;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Op;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.Tensor;
import org.distill4j.tensor.TensorSpec;

/** Programs that are written by hand, run over variables with given values. */
final class ProgramRun {
  private ProgramRun() {}

  static Tensor variable(String name, int... dims) {
    return Tensor.leaf(new Op.Variable(name), TensorSpec.floats(dims));
  }

  static Tensor feed(int index, TensorSpec spec) {
    return Tensor.leaf(new Op.Feed(index), spec);
  }

  static Tensor scalar(int index) {
    return Tensor.leaf(new Op.Scalar(index), TensorSpec.floats());
  }

  static HostTensor floats(float... values) {
    return HostTensor.ofFloats(Shape.of(values.length), values);
  }

  /** A program without feeds and scalars. */
  static Program of(Map<String, Tensor> outputs, Map<String, Tensor> updates) {
    return new Program(List.of(), 0, outputs, updates);
  }

  /** The outputs of one run by name, and then the variables. */
  static Map<String, HostTensor> run(
      Backend backend,
      Program program,
      Map<String, HostTensor> variables,
      List<HostTensor> feeds,
      double... scalars) {
    Map<String, TensorSpec> specs = new LinkedHashMap<>();
    variables.forEach((name, value) -> specs.put(name, value.spec()));
    Map<String, HostTensor> results = new LinkedHashMap<>();
    try (Session session = backend.open(SessionOptions.defaults());
        Variables store = session.variables(specs);
        Executable executable = session.compile(program, store)) {
      variables.forEach(store::write);
      List<HostTensor> outputs = executable.run(feeds, scalars);
      program.outputs().keySet().forEach(name -> results.put(name, outputs.get(results.size())));
      variables.keySet().forEach(name -> results.put(name, store.read(name)));
    }
    return results;
  }
}
