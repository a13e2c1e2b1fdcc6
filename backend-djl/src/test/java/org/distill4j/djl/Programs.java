package org.distill4j.djl;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.distill4j.backend.Executable;
import org.distill4j.backend.Session;
import org.distill4j.backend.SessionOptions;
import org.distill4j.backend.Variables;
import org.distill4j.ir.Program;
import org.distill4j.model.Weights;
import org.distill4j.tensor.DType;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Op;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.Tensor;
import org.distill4j.tensor.TensorSpec;

/** Programs recorded by hand, and what they give. */
final class Programs {
  private Programs() {}

  static Session open() {
    return new DjlBackend().open(SessionOptions.defaults());
  }

  static Tensor feed(int index, HostTensor value) {
    return Tensor.leaf(new Op.Feed(index), value.spec());
  }

  static Tensor variable(String name, int... dims) {
    return Tensor.leaf(new Op.Variable(name), TensorSpec.floats(dims));
  }

  static Tensor scalar(int index) {
    return Tensor.leaf(new Op.Scalar(index), TensorSpec.floats());
  }

  static HostTensor random(long seed, int... dims) {
    return Fixtures.floats(Shape.of(dims), new Random(seed));
  }

  /** The outputs of a program without variables. */
  static List<HostTensor> outputs(
      Session session, List<HostTensor> feeds, Map<String, Tensor> outputs, double... scalars) {
    List<TensorSpec> specs = feeds.stream().map(HostTensor::spec).toList();
    Program program = new Program(specs, scalars.length, outputs, Map.of());
    try (Variables none = session.variables(Map.of());
        Executable executable = session.compile(program, none)) {
      return executable.run(feeds, scalars);
    }
  }

  /** Outputs by name, and variables after the run with an apostrophe at their names. */
  static Weights run(
      Session session,
      Map<String, HostTensor> values,
      Map<String, Tensor> outputs,
      Map<String, Tensor> updates,
      double... scalars) {
    Map<String, TensorSpec> specs = new LinkedHashMap<>();
    values.forEach((name, value) -> specs.put(name, value.spec()));
    Program program = new Program(List.of(), scalars.length, outputs, updates);
    Map<String, HostTensor> results = new LinkedHashMap<>();
    try (Variables variables = session.variables(specs);
        Executable executable = session.compile(program, variables)) {
      values.forEach(variables::write);
      List<HostTensor> found = executable.run(List.of(), scalars);
      outputs.keySet().forEach(name -> results.put(name, found.get(results.size())));
      values.keySet().forEach(name -> results.put(name + "'", variables.read(name)));
    }
    return Weights.of(results);
  }

  static HostTensor floats(float... values) {
    return HostTensor.ofFloats(Shape.of(values.length), values);
  }

  static HostTensor zeros(int... dims) {
    return HostTensor.allocate(DType.FLOAT32, Shape.of(dims));
  }
}
