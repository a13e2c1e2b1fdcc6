package org.distill4j.core.metric;

import java.util.List;
import java.util.stream.IntStream;
import org.distill4j.data.Dataset;
import org.distill4j.data.HostAllocator;
import org.distill4j.tensor.TensorSpec;
import org.distill4j.train.Metric;

/** Finds out that there is nothing to measure before a training, not after it. */
public final class LabelCheck {
  private static final int BATCH = 256;

  private LabelCheck() {}

  /**
   * Refuses metrics that count by class labels where no example has one. It reads no more than up
   * to the first label.
   *
   * @param data the examples to measure on
   * @param metrics what is to be measured
   * @throws IllegalArgumentException if all labels that a metric needs are −1
   */
  public static void require(Dataset data, List<Metric> metrics) {
    for (Metric metric : metrics) {
      metric
          .labels()
          .filter(name -> TensorSpec.ints().equals(data.labels().get(name)))
          .filter(name -> !isLabelled(data, name))
          .ifPresent(
              name -> {
                throw new IllegalArgumentException(
                    "The metric "
                        + metric.name()
                        + " needs labels \""
                        + name
                        + "\", and none of "
                        + data.size()
                        + " examples to measure on has one, expected at least one.\n"
                        + "Maybe the column of the labels has another name or is empty, or measure"
                        + " agreement with a teacher.");
              });
    }
  }

  private static boolean isLabelled(Dataset data, String name) {
    HostAllocator memory = HostAllocator.recycling();
    for (int from = 0; from < data.size(); from += BATCH) {
      int[] places = IntStream.range(from, Math.min(from + BATCH, data.size())).toArray();
      for (int label : data.batch(memory, places).labels(name).toIntArray()) {
        if (label >= 0) {
          return true;
        }
      }
    }
    return false;
  }
}
