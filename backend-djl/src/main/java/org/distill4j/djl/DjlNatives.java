package org.distill4j.djl;

import ai.djl.util.Utils;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.distill4j.backend.NativeArtifacts;
import org.distill4j.backend.NativeLibraries;
import org.distill4j.backend.Platform;

/** PyTorch's native libraries, before they are loaded. */
final class DjlNatives {
  static final NativeArtifacts ARTIFACTS = NativeArtifacts.beside(DjlNatives.class);
  private static final String OWN_LIBRARY = "PYTORCH_LIBRARY_PATH";

  private DjlNatives() {}

  /** Returns the classifiers of the natives on the class path, for any platform. */
  static List<String> found() {
    return ARTIFACTS.found(DjlNatives.class.getClassLoader());
  }

  /** Returns the folder to which DJL unpacks them. */
  static String folder() {
    return Utils.getEngineCacheDir("pytorch").toString();
  }

  static NativeLibraries describe() {
    List<String> found = new ArrayList<>(found());
    Optional.ofNullable(System.getenv(OWN_LIBRARY))
        .ifPresent(path -> found.add(OWN_LIBRARY + "=" + path));
    return new NativeLibraries(
        found, ARTIFACTS.artifacts(Platform.current()), Optional.of(folder()));
  }

  /** Explains why the engine did not load. */
  static String failure(Platform platform, List<String> found, Throwable cause) {
    String failure = ARTIFACTS.failure(platform, found, folder(), cause);
    return ARTIFACTS.suffice(platform, found)
        ? failure
        : failure + " " + OWN_LIBRARY + " may name the folder of another libtorch.";
  }
}
