package org.distill4j.conformance.reference;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.distill4j.backend.Executable;
import org.distill4j.ir.Program;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Tensor;

/** A program that is evaluated node by node, as it was recorded. */
final class DoubleExecutable implements Executable {
  private final Program program;
  private final DoubleVariables variables;
  private final ReferenceBackend.Kernels kernels;

  DoubleExecutable(Program program, DoubleVariables variables, ReferenceBackend.Kernels kernels) {
    this.program = program;
    this.variables = variables;
    this.kernels = kernels;
  }

  @Override
  public List<HostTensor> run(List<HostTensor> feeds, double... scalars) {
    RunInputs inputs =
        new RunInputs(
            variables.values(),
            feeds.stream().map(HostConversions::elements).toList(),
            Arrays.stream(scalars).boxed().toList());
    Map<Tensor, DoubleArray> values = program.interpret(kernels.algebra(inputs));
    List<HostTensor> outputs =
        program.outputs().values().stream()
            .map(output -> HostConversions.tensor(output.spec(), elements(values, output)))
            .toList();
    Map<String, double[]> updates = new HashMap<>();
    program.updates().forEach((name, update) -> updates.put(name, elements(values, update)));
    variables.update(updates);
    return outputs;
  }

  private static double[] elements(Map<Tensor, DoubleArray> values, Tensor tensor) {
    return Objects.requireNonNull(values.get(tensor)).elements();
  }

  @Override
  public void close() {
    // Nothing is held outside of the heap.
  }
}
