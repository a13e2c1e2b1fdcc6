package org.distill4j.core.rounds;

import java.io.Serializable;
import java.util.Optional;
import org.distill4j.backend.BackendNotFoundException;
import org.distill4j.backend.Backends;
import org.distill4j.backend.Device;
import org.distill4j.backend.Session;
import org.distill4j.backend.SessionOptions;

/** The engine of a training's workers, in a form that can be sent. */
public final class EngineChoice implements Serializable {
  private static final long serialVersionUID = 1;

  /** The backend's name; empty for the only one. */
  private final String backend;

  /** The number of threads of a session. */
  private final int threads;

  private EngineChoice(String backend, int threads) {
    this.backend = backend;
    this.threads = threads;
  }

  /**
   * Returns a choice of backend and threads.
   *
   * @param backend the backend's name; an empty text for the only one on the class path
   * @param threads the number of threads of a session, at least 1
   * @return the choice
   */
  public static EngineChoice of(String backend, int threads) {
    return new EngineChoice(backend, threads);
  }

  /**
   * Opens a session on the CPU of this process.
   *
   * @return the session, to be closed
   * @throws BackendNotFoundException if the backend is not on the class path here; the message says
   *     where that is
   */
  public Session open() {
    Optional<String> name = Optional.of(backend).filter(given -> !given.isEmpty());
    return Backends.find().choose(name).open(new SessionOptions(Device.cpu(), threads));
  }

  @Override
  public String toString() {
    return (backend.isEmpty() ? "any backend" : backend) + ", " + threads + " threads";
  }
}
