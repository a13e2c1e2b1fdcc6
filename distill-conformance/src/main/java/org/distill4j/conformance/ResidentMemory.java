package org.distill4j.conformance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.opentest4j.TestAbortedException;

/** The memory in use by this process, as Linux counts it. */
final class ResidentMemory {
  private static final Path STATUS = Path.of("/proc/self/status");
  private static final int COLLECTIONS = 3;

  private ResidentMemory() {}

  /** Returns kilobytes after a garbage collection. */
  static long kilobytes() throws IOException, InterruptedException {
    if (!Files.isReadable(STATUS)) {
      throw new TestAbortedException("Resident memory can only be read on Linux.");
    }
    for (int i = 0; i < COLLECTIONS; i++) {
      System.gc();
      Thread.sleep(20);
    }
    for (String line : Files.readAllLines(STATUS)) {
      if (line.startsWith("VmRSS:")) {
        return Long.parseLong(line.replaceAll("\\D", ""));
      }
    }
    throw new TestAbortedException("Resident memory is not told by " + STATUS + ".");
  }
}
