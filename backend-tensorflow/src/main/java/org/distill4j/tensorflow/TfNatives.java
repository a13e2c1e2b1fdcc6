package org.distill4j.tensorflow;

import org.distill4j.spi.ContextLoader;
import org.distill4j.spi.JavaCppFolder;
import org.distill4j.spi.NativeFolder;
import org.tensorflow.TensorFlow;

/** Loads TensorFlow's native libraries, at the latest possible moment. */
final class TfNatives {
  static final String ARTIFACT = "org.tensorflow:tensorflow-core-native:1.1.0";
  private static final int MEGABYTES = 660;
  private static final String MEMORY_LIMIT = "org.bytedeco.javacpp.maxPhysicalBytes";

  private TfNatives() {}

  /** Loads the libraries if need be and says which version they are. */
  static String load() {
    // Without this JavaCPP reads the process's memory use from the kernel at every allocation.
    if (System.getProperty(MEMORY_LIMIT) == null) {
      System.setProperty(MEMORY_LIMIT, "0");
    }
    NativeFolder folder = JavaCppFolder.prepare("TensorFlow", MEGABYTES);
    try {
      return ContextLoader.of(TfNatives.class, TensorFlow::version);
    } catch (LinkageError error) {
      throw folder.explain(error).orElseGet(() -> refused(error));
    }
  }

  private static IllegalStateException refused(LinkageError error) {
    return new IllegalStateException(
        "TensorFlow's native libraries could not be loaded, expected them on the classpath for "
            + System.getProperty("os.name")
            + " on "
            + System.getProperty("os.arch")
            + ".\nMaybe add "
            + ARTIFACT
            + " with the classifier of the platform, linux-x86_64 for example.",
        error);
  }
}
