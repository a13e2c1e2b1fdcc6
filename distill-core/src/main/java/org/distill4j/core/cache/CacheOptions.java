package org.distill4j.core.cache;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;

/**
 * Options for filling and opening a cache.
 *
 * @param encoding how outputs are cached that have no encoding of their own
 * @param outputs the encodings of single outputs, by name
 * @param batchSize the number of examples that the teacher is asked about at once; empty for as
 *     many as 256 MiB hold, and at most 512. An example takes its input, its outputs and the
 *     teacher's {@link org.distill4j.teacher.Teacher#workingBytes()}; where those are not known, 64
 *     bytes are reckoned for each number of the input, and 32 KiB for each id, as a small
 *     transformer takes them. Engines may round differently for different batch sizes.
 * @param check what is checked when a file is opened
 * @param listener who hears how far the filling is
 */
public record CacheOptions(
    Encoding encoding,
    Map<String, Encoding> outputs,
    OptionalInt batchSize,
    Check check,
    FillListener listener) {

  /** The checks when a cache is opened. */
  public enum Check {
    /**
     * Everything, against the checksums in the file. It reads the whole file once, about as fast as
     * the disk does.
     */
    WHOLE,
    /** Header, sizes and fingerprints, but not the outputs; for files that take minutes to read. */
    HEADER
  }

  /**
   * Takes a copy of the map and checks the batch size.
   *
   * @throws IllegalArgumentException if the batch size is below 1
   */
  public CacheOptions {
    outputs = Collections.unmodifiableMap(new LinkedHashMap<>(outputs));
    if (batchSize.isPresent() && batchSize.getAsInt() < 1) {
      throw new IllegalArgumentException(
          "A cache is filled in batches of "
              + batchSize.getAsInt()
              + ", expected at least 1.\nMaybe leave the batch size out.");
    }
  }

  /**
   * Returns options with one encoding for all outputs.
   *
   * @param encoding how outputs are cached
   * @return the options, with batches of the usual size and all checks
   */
  public static CacheOptions of(Encoding encoding) {
    return new CacheOptions(
        encoding, Map.of(), OptionalInt.empty(), Check.WHOLE, (examples, total) -> {});
  }

  /**
   * These options with another encoding for one output.
   *
   * @param output the output's name
   * @param cached how it is cached
   * @return the changed options
   */
  public CacheOptions withOutput(String output, Encoding cached) {
    Map<String, Encoding> more = new LinkedHashMap<>(outputs);
    more.put(output, cached);
    return new CacheOptions(encoding, more, batchSize, check, listener);
  }

  /**
   * These options with another batch size.
   *
   * @param examples the number of examples that the teacher is asked about at once
   * @return the changed options
   * @throws IllegalArgumentException if it is below 1
   */
  public CacheOptions withBatchSize(int examples) {
    return new CacheOptions(encoding, outputs, OptionalInt.of(examples), check, listener);
  }

  /**
   * These options with other checks.
   *
   * @param wanted what is checked when a file is opened
   * @return the changed options
   */
  public CacheOptions withCheck(Check wanted) {
    return new CacheOptions(encoding, outputs, batchSize, wanted, listener);
  }

  /**
   * These options with a listener.
   *
   * @param hearer who hears how far the filling is
   * @return the changed options
   */
  public CacheOptions withListener(FillListener hearer) {
    return new CacheOptions(encoding, outputs, batchSize, check, hearer);
  }
}
