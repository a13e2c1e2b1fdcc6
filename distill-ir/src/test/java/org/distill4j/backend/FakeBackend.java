package org.distill4j.backend;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.distill4j.ir.Program;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.TensorSpec;

/** An engine that computes nothing and writes down what is asked of it. */
final class FakeBackend extends Backend {
  /** What happened, in order. */
  final List<String> log = Collections.synchronizedList(new ArrayList<>());

  /** What a run does while it is under way. */
  private final Runnable run;

  FakeBackend() {
    this(() -> {});
  }

  FakeBackend(Runnable run) {
    this.run = run;
  }

  @Override
  public String name() {
    return "fake";
  }

  @Override
  public List<Device> devices() {
    return List.of(Device.cpu());
  }

  @Override
  protected Session start(SessionOptions options) {
    return new FakeSession(log, run);
  }

  private record FakeSession(List<String> log, Runnable run) implements Session {
    @Override
    public Device device() {
      return Device.cpu();
    }

    @Override
    public String engineVersion() {
      return "fake 1";
    }

    @Override
    public Variables variables(Map<String, TensorSpec> specs) {
      return new FakeVariables(log, specs, new HashMap<>());
    }

    @Override
    public Executable compile(Program program, Variables variables) {
      return new FakeExecutable(log, (FakeVariables) variables, run);
    }

    @Override
    public void close() {
      log.add("session closed");
    }
  }

  private record FakeVariables(
      List<String> log, Map<String, TensorSpec> specs, Map<String, HostTensor> values)
      implements Variables {
    @Override
    public HostTensor read(String name) {
      TensorSpec spec = Objects.requireNonNull(specs.get(name));
      return values.getOrDefault(name, HostTensor.allocate(spec.type(), spec.shape()));
    }

    @Override
    public void write(String name, HostTensor value) {
      values.put(name, value);
    }

    @Override
    public void close() {
      log.add("variables closed");
    }
  }

  private record FakeExecutable(List<String> log, FakeVariables variables, Runnable run)
      implements Executable {
    @Override
    public List<HostTensor> run(List<HostTensor> feeds, double... scalars) {
      run.run();
      log.add("run");
      return List.copyOf(variables.values().values());
    }

    @Override
    public void close() {
      log.add("executable closed");
    }
  }
}
