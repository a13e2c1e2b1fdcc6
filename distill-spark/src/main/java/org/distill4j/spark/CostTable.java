package org.distill4j.spark;

import java.util.Locale;
import org.distill4j.core.rounds.RoundCost;

/**
 * Prints the documentation's table: for some students, the share of a round in which workers
 * compute, and the speed-up in examples per second over one process.
 *
 * <p>Arguments, all or none: the seconds of a step, the number of parameters, the bytes a second of
 * a network link, the seconds of a stage, the seconds of a task, the steps of a round.
 */
public final class CostTable {
  private static final int[] WORKERS = {1, 10, 100, 1000};
  private static final double ADD_SECONDS_PER_BYTE = 0.5e-9;

  private CostTable() {}

  /**
   * Prints the table.
   *
   * @param args the numbers of one student; none for those of the documentation
   */
  public static void main(String... args) {
    System.out.print(args.length == 0 ? standard() : of(args));
  }

  /** Returns the documentation's table: a link of 10 Gbit/s, stages of 50 ms, tasks of 1 ms. */
  static String standard() {
    return header()
        + row("MNIST MLP, 0.1 M values, 1 ms a step", cost(0.001, 101_770), 50)
        + row("small transformer, 4.4 M values, 50 ms a step", cost(0.05, 4_400_000), 50)
        + row("DistilBERT, 66 M values, 0.5 s a step", cost(0.5, 66_000_000), 50)
        + row("the same, gradients averaged", cost(0.5, 66_000_000), 1);
  }

  private static RoundCost cost(double step, long parameters) {
    return new RoundCost(step, parameters, 1.25e9, 0.05, 0.001, ADD_SECONDS_PER_BYTE);
  }

  private static String of(String... args) {
    if (args.length != 6) {
      throw new IllegalArgumentException(
          args.length
              + " numbers were given, expected 6: seconds of a step, parameters, bytes/s of a link,"
              + " seconds of a stage, seconds of a task, steps of a round.\nMaybe leave all out.");
    }
    RoundCost cost =
        new RoundCost(
            Double.parseDouble(args[0]),
            Long.parseLong(args[1]),
            Double.parseDouble(args[2]),
            Double.parseDouble(args[3]),
            Double.parseDouble(args[4]),
            ADD_SECONDS_PER_BYTE);
    return header() + row("this student", cost, Integer.parseInt(args[5]));
  }

  private static String header() {
    StringBuilder line = new StringBuilder("| student | steps of a round |");
    StringBuilder rule = new StringBuilder("|---|---|");
    for (int workers : WORKERS) {
      line.append(" W = ").append(workers).append(" |");
      rule.append("---|");
    }
    return line.append('\n').append(rule).append('\n').toString();
  }

  private static String row(String student, RoundCost cost, int steps) {
    StringBuilder line = new StringBuilder("| " + student + " | " + steps + " |");
    for (int workers : WORKERS) {
      line.append(
          String.format(
              Locale.ROOT,
              " %.0f %%, × %.1f |",
              100 * cost.share(workers, steps),
              cost.speedup(workers, steps)));
    }
    return line.append('\n').toString();
  }
}
