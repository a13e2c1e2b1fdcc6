package org.distill4j.fuzz;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * A reader of files that is fuzzed by coverage.
 *
 * @param file the name of its file
 * @param factor the bytes that reading may take for each of the file's
 * @param reader reads the file
 * @param seeds valid files to begin with
 */
public record FuzzTarget(String file, long factor, Consumer<Path> reader, List<byte[]> seeds) {
  /** Takes a copy. */
  public FuzzTarget {
    seeds = List.copyOf(seeds);
  }

  /** The readers of a module; a class that implements it has a constructor without arguments. */
  @FunctionalInterface
  public interface Catalog {
    /** {@return the readers by name} */
    Map<String, FuzzTarget> targets();
  }
}
