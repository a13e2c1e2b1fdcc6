package org.distill4j.core.cache;

import java.nio.file.Path;

/** A file that is not a cache, or is damaged. */
final class DamagedCacheException extends IllegalArgumentException {
  private static final long serialVersionUID = 1;

  DamagedCacheException(Path path, String problem) {
    super(
        "The file "
            + path
            + " is not a valid cache of a teacher's outputs: "
            + problem
            + ".\nMaybe it was cut short or belongs to another program; delete it to fill it"
            + " again.");
  }
}
