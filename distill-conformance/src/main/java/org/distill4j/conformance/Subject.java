package org.distill4j.conformance;

import org.distill4j.backend.Device;
import org.distill4j.backend.SessionOptions;
import org.distill4j.conformance.reference.ReferenceBackend;
import org.distill4j.conformance.reference.ReferencePrograms;
import org.distill4j.spi.Backend;
import org.distill4j.spi.Session;
import org.jspecify.annotations.Nullable;

/** The backend under test on one device, and the oracle beside it. */
final class Subject implements AutoCloseable {
  private final Backend backend;
  private final Device device;
  private @Nullable Session session;
  private @Nullable Session oracle;
  private org.distill4j.backend.@Nullable Session oracleOfPrograms;

  Subject(Backend backend, Device device) {
    this.backend = backend;
    this.device = device;
  }

  Backend backend() {
    return backend;
  }

  Device device() {
    return device;
  }

  SessionOptions options() {
    return SessionOptions.defaults().withDevice(device);
  }

  /** The session that tests share which do not close it. */
  Session session() {
    if (session == null) {
      session = open();
    }
    return session;
  }

  /** A session of one's own, to be closed. */
  Session open() {
    return backend.open(options());
  }

  /** The compiler of programs below the shared session. */
  org.distill4j.backend.Session programs() {
    if (session() instanceof ProgramBackend.ProgramSession program) {
      return program.compiler();
    }
    throw new IllegalStateException(
        "Backend " + backend.name() + " compiles no programs, expected one that does.");
  }

  /** Whether there are programs to be tried. */
  boolean compilesPrograms() {
    return backend instanceof ProgramBackend;
  }

  /** The reference backend, as a compiler of programs. */
  org.distill4j.backend.Session oracleOfPrograms() {
    if (oracleOfPrograms == null) {
      oracleOfPrograms = new ReferencePrograms().open(SessionOptions.defaults());
    }
    return oracleOfPrograms;
  }

  /** The reference backend. */
  Session oracle() {
    if (oracle == null) {
      oracle = new ReferenceBackend().open(SessionOptions.defaults());
    }
    return oracle;
  }

  @Override
  public void close() {
    if (session != null) {
      session.close();
    }
    if (oracle != null) {
      oracle.close();
    }
    if (oracleOfPrograms != null) {
      oracleOfPrograms.close();
    }
  }
}
