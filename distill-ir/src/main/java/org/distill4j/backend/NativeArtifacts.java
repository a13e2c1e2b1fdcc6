package org.distill4j.backend;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The artifacts that hold an engine's native libraries, and their classifier for each platform. A
 * backend keeps them in a file {@value #FILE} beside its classes, which its build fills with
 * versions:
 *
 * <pre>
 * engine = PyTorch 2.7.1
 * artifacts = ai.djl.pytorch:pytorch-native-cpu:2.7.1
 * everything = org.distill4j:backend-djl-platform:1.0.0
 * cuda = PYTORCH_VERSION=2.7.1
 * folder-setting = the environment variable DJL_CACHE_DIR
 * libraries = pytorch/cpu/&#42;/torch
 * platform.macos-aarch64 = osx-aarch64
 * </pre>
 */
public final class NativeArtifacts {
  /** The name of the file. */
  public static final String FILE = "natives.properties";

  private static final String PLATFORM = "platform.";

  private final Properties file;

  private NativeArtifacts(Properties file) {
    this.file = file;
  }

  /**
   * Reads the file that lies next to a class.
   *
   * @param type the class
   * @return the artifacts
   * @throws IllegalStateException if there is no such file
   */
  public static NativeArtifacts beside(Class<?> type) {
    Properties file = new Properties();
    try (InputStream in = type.getResourceAsStream(FILE)) {
      if (in == null) {
        throw new IllegalStateException(
            FILE
                + " is not beside "
                + type.getName()
                + ", expected it in the same jar.\n"
                + "Maybe the jar was packed again without its resources.");
      }
      file.load(in);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
    return new NativeArtifacts(file);
  }

  /** {@return the engine and the version of its natives, as {@code PyTorch 2.7.1}} */
  public String engine() {
    return text("engine");
  }

  /** {@return the artifacts that CUDA needs} */
  public String cuda() {
    return text("cuda");
  }

  /** {@return the classifiers, by the names of the platforms that have natives, sorted} */
  public Map<String, String> classifiers() {
    Map<String, String> classifiers = new TreeMap<>();
    for (String key : file.stringPropertyNames()) {
      if (key.startsWith(PLATFORM)) {
        classifiers.put(key.substring(PLATFORM.length()), text(key));
      }
    }
    return classifiers;
  }

  /**
   * Returns the engine's name of a platform.
   *
   * @param platform the platform
   * @return the classifier; empty if there are no natives for the platform
   */
  public Optional<String> classifier(Platform platform) {
    return Optional.ofNullable(file.getProperty(PLATFORM + platform));
  }

  /**
   * Returns the artifacts for a platform.
   *
   * @param platform the platform
   * @return each as {@code group:artifact:version:classifier}; none if there are no natives
   */
  public List<String> artifacts(Platform platform) {
    return classifier(platform).stream()
        .flatMap(name -> list("artifacts").map(artifact -> artifact + ":" + name))
        .toList();
  }

  /**
   * Finds natives on the class path without loading any.
   *
   * @param loader the engine's class loader
   * @return the classifiers of what is there
   */
  public List<String> found(ClassLoader loader) {
    return classifiers().entrySet().stream()
        .filter(entry -> isFound(loader, Platform.parse(entry.getKey()), entry.getValue()))
        .map(Map.Entry::getValue)
        .toList();
  }

  /**
   * Finds the natives of one classifier.
   *
   * @param loader the engine's class loader
   * @param platform the platform
   * @param classifier the classifier
   * @return whether all libraries are there
   */
  public boolean isFound(ClassLoader loader, Platform platform, String classifier) {
    return list("libraries")
        .map(library -> platform.libraryFile(library.replace("*", classifier)))
        .allMatch(library -> loader.getResource(library) != null);
  }

  private Stream<String> list(String key) {
    return Stream.of(text(key).split(",", -1));
  }

  /**
   * Returns whether the natives of a platform were found, for the CPU or for more.
   *
   * @param platform the platform
   * @param found the classifiers of what is on the class path
   * @return whether they are
   */
  public boolean suffice(Platform platform, List<String> found) {
    return classifier(platform)
        .filter(name -> found.stream().anyMatch(it -> it.equals(name) || it.startsWith(name + "-")))
        .isPresent();
  }

  /**
   * Explains why an engine did not load.
   *
   * @param platform the platform
   * @param found the classifiers of what is on the class path
   * @param folder where the engine unpacks natives
   * @param cause the engine's error
   * @return the message, of two lines
   */
  public String failure(Platform platform, List<String> found, String folder, Throwable cause) {
    return suffice(platform, found) ? broken(platform, folder, cause) : missing(platform, found);
  }

  /**
   * Explains that the natives of a platform are not on the class path, and what to add.
   *
   * @param platform the platform
   * @param found the classifiers of what is on the class path
   * @return the message, of two lines
   */
  public String missing(Platform platform, List<String> found) {
    return engine()
        + " found "
        + (found.isEmpty() ? "no native libraries" : "native libraries for " + found)
        + " on the class path, expected those for "
        + platform
        + ".\n"
        + advice(platform);
  }

  /**
   * Explains that natives are on the class path and do not load.
   *
   * @param platform the platform
   * @param folder where the engine unpacks them
   * @param cause the engine's error
   * @return the message, of two lines
   */
  public String broken(Platform platform, String folder, Throwable cause) {
    return engine()
        + " could not load its native libraries for "
        + platform
        + " ("
        + cause
        + "), expected to unpack them to "
        + folder
        + " and to load them from there.\nMaybe this folder cannot be written ("
        + text("folder-setting")
        + " names another), or a library of the system is missing.";
  }

  private String advice(Platform platform) {
    List<String> artifacts = artifacts(platform);
    if (artifacts.isEmpty()) {
      return "Maybe use another backend or another machine: there is "
          + engine()
          + " for "
          + String.join(", ", classifiers().keySet())
          + ", and for no other.";
    }
    return "Maybe add "
        + String.join(" and ", artifacts)
        + ", or "
        + text("everything")
        + " (a pom), which has those of all platforms.";
  }

  private String text(String key) {
    return file.getProperty(key, "");
  }
}
