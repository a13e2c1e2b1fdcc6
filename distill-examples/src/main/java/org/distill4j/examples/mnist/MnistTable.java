package org.distill4j.examples.mnist;

import java.util.Locale;
import java.util.function.Function;
import org.distill4j.cli.console.ConsoleTable;
import org.distill4j.core.metric.Latency;

/** The three models side by side. */
final class MnistTable {
  private static final String NONE = "-";

  private final MnistOutcome outcome;
  private final ConsoleTable table = new ConsoleTable("", "teacher", "distilled", "alone");

  private MnistTable(MnistOutcome outcome) {
    this.outcome = outcome;
  }

  static String format(MnistOutcome outcome, int testDigits, int batchSize) {
    int batch = Math.min(batchSize, testDigits);
    return new MnistTable(outcome)
        .all("accuracy", model -> percent(model.accuracy()))
        .all(format("errors of %,d", testDigits), model -> format("%,d", model.errors()))
        .students("agreement with the teacher", model -> percent(model.agreement()))
        .students("KL to the teacher, nats", model -> format("%.4f", model.klToTeacher()))
        .all("calibration error (ECE)", model -> percent(model.calibrationError()))
        .all("parameters", model -> format("%,d", model.parameters()))
        .all("size on disk", model -> format("%,.1f kB", model.bytes() / 1000.0))
        .all("latency of 1 digit, p50", model -> micros(model.oneDigit()))
        .all(format("latency of %d digits, p50", batch), model -> micros(model.batch()))
        .table
        .toString();
  }

  private MnistTable all(String name, Function<Candidate, String> cell) {
    table.row(
        name,
        cell.apply(outcome.teacher()),
        cell.apply(outcome.distilled()),
        cell.apply(outcome.alone()));
    return this;
  }

  private MnistTable students(String name, Function<Candidate, String> cell) {
    table.row(name, NONE, cell.apply(outcome.distilled()), cell.apply(outcome.alone()));
    return this;
  }

  private static String percent(double share) {
    return format("%.2f %%", share * 100);
  }

  private static String micros(Latency latency) {
    return format("%,.1f us", latency.p50Micros());
  }

  private static String format(String pattern, Object... values) {
    return String.format(Locale.ROOT, pattern, values);
  }
}
