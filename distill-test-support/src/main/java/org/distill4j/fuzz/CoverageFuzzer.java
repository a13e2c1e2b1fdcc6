package org.distill4j.fuzz;

import java.util.Map;
import java.util.Objects;

/**
 * The class that Jazzer calls: with inputs, as often as it can, watching which code they reach. The
 * system properties {@value #CATALOG} and {@value #TARGET} say which reader is fuzzed.
 */
public final class CoverageFuzzer {
  static final String CATALOG = "distill.fuzz.catalog";
  static final String TARGET = "distill.fuzz.target";

  private static final FuzzFolder PLAYGROUND = new FuzzFolder();
  private static final FuzzTarget READER = reader();

  private CoverageFuzzer() {}

  private static FuzzTarget reader() {
    String name = System.getProperty(TARGET, "");
    try {
      Map<String, FuzzTarget> targets =
          Class.forName(System.getProperty(CATALOG, ""))
              .asSubclass(FuzzTarget.Catalog.class)
              .getConstructor()
              .newInstance()
              .targets();
      return Objects.requireNonNull(targets.get(name), name);
    } catch (ReflectiveOperationException absent) {
      throw new IllegalStateException(absent);
    }
  }

  /**
   * Reads one file.
   *
   * @param input what it holds
   */
  public static void fuzzerTestOneInput(byte[] input) {
    PLAYGROUND.read(READER.file(), input, READER.factor(), READER.reader());
  }
}
