package org.distill4j.examples.mnist;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;

/** The most memory that this process has had in RAM so far. */
final class PeakMemory {
  private static final Path STATUS = Path.of("/proc/self/status");
  private static final String PEAK = "VmHWM:";

  private PeakMemory() {}

  /** Returns MB of a million bytes; empty where the system does not tell. */
  static OptionalDouble megabytes() {
    try {
      return parse(Files.readAllLines(STATUS));
    } catch (IOException notLinux) {
      return OptionalDouble.empty();
    }
  }

  static OptionalDouble parse(List<String> status) {
    return status.stream()
        .filter(line -> line.startsWith(PEAK))
        .mapToDouble(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024 / 1e6)
        .findFirst();
  }
}
