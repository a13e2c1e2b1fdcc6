package org.distill4j.dl4j;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.bytedeco.javacpp.Loader;
import org.distill4j.backend.NativeArtifacts;
import org.distill4j.backend.NativeLibraries;
import org.distill4j.backend.Platform;
import org.nd4j.linalg.factory.Nd4j;

/** ND4J's native libraries for the CPU, before they are loaded. */
final class Dl4jNatives {
  static final NativeArtifacts ARTIFACTS = NativeArtifacts.beside(Dl4jNatives.class);

  private Dl4jNatives() {}

  /** Returns the classifiers of the natives on the class path, for any platform. */
  static List<String> found() {
    return ARTIFACTS.found(Nd4j.class.getClassLoader());
  }

  /** Returns the folder to which JavaCPP unpacks them, and creates it. */
  static Optional<String> folder() {
    Dl4jEngine.silence();
    try {
      return Optional.of(Loader.getCacheDir().toString());
    } catch (IOException unusable) {
      return Optional.empty();
    }
  }

  static NativeLibraries describe() {
    return new NativeLibraries(found(), ARTIFACTS.artifacts(Platform.current()), folder());
  }

  /** Explains why the engine did not load. */
  static String failure(Platform platform, List<String> found, Throwable cause) {
    return ARTIFACTS.failure(platform, found, folder().orElse("a folder of JavaCPP's"), cause);
  }
}
