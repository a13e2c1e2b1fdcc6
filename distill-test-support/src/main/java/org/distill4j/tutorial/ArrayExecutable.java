package org.distill4j.tutorial;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.distill4j.backend.Executable;
import org.distill4j.ir.Program;
import org.distill4j.tensor.DType;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Tensor;
import org.distill4j.tensor.TensorSpec;

/** A program that is run by computing each of its nodes. */
record ArrayExecutable(Program program, Map<String, double[]> variables) implements Executable {
  @Override
  public List<HostTensor> run(List<HostTensor> feeds, double... scalars) {
    List<double[]> fed = feeds.stream().map(ArrayExecutable::fromHost).toList();
    List<Double> numbers = Arrays.stream(scalars).boxed().toList();
    Map<Tensor, double[]> values =
        program.interpret(new ArrayAlgebra(Map.copyOf(variables), fed, numbers));
    program
        .updates()
        .forEach(
            (name, tensor) ->
                variables.put(name, rounded(Objects.requireNonNull(values.get(tensor)))));
    return program.outputs().values().stream()
        .map(output -> toHost(output.spec(), Objects.requireNonNull(values.get(output))))
        .toList();
  }

  /** Rounds to float32, since variables are float32. */
  private static double[] rounded(double[] values) {
    return Arrays.stream(values).map(value -> (float) value).toArray();
  }

  static double[] fromHost(HostTensor tensor) {
    boolean floats = tensor.type() == DType.FLOAT32;
    return ArrayAlgebra.fill(
        tensor.shape(), i -> floats ? tensor.floats().get(i) : tensor.ints().get(i));
  }

  static HostTensor toHost(TensorSpec spec, double[] values) {
    HostTensor tensor = HostTensor.allocate(spec.type(), spec.shape());
    for (int i = 0; i < values.length; i++) {
      if (spec.type() == DType.FLOAT32) {
        tensor.floats().put(i, (float) values[i]);
      } else {
        tensor.ints().put(i, (int) values[i]);
      }
    }
    return tensor;
  }

  @Override
  public void close() {}
}
