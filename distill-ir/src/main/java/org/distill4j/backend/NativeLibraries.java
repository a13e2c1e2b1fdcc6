package org.distill4j.backend;

import java.util.List;
import java.util.Optional;

/**
 * A backend's description of its engine's native libraries before it loads them.
 *
 * @param found what is on the class path, in the engine's own words: {@code linux-x86_64}, for
 *     example
 * @param artifacts the artifacts for this platform, as {@code group:artifact:version:classifier};
 *     none if nobody publishes them
 * @param folder where the engine unpacks them; empty if it unpacks nothing
 */
public record NativeLibraries(List<String> found, List<String> artifacts, Optional<String> folder) {
  /** Copies the lists. */
  public NativeLibraries {
    found = List.copyOf(found);
    artifacts = List.copyOf(artifacts);
  }

  /** {@return the description of an engine that has no native libraries} */
  public static NativeLibraries none() {
    return new NativeLibraries(List.of(), List.of(), Optional.empty());
  }
}
