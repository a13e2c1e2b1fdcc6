package org.distill4j.tensorflow;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bytedeco.javacpp.Loader;
import org.distill4j.backend.JavaCppFolder;
import org.distill4j.backend.NativeArtifacts;
import org.distill4j.backend.NativeLibraries;
import org.distill4j.backend.Platform;
import org.tensorflow.TensorFlow;

/** TensorFlow's native libraries, which it loads at the latest possible moment. */
final class TfNatives {
  static final NativeArtifacts ARTIFACTS = NativeArtifacts.beside(TfNatives.class);
  private static final String CUDA = "linux-x86_64-gpu";
  private static final int MEGABYTES = 660;
  private static final String MEMORY_LIMIT = "org.bytedeco.javacpp.maxPhysicalBytes";

  private TfNatives() {}

  /** Loads the libraries if necessary and returns their version. */
  static String load() {
    // Without this JavaCPP reads the process's memory use from the kernel at every allocation.
    System.getProperties().putIfAbsent(MEMORY_LIMIT, "0");
    return JavaCppFolder.prepare("TensorFlow", MEGABYTES)
        .load(
            TfNatives.class,
            TensorFlow::version,
            cause -> failure(Platform.current(), found(), cause));
  }

  /** Returns the classifiers of the natives on the class path, for any platform. */
  static List<String> found() {
    ClassLoader loader = TensorFlow.class.getClassLoader();
    List<String> found = new ArrayList<>(ARTIFACTS.found(loader));
    if (ARTIFACTS.isFound(loader, Platform.parse("linux-x86_64"), CUDA)) {
      found.add(CUDA);
    }
    return found;
  }

  static boolean haveCuda() {
    return found().contains(CUDA);
  }

  /** Returns the folder to which JavaCPP unpacks them, and creates it. */
  static Optional<String> folder() {
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
