package org.distill4j.examples.trial;

import java.io.PrintStream;
import java.util.Locale;
import org.distill4j.examples.mnist.Mnist;
import org.distill4j.examples.mnist.MnistOptions;
import picocli.CommandLine.Mixin;

/** The options that studies of digits have in common; a mixin. */
public final class DigitStudyOptions {
  @Mixin private final StudyOptions study = new StudyOptions();
  @Mixin private final MnistOptions data = new MnistOptions();

  /** Options that the command line sets. */
  public DigitStudyOptions() {}

  /**
   * Runs a study and prints its table.
   *
   * @param out where to print
   * @param digits the study
   * @return the exit status, 0
   */
  public int run(PrintStream out, Study<Mnist> digits) {
    return study.run(out, data::digits, DigitStudyOptions::introduction, digits);
  }

  private static String introduction(Mnist digits) {
    return String.format(
        Locale.ROOT,
        "%s: %,d digits to learn from, %,d to measure on.",
        digits.name(),
        digits.train().size(),
        digits.test().size());
  }
}
