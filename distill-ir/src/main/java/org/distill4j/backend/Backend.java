package org.distill4j.backend;

import java.util.List;

/**
 * A tensor engine, found by {@link java.util.ServiceLoader}. An implementation has a public
 * constructor without arguments, which loads nothing native and never fails; what is missing comes
 * to light in {@link #devices} or {@link #open}.
 */
public abstract class Backend {
  /** Creates a backend, for subclasses. */
  protected Backend() {}

  /** {@return the name by which users choose it: lower case, without spaces} */
  public abstract String name();

  /** {@return the devices that can be opened here, the CPU first; may load the engine} */
  public abstract List<Device> devices();

  /** {@return whether it is chosen only where no other backend is present, unless it is named} */
  public boolean isFallback() {
    return false;
  }

  /**
   * Describes the engine's native libraries without loading any.
   *
   * @return what is on the class path, what is needed here, and where it is unpacked
   */
  public NativeLibraries natives() {
    return NativeLibraries.none();
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
  public final Session open(SessionOptions options) {
    return GuardedSession.of(start(options), options);
  }

  /**
   * Opens the engine. The session's calls come one at a time, with checked arguments, and none
   * after it was closed.
   *
   * @param options device and threads
   * @return the engine's session
   */
  protected abstract Session start(SessionOptions options);
}
