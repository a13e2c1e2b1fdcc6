package org.distill4j.core.teacher;

import java.nio.file.Path;
import org.distill4j.core.cache.FillListener;

/** Logs how many features are computed, at each tenth of them. */
final class FeatureProgress implements FillListener {
  private static final System.Logger LOGGER = System.getLogger(FeatureInputs.class.getName());
  private static final int PARTS = 10;

  private final Path file;
  private long logged;

  FeatureProgress(Path file) {
    this.file = file;
  }

  @Override
  public void filled(int examples, int total) {
    long part = (long) examples * PARTS / total;
    if (part > logged) {
      logged = part;
      LOGGER.log(
          System.Logger.Level.INFO,
          "Features of {0} of {1} examples are in {2}.",
          examples,
          total,
          file);
    }
  }
}
