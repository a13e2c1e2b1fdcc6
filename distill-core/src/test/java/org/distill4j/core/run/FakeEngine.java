package org.distill4j.core.run;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.distill4j.backend.Backend;
import org.distill4j.backend.Device;
import org.distill4j.backend.Executable;
import org.distill4j.backend.Session;
import org.distill4j.backend.SessionOptions;
import org.distill4j.backend.Variables;
import org.distill4j.ir.Program;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.TensorSpec;

/**
 * An engine that computes nothing and writes down what it is asked to do. Every output is zeros,
 * and no variable changes but by being written.
 */
final class FakeEngine extends Backend {
  /** One run of a program. */
  record Run(Program program, List<HostTensor> feeds, List<Double> scalars) {}

  final List<Program> compiled = new ArrayList<>();
  final List<Program> closed = new ArrayList<>();
  final List<Run> runs = new ArrayList<>();
  final Map<String, HostTensor> values = new LinkedHashMap<>();
  boolean variablesClosed;

  @Override
  public String name() {
    return "fake";
  }

  @Override
  public List<Device> devices() {
    return List.of(Device.cpu());
  }

  /** A session with the checks of every backend's. */
  Session open() {
    return open(SessionOptions.defaults());
  }

  @Override
  protected Session start(SessionOptions options) {
    return new FakeSession();
  }

  private final class FakeSession implements Session {
    @Override
    public Device device() {
      return Device.cpu();
    }

    @Override
    public String engineVersion() {
      return "none";
    }

    @Override
    public Variables variables(Map<String, TensorSpec> specs) {
      specs.forEach(
          (name, spec) -> values.put(name, HostTensor.allocate(spec.type(), spec.shape())));
      return new FakeVariables(Map.copyOf(specs));
    }

    @Override
    public Executable compile(Program program, Variables variables) {
      compiled.add(program);
      return new FakeExecutable(program);
    }

    @Override
    public void close() {}
  }

  private final class FakeVariables implements Variables {
    private final Map<String, TensorSpec> specs;

    FakeVariables(Map<String, TensorSpec> specs) {
      this.specs = specs;
    }

    @Override
    public Map<String, TensorSpec> specs() {
      return specs;
    }

    @Override
    public HostTensor read(String name) {
      return Objects.requireNonNull(values.get(name)).copy();
    }

    @Override
    public void write(String name, HostTensor value) {
      values.put(name, value.copy());
    }

    @Override
    public void close() {
      variablesClosed = true;
    }
  }

  private final class FakeExecutable implements Executable {
    private final Program program;

    FakeExecutable(Program program) {
      this.program = program;
    }

    @Override
    public List<HostTensor> run(List<HostTensor> feeds, double... scalars) {
      List<Double> numbers = new ArrayList<>();
      for (double scalar : scalars) {
        numbers.add(scalar);
      }
      runs.add(new Run(program, List.copyOf(feeds), numbers));
      return program.outputs().values().stream()
          .map(output -> HostTensor.allocate(output.type(), output.shape()))
          .toList();
    }

    @Override
    public void close() {
      closed.add(program);
    }
  }
}
