package org.distill4j.conformance;

import org.distill4j.backend.Device;
import org.distill4j.backend.SessionOptions;
import org.distill4j.conformance.reference.ReferenceBackend;
import org.distill4j.spi.Backend;
import org.distill4j.spi.Session;
import org.jspecify.annotations.Nullable;

/** The backend under test on one device, and the oracle beside it. */
final class Subject implements AutoCloseable {
  private final Backend backend;
  private final Device device;
  private @Nullable Session session;
  private @Nullable Session oracle;

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
  }
}
