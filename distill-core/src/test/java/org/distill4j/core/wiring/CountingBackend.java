package org.distill4j.core.wiring;

import java.util.ArrayList;
import java.util.List;
import org.distill4j.backend.Device;
import org.distill4j.backend.SessionOptions;
import org.distill4j.model.Model;
import org.distill4j.model.Weights;
import org.distill4j.spi.Backend;
import org.distill4j.spi.Learner;
import org.distill4j.spi.LearnerSpec;
import org.distill4j.spi.Predictor;
import org.distill4j.spi.Session;

/** A backend that writes down which sessions were opened, and computes nothing. */
public final class CountingBackend implements Backend {
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
  public Session open(SessionOptions options) {
    opened.add(options);
    return new Idle(options.device());
  }

  private record Idle(Device device) implements Session {
    @Override
    public String engineVersion() {
      return NAME;
    }

    @Override
    public Predictor predictor(Model model, Weights weights) {
      throw new UnsupportedOperationException("computes nothing");
    }

    @Override
    public Learner learner(LearnerSpec spec) {
      throw new UnsupportedOperationException("computes nothing");
    }

    @Override
    public void close() {}
  }
}
