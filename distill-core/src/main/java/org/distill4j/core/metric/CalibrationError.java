package org.distill4j.core.metric;

import java.util.List;
import org.distill4j.data.Batch;
import org.distill4j.model.Predictions;
import org.distill4j.train.Metric;

/**
 * The expected calibration error (Guo et al. 2017, section 2, eq. 3): examples are put into bins of
 * equal width by the confidence of their top class, bin m being ((m − 1) / bins, m / bins]; the
 * error is Σ over bins of |share of right ones − mean confidence| · (examples in the bin / all).
 * Examples without a label do not count.
 *
 * @param bins the number of bins, at least 1
 * @param output the name of the logits
 * @param labels the name of the labels
 */
record CalibrationError(int bins, String output, String labels) implements Metric {
  CalibrationError {
    if (bins < 1) {
      throw new IllegalArgumentException(
          "Calibration error with " + bins + " bins, expected at least 1.\nMaybe 15 was meant.");
    }
  }

  @Override
  public String name() {
    return "calibrationError";
  }

  @Override
  public Goal goal() {
    return Goal.MINIMIZE;
  }

  @Override
  public Accumulator start() {
    return new Bins();
  }

  private final class Bins implements Accumulator {
    private final double[] confidence = new double[bins];
    private final double[] right = new double[bins];
    private long count;

    @Override
    public void add(Batch batch, Predictions student, List<Predictions> teachers) {
      double[][] logs = Rows.logSoftmax("model", student, output, batch);
      int[] wanted = Rows.labels(batch, labels, logs[0].length);
      for (int row = 0; row < wanted.length; row++) {
        if (wanted[row] >= 0) {
          add(logs[row], wanted[row]);
        }
      }
    }

    private void add(double[] logs, int label) {
      int top = Rows.argmax(logs);
      double probability = Math.exp(logs[top]);
      int bin = Math.min(bins - 1, Math.max(0, (int) Math.ceil(probability * bins) - 1));
      confidence[bin] += probability;
      right[bin] += top == label ? 1 : 0;
      count++;
    }

    @Override
    public double value() {
      double gaps = 0;
      for (int bin = 0; bin < bins; bin++) {
        gaps += Math.abs(right[bin] - confidence[bin]);
      }
      return count == 0 ? Double.NaN : gaps / count;
    }
  }
}
