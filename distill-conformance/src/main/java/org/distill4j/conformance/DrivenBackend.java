package org.distill4j.conformance;

import java.util.List;
import org.distill4j.backend.Backend;
import org.distill4j.backend.Device;
import org.distill4j.backend.SessionOptions;

/** A backend together with the driver that makes predictors and learners of its programs. */
public interface DrivenBackend {
  /**
   * Returns a backend with the library's own driver above it.
   *
   * @param backend the backend
   * @return both
   */
  static DrivenBackend of(Backend backend) {
    return new DefaultDrivenBackend(backend);
  }

  /** {@return the name by which users choose it: lower case, without spaces} */
  String name();

  /** {@return the devices that can be opened here, the CPU first; may load the engine} */
  List<Device> devices();

  /** {@return the class of the backend, for another process} */
  default Class<?> type() {
    return getClass();
  }

  /**
   * Opens the engine.
   *
   * @param options device and threads
   * @return a session
   * @throws IllegalArgumentException if there is no such device; the message names the artifact to
   *     add
   * @throws IllegalStateException if the engine's native libraries cannot be loaded
   */
  DrivenSession open(SessionOptions options);
}
