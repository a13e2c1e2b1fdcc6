package org.distill4j.backend;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Places of this machine where a test finds what it cannot make without being root. */
final class Mounts {
  private Mounts() {}

  /** A folder that can be written to and runs no code, as /dev/shm and /run often are. */
  static Optional<Path> noexec() throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc/mounts"))) {
      String[] fields = line.split(" ", -1);
      Path folder = Path.of(fields[1]);
      if (fields[3].contains("noexec")
          && fields[2].equals("tmpfs")
          && Files.isDirectory(folder)
          && Files.isWritable(folder)) {
        return Optional.of(folder);
      }
    }
    return Optional.empty();
  }
}
