package org.distill4j.student;

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

/** An engine that computes nothing: all outputs are zeros. */
final class ZeroBackend extends Backend {
  static Session session() {
    return new ZeroBackend().open(SessionOptions.defaults());
  }

  @Override
  public String name() {
    return "zero";
  }

  @Override
  public List<Device> devices() {
    return List.of(Device.cpu());
  }

  @Override
  protected Session start(SessionOptions options) {
    return new ZeroSession();
  }

  private record ZeroSession() implements Session {
    @Override
    public Device device() {
      return Device.cpu();
    }

    @Override
    public String engineVersion() {
      return "zero 1";
    }

    @Override
    public Variables variables(Map<String, TensorSpec> specs) {
      return new Zeros(specs);
    }

    @Override
    public Executable compile(Program program, Variables variables) {
      return new ZeroExecutable(program);
    }

    @Override
    public void close() {}
  }

  private record Zeros(Map<String, TensorSpec> specs) implements Variables {
    @Override
    public HostTensor read(String name) {
      return HostTensor.allocate(Objects.requireNonNull(specs.get(name)));
    }

    @Override
    public void write(String name, HostTensor value) {}

    @Override
    public void close() {}
  }

  private record ZeroExecutable(Program program) implements Executable {
    @Override
    public List<HostTensor> run(List<HostTensor> feeds, double... scalars) {
      return program.outputs().values().stream()
          .map(output -> HostTensor.allocate(output.spec()))
          .toList();
    }

    @Override
    public void close() {}
  }
}
