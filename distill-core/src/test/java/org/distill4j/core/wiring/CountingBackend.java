package org.distill4j.core.wiring;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.distill4j.backend.Backend;
import org.distill4j.backend.Device;
import org.distill4j.backend.Executable;
import org.distill4j.backend.Session;
import org.distill4j.backend.SessionOptions;
import org.distill4j.backend.Variables;
import org.distill4j.ir.Program;
import org.distill4j.tensor.TensorSpec;

/** A backend that writes down which sessions were opened, and computes nothing. */
public final class CountingBackend extends Backend {
  static final String NAME = "counting";

  private final List<SessionOptions> opened = new ArrayList<>();

  /** For the service loader. */
  public CountingBackend() {}

  List<SessionOptions> opened() {
    return opened;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public List<Device> devices() {
    return List.of(Device.cpu());
  }

  @Override
  protected Session start(SessionOptions options) {
    opened.add(options);
    return new Idle(options.device());
  }

  private record Idle(Device device) implements Session {
    @Override
    public String engineVersion() {
      return NAME;
    }

    @Override
    public Variables variables(Map<String, TensorSpec> specs) {
      throw new UnsupportedOperationException("computes nothing");
    }

    @Override
    public Executable compile(Program program, Variables variables) {
      throw new UnsupportedOperationException("computes nothing");
    }

    @Override
    public void close() {}
  }
}
