package org.distill4j.tutorial;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.distill4j.backend.Device;
import org.distill4j.backend.Executable;
import org.distill4j.backend.Session;
import org.distill4j.backend.Variables;
import org.distill4j.ir.Program;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.TensorSpec;

/** Makes variables, and compiles programs. */
final class ArraySession implements Session {
  /** The variables from run to run: an array for each name. */
  private record ArrayVariables(Map<String, TensorSpec> specs, Map<String, double[]> values)
      implements Variables {
    @Override
    public HostTensor read(String name) {
      return ArrayExecutable.toHost(
          Objects.requireNonNull(specs.get(name)), Objects.requireNonNull(values.get(name)));
    }

    @Override
    public void write(String name, HostTensor value) {
      values.put(name, ArrayExecutable.fromHost(value));
    }

    @Override
    public void close() {
      values.clear();
    }
  }

  @Override
  public Device device() {
    return Device.cpu();
  }

  @Override
  public String engineVersion() {
    return "Java " + Runtime.version().feature();
  }

  @Override
  public Variables variables(Map<String, TensorSpec> specs) {
    Map<String, double[]> values = new HashMap<>();
    specs.forEach((name, spec) -> values.put(name, new double[(int) spec.shape().size()]));
    return new ArrayVariables(specs, values);
  }

  @Override
  public Executable compile(Program program, Variables variables) {
    Program simple = program.lowered(node -> true).simplified();
    return new ArrayExecutable(simple, ((ArrayVariables) variables).values());
  }

  @Override
  public void close() {}
}
