package org.distill4j.spi;

import java.util.List;
import org.distill4j.backend.Device;
import org.distill4j.backend.NativeLibraries;
import org.distill4j.backend.SessionOptions;

/**
 * A tensor engine, found by {@link java.util.ServiceLoader}. An implementation has a public
 * constructor without arguments, which loads nothing native and never fails; what is missing comes
 * to light in {@link #devices} or {@link #open}.
 */
public interface Backend {
  /** {@return the name users choose it by: lower case, without spaces} */
  String name();

  /** {@return the devices that can be opened here, the CPU first; may load the engine} */
  List<Device> devices();

  /**
   * Describes the engine's native libraries, and loads none.
   *
   * @return what is on the class path, what is needed here, and where it is unpacked
   */
  default NativeLibraries natives() {
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
  Session open(SessionOptions options);
}
