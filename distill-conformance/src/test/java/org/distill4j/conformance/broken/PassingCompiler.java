package org.distill4j.conformance.broken;

import java.util.List;
import java.util.function.UnaryOperator;
import org.distill4j.backend.Backend;
import org.distill4j.backend.Device;
import org.distill4j.backend.Session;
import org.distill4j.backend.SessionOptions;
import org.distill4j.conformance.DrivenBackend;
import org.distill4j.conformance.reference.ReferenceBackend;

/** Passes all calls on to the reference backend; its sessions may be broken. */
public class PassingCompiler extends Backend {
  private final Backend right = new ReferenceBackend();
  private final UnaryOperator<Session> change;

  /** Breaks nothing. */
  public PassingCompiler() {
    this(PassingPrograms::new);
  }

  PassingCompiler(UnaryOperator<Session> change) {
    this.change = change;
  }

  /** Sessions that were broken after they were opened, below the driver. */
  static DrivenBackend sessions(UnaryOperator<Session> change) {
    return DrivenBackend.of(new PassingCompiler(change));
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
}
