package org.distill4j.cli.console;

import java.time.Duration;
import java.util.Locale;
import java.util.OptionalDouble;

/** The progress of a training, in a line of fixed columns. */
record TrainingProgressLine(
    String task, int epoch, int epochs, double loss, OptionalDouble accuracy) {
  private static final int BAR = 12;
  private static final int LOSS = 7;
  private static final int RIGHT = 14;

  String text(Duration time) {
    return name() + numbers(time);
  }

  String text(double share, Duration time) {
    int full = (int) Math.round(Math.min(1, Math.max(0, share)) * BAR);
    String bar = "=".repeat(full) + " ".repeat(BAR - full);
    return name() + "[" + bar + "]  " + numbers(time);
  }

  private String name() {
    return String.format("%-9s  ", task);
  }

  private String numbers(Duration time) {
    return String.format(
        Locale.ROOT,
        "epoch %s  loss %s  %s  %5.1f s",
        pad(epoch + "/" + epochs, 2 * String.valueOf(epochs).length() + 1),
        pad(lossText(), LOSS),
        pad(right(), RIGHT),
        time.toMillis() / 1000.0);
  }

  private String lossText() {
    if (epoch == 0) {
      return "-";
    }
    return String.format(Locale.ROOT, Math.abs(loss) < 100 ? "%.4f" : "%.1e", loss);
  }

  private String right() {
    return accuracy.isEmpty()
        ? ""
        : String.format(Locale.ROOT, "%.2f %% right", accuracy.getAsDouble() * 100);
  }

  private static String pad(String text, int width) {
    return " ".repeat(Math.max(0, width - text.length())) + text;
  }
}
