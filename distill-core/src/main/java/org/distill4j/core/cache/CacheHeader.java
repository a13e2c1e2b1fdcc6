package org.distill4j.core.cache;

import java.nio.file.Path;
import java.util.List;

/**
 * The content of a cache file.
 *
 * @param teacher the teacher's fingerprint
 * @param data the data set's fingerprint
 * @param blocks the examples and how they were asked about
 * @param outputs the outputs cached of each example
 */
record CacheHeader(String teacher, String data, ExampleBlocks blocks, List<CachedOutput> outputs) {
  CacheHeader {
    outputs = List.copyOf(outputs);
  }

  /** Refuses a file of another teacher or other data, or with other outputs. */
  void requireIn(Path file, CacheHeader found) {
    if (!teacher.equals(found.teacher) || !data.equals(found.data)) {
      throw found.stale(file, "teacher " + teacher + " and data " + data);
    }
    if (!outputs.equals(found.outputs) || blocks.examples() != found.blocks.examples()) {
      throw new IllegalArgumentException(
          "The cache "
              + file
              + " keeps "
              + found.outputs
              + " of "
              + found.blocks.examples()
              + " examples, expected "
              + outputs
              + " of "
              + blocks.examples()
              + ".\nMaybe ask for the encodings that it has, or delete the file to fill it again.");
    }
  }

  /** Refuses other data than those of this header. */
  void requireData(Path file, String wanted) {
    if (!data.equals(wanted)) {
      throw stale(file, "data " + wanted);
    }
  }

  private IllegalArgumentException stale(Path file, String wanted) {
    return new IllegalArgumentException(
        "The cache "
            + file
            + " is stale: it is of teacher "
            + teacher
            + " and data "
            + data
            + ", expected "
            + wanted
            + ".\nMaybe delete the file to fill it again, or give the new cache another path.");
  }
}
