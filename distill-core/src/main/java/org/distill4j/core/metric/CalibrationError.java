package org.distill4j.core.metric;

import java.util.List;
import java.util.Optional;
import org.distill4j.data.Batch;
import org.distill4j.model.Predictions;
import org.distill4j.tensor.HostTensor;
import org.distill4j.train.Metric;

/**
 * The expected calibration error (Guo et al. 2017, section 2, eq. 3) by {@link ReliabilityBins}.
 * Examples without a label do not count.
 *
 * @param bins the number of bins, at least 1
 * @param measured the logits, the labels and the weights
 */
record CalibrationError(int bins, MetricInput measured) implements MetricInput.Movable {
  CalibrationError {
    ReliabilityBins.requireBins(bins);
  }

  @Override
  public String name() {
    return measured.name("calibrationError");
  }

  @Override
  public Metric of(MetricInput other) {
    return new CalibrationError(bins, other);
  }

  @Override
  public Goal goal() {
    return Goal.MINIMIZE;
  }

  @Override
  public Optional<String> labels() {
    return Optional.of(measured.labels());
  }

  @Override
  public Accumulator start() {
    return new Bins();
  }

  private final class Bins implements Accumulator {
    private final ReliabilityBins found = new ReliabilityBins(bins);

    @Override
    public void add(Batch batch, Predictions student, List<Predictions> teachers) {
      double[][] logs = LogitRows.logSoftmax("model", student, measured.output(), batch);
      HostTensor logits = student.get(measured.output());
      int[] wanted = LogitRows.labels(batch, measured.labels(), logits);
      double[] weight = measured.weights().ofRows(batch, logits);
      for (int row = 0; row < wanted.length; row++) {
        if (wanted[row] >= 0 && weight[row] > 0) {
          found.add(logs[row], wanted[row], weight[row]);
        }
      }
    }

    @Override
    public double value() {
      return found.error();
    }
  }
}
