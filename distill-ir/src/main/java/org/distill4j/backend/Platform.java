package org.distill4j.backend;

import java.util.Locale;

/**
 * An operating system and a kind of processor, for which native libraries are built. It is written
 * {@code linux-x86_64}, {@code linux-aarch64}, {@code macos-aarch64}, {@code macos-x86_64} or
 * {@code windows-x86_64}, and in the same form for all others.
 *
 * @param system the operating system: linux, macos, windows, or another in lower case
 * @param processor the kind of processor: x86_64, aarch64, or another in lower case
 */
public record Platform(String system, String processor) {
  /** {@return the platform of this virtual machine} */
  public static Platform current() {
    return of(System.getProperty("os.name", "unknown"), System.getProperty("os.arch", "unknown"));
  }

  /**
   * Returns the platform that two system properties of a virtual machine describe.
   *
   * @param osName the value of {@code os.name}
   * @param osArch the value of {@code os.arch}
   * @return the platform
   */
  public static Platform of(String osName, String osArch) {
    return new Platform(system(lower(osName)), processor(lower(osArch)));
  }

  /**
   * Parses a platform.
   *
   * @param name the system and the processor, joined by a hyphen
   * @return the platform
   * @throws IllegalArgumentException if there is no hyphen
   */
  public static Platform parse(String name) {
    int hyphen = name.lastIndexOf('-');
    if (hyphen < 0) {
      throw new IllegalArgumentException(
          "The platform \""
              + name
              + "\" has no hyphen, expected a system and a processor.\n"
              + "Maybe linux-x86_64 was meant.");
    }
    return new Platform(name.substring(0, hyphen), name.substring(hyphen + 1));
  }

  /**
   * Returns the file that holds a library on this platform: {@code folder/libname.so} on Linux.
   *
   * @param library folder and name of the library
   * @return folder and name of the file
   */
  String libraryFile(String library) {
    int name = library.lastIndexOf('/') + 1;
    return switch (system) {
      case "windows" -> library + ".dll";
      case "macos" -> library.substring(0, name) + "lib" + library.substring(name) + ".dylib";
      default -> library.substring(0, name) + "lib" + library.substring(name) + ".so";
    };
  }

  private static String lower(String name) {
    return name.toLowerCase(Locale.ROOT).replace(' ', '-');
  }

  private static String system(String name) {
    if (name.startsWith("windows")) {
      return "windows";
    }
    return name.startsWith("mac") || name.equals("darwin") ? "macos" : name;
  }

  private static String processor(String name) {
    return switch (name) {
      case "amd64", "x86_64", "x64" -> "x86_64";
      case "aarch64", "arm64" -> "aarch64";
      default -> name;
    };
  }

  /** Returns the system and the processor, joined by a hyphen. */
  @Override
  public String toString() {
    return system + "-" + processor;
  }
}
