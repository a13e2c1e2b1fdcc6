package org.distill4j.core.teacher;

import java.util.Arrays;

/** The combination of several teachers' logits for one example to one row. */
sealed interface Combination {
  /**
   * Combines one row.
   *
   * @param logits (teachers, classes), all finite; may be overwritten
   * @param weights one for each teacher, adding up to 1
   * @return (classes)
   */
  double[] of(double[][] logits, double... weights);

  static Combination probabilities(double temperature) {
    if (!(temperature > 0) || Double.isInfinite(temperature)) {
      throw new IllegalArgumentException(
          "The ensemble's temperature is "
              + temperature
              + ", expected a finite number above 0.\n"
              + "Maybe EnsembleTeacher.of(loss, members) takes it from the loss.");
    }
    return new Probabilities(temperature);
  }

  static Combination logits() {
    return new Logits();
  }

  /** Computes T · log Σᵢ wᵢ · softmax(tᵢ / T). */
  record Probabilities(double temperature) implements Combination {
    @Override
    public double[] of(double[][] logits, double... weights) {
      double[] terms = new double[weights.length];
      double[] result = new double[logits[0].length];
      Arrays.stream(logits).forEach(this::logSoftmax);
      for (int i = 0; i < result.length; i++) {
        for (int member = 0; member < terms.length; member++) {
          terms[member] = Math.log(weights[member]) + logits[member][i];
        }
        result[i] = temperature * logSumExp(terms);
      }
      return result;
    }

    private void logSoftmax(double[] row) {
      Arrays.setAll(row, i -> row[i] / temperature);
      double log = logSumExp(row);
      Arrays.setAll(row, i -> row[i] - log);
    }

    private static double logSumExp(double... values) {
      double max = Arrays.stream(values).max().orElseThrow();
      return max + Math.log(Arrays.stream(values).map(value -> Math.exp(value - max)).sum());
    }
  }

  /** Computes Σᵢ wᵢ · tᵢ. */
  record Logits() implements Combination {
    @Override
    public double[] of(double[][] logits, double... weights) {
      double[] result = new double[logits[0].length];
      for (int member = 0; member < weights.length; member++) {
        for (int i = 0; i < result.length; i++) {
          result[i] += weights[member] * logits[member][i];
        }
      }
      return result;
    }
  }
}
