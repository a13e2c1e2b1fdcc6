package org.distill4j.core.metric;

import java.util.List;
import java.util.Optional;
import org.distill4j.data.Batch;
import org.distill4j.model.Predictions;
import org.distill4j.train.Metric;

/**
 * The expected calibration error (Guo et al. 2017, section 2, eq. 3) by {@link ReliabilityBins}.
 * Examples without a label do not count.
 *
 * @param bins the number of bins, at least 1
 * @param output the name of the logits
 * @param counted the name of the labels
 */
record CalibrationError(int bins, String output, String counted) implements Metric {
  CalibrationError {
    ReliabilityBins.requireBins(bins);
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
  public Optional<String> labels() {
    return Optional.of(counted);
  }

  @Override
  public Accumulator start() {
    return new Bins();
  }

  private final class Bins implements Accumulator {
    private final ReliabilityBins found = new ReliabilityBins(bins);

    @Override
    public void add(Batch batch, Predictions student, List<Predictions> teachers) {
      double[][] logs = Rows.logSoftmax("model", student, output, batch);
      int[] wanted = Rows.labels(batch, counted, student.get(output));
      for (int row = 0; row < wanted.length; row++) {
        if (wanted[row] >= 0) {
          found.add(logs[row], wanted[row]);
        }
      }
    }

    @Override
    public double value() {
      return found.error();
    }
  }
}
