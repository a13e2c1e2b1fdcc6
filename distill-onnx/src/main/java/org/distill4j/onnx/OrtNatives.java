package org.distill4j.onnx;

import ai.onnxruntime.OrtEnvironment;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import org.distill4j.backend.NativeFolder;

/**
 * ONNX Runtime's native libraries for the CPU. On its own ONNX Runtime unpacks them to a folder
 * that stays for ever where the process is killed.
 */
final class OrtNatives {
  private static final String PREFIX = "onnxruntime.native.";
  private static final String PATH = PREFIX + "path";
  private static final String[] LIBRARIES = {
    "onnxruntime", "onnxruntime4j_jni", "onnxruntime_providers_shared"
  };
  private static final int MEGABYTES = 40;

  private static boolean loaded;

  private OrtNatives() {}

  /** Loads the engine unless it is loaded. */
  static synchronized void load() {
    if (loaded) {
      return;
    }
    Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
    try {
      if (isSet() || has("onnxruntime_providers_cuda")) {
        OrtEnvironment.getEnvironment();
      } else {
        load(OrtFolder.unpack(temporary, folder(), LIBRARIES));
      }
      loaded = true;
    } catch (IOException | RuntimeException | LinkageError error) {
      throw new NativeFolder(
              "ONNX Runtime", temporary, "the system property java.io.tmpdir", MEGABYTES)
          .explain(error)
          .orElseGet(() -> refused(error));
    }
  }

  /**
   * Another class loader may have another ONNX Runtime, so the setting holds for this one alone.
   */
  private static void load(Optional<Path> unpacked) {
    unpacked.ifPresent(folder -> System.setProperty(PATH, folder.toString()));
    try {
      OrtEnvironment.getEnvironment();
    } finally {
      unpacked.ifPresent(folder -> System.clearProperty(PATH));
    }
  }

  private static IllegalStateException refused(Throwable error) {
    return new IllegalStateException(
        "ONNX Runtime's native libraries could not be loaded ("
            + error
            + "), expected them for "
            + folder()
            + " on the classpath.\nMaybe set the system property "
            + PATH
            + " to a folder that has them.",
        error);
  }

  private static boolean isSet() {
    return System.getProperties().stringPropertyNames().stream()
        .anyMatch(name -> name.startsWith(PREFIX));
  }

  private static boolean has(String library) {
    return OrtEnvironment.class.getResource(folder() + System.mapLibraryName(library)) != null;
  }

  /** Returns the folder of this machine's libraries in ONNX Runtime's jar. */
  static String folder() {
    String os = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    String arch = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
    return "/ai/onnxruntime/native/"
        + (os.contains("mac") ? "osx" : os.contains("win") ? "win" : "linux")
        + "-"
        + (arch.equals("amd64") || arch.equals("x86_64") ? "x64" : arch)
        + "/";
  }
}
