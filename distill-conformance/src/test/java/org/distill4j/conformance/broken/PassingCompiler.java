package org.distill4j.conformance.broken;

import java.util.List;
import java.util.function.UnaryOperator;
import org.distill4j.backend.Backend;
import org.distill4j.backend.Device;
import org.distill4j.backend.Session;
import org.distill4j.backend.SessionOptions;
import org.distill4j.conformance.ProgramBackend;
import org.distill4j.conformance.reference.ReferencePrograms;

/** Passes all calls on to the reference backend; its sessions may be broken. */
public final class PassingCompiler extends Backend {
  private final Backend right = new ReferencePrograms();
  private final UnaryOperator<Session> change;

  /** Breaks nothing. */
  public PassingCompiler() {
    this(PassingPrograms::new);
  }

  private PassingCompiler(UnaryOperator<Session> change) {
    this.change = change;
  }

  /** Sessions that were broken after they were opened, below the driver. */
  static org.distill4j.spi.Backend sessions(UnaryOperator<Session> change) {
    return new ProgramBackend(new PassingCompiler(change)) {};
  }

  @Override
  public String name() {
    return "passing";
  }

  @Override
  public List<Device> devices() {
    return right.devices();
  }

  @Override
  protected Session start(SessionOptions options) {
    return change.apply(right.open(options));
  }

  /** Below the driver, and not broken. */
  public static final class Unbroken extends ProgramBackend {
    /** The backend. */
    public Unbroken() {
      super(new PassingCompiler());
    }
  }
}
