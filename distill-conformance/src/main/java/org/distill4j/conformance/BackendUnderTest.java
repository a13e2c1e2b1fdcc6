package org.distill4j.conformance;

import org.distill4j.backend.Device;
import org.distill4j.backend.Session;
import org.distill4j.backend.SessionOptions;
import org.distill4j.conformance.reference.ReferenceBackend;
import org.jspecify.annotations.Nullable;

/** The backend under test on one device, and the oracle beside it. */
final class BackendUnderTest implements AutoCloseable {
  private final DrivenBackend backend;
  private final Device device;
  private @Nullable DrivenSession session;
  private @Nullable DrivenSession oracle;

  BackendUnderTest(DrivenBackend backend, Device device) {
    this.backend = backend;
    this.device = device;
  }

  DrivenBackend backend() {
    return backend;
  }

  Device device() {
    return device;
  }

  SessionOptions options() {
    return SessionOptions.defaults().withDevice(device);
  }

  /** Returns the session that tests share and do not close. */
  DrivenSession session() {
    if (session == null) {
      session = open();
    }
    return session;
  }

  /** Opens a session for one test, which closes it. */
  DrivenSession open() {
    return backend.open(options());
  }

  /** The compiler of programs below the shared session. */
  Session programs() {
    return session().compiler();
  }

  /** The reference backend. */
  DrivenSession oracle() {
    if (oracle == null) {
      oracle = DrivenBackend.of(new ReferenceBackend()).open(SessionOptions.defaults());
    }
    return oracle;
  }

  /** The compiler of programs below the reference backend's session. */
  Session oracleOfPrograms() {
    return oracle().compiler();
  }

  @Override
  public void close() {
    if (session != null) {
      session.close();
    }
    if (oracle != null) {
      oracle.close();
    }
  }
}
