package org.distill4j.benchmarks.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** The memory of this process. */
final class ProcessMemory {
  private static final Path STATUS = Path.of("/proc/self/status");
  private static final int KIB = 1024;

  private ProcessMemory() {}

  /** Resident MiB, native memory included; on systems other than Linux, those of the heap. */
  static long resident() {
    if (!Files.exists(STATUS)) {
      Runtime runtime = Runtime.getRuntime();
      return (runtime.totalMemory() - runtime.freeMemory()) / KIB / KIB;
    }
    try {
      return Files.readAllLines(STATUS).stream()
              .filter(line -> line.startsWith("VmRSS:"))
              .mapToLong(line -> Long.parseLong(Arrays.asList(line.split("\\s+")).get(1)))
              .sum()
          / KIB;
    } catch (IOException error) {
      throw new UncheckedIOException(error);
    }
  }
}
