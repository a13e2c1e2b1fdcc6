package org.distill4j.core.metric;

import java.util.List;
import java.util.stream.IntStream;
import org.distill4j.core.data.ExampleBytes;
import org.distill4j.data.Batch;
import org.distill4j.data.Dataset;
import org.distill4j.data.HostAllocator;
import org.distill4j.loss.Loss;
import org.distill4j.program.Feed;
import org.distill4j.program.Recording;
import org.distill4j.tensor.DType;
import org.distill4j.tensor.TensorSpec;
import org.distill4j.train.Metric;

/** Detects that there is nothing to measure before a training, not after it. */
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
          .ifPresent(
              name ->
                  require(
                      data,
                      name,
                      "The metric " + metric.name(),
                      "to measure on",
                      "measure agreement with a teacher"));
    }
  }

  /**
   * Refuses a loss that learns from class labels alone where no example has one. It reads no more
   * than up to the first label.
   *
   * @param data the examples to learn from
   * @param loss the loss
   * @throws IllegalArgumentException if all labels that it needs are −1
   */
  public static void require(Dataset data, Loss loss) {
    loss.requiredLabels()
        .ifPresent(
            name -> require(data, name, "The loss", "to learn from", "learn from a teacher"));
  }

  /**
   * Refuses class labels beyond the classes of a student. It reads all examples.
   *
   * @param data the examples
   * @param step the recording of a step, which says how many classes there are
   * @throws IllegalArgumentException if there is such a label; the message names the example
   */
  public static void requireClasses(Dataset data, Recording step) {
    for (Feed feed : step.feeds()) {
      if (feed.source() instanceof Feed.ClassLabels labels
          && data.labels().containsKey(labels.name())) {
        requireClasses(data, labels);
      }
    }
  }

  private static void requireClasses(Dataset data, Feed.ClassLabels wanted) {
    HostAllocator memory = HostAllocator.recycling();
    int rows = ExampleBytes.rows(data, BATCH);
    for (int from = 0; from < data.size(); from += rows) {
      int[] indexes = IntStream.range(from, Math.min(from + rows, data.size())).toArray();
      Batch batch = data.batch(memory, indexes);
      int[] labels = batch.labels(wanted.name()).toIntArray();
      for (int i = 0; i < labels.length; i++) {
        if (labels[i] < -1 || labels[i] >= wanted.classes()) {
          throw new IllegalArgumentException(
              "The label \""
                  + wanted.name()
                  + "\" of example "
                  + batch.id(i / (labels.length / batch.size()))
                  + " is "
                  + labels[i]
                  + ", expected one of the student's "
                  + wanted.classes()
                  + " classes, from 0 on, or -1 for unknown.\n"
                  + "Maybe labels count from 1, or the student's final layer is too small.");
        }
      }
    }
  }

  private static void require(
      Dataset data, String name, String who, String purpose, String instead) {
    TensorSpec spec = data.labels().get(name);
    if (spec != null && spec.type() == DType.INT32 && !isLabelled(data, name)) {
      throw new IllegalArgumentException(
          who
              + " needs labels \""
              + name
              + "\", and none of "
              + data.size()
              + " examples "
              + purpose
              + " has one, expected at least one.\n"
              + "Maybe the column of the labels has another name or is empty, or "
              + instead
              + ".");
    }
  }

  private static boolean isLabelled(Dataset data, String name) {
    HostAllocator memory = HostAllocator.recycling();
    int rows = ExampleBytes.rows(data, BATCH);
    for (int from = 0; from < data.size(); from += rows) {
      int[] indexes = IntStream.range(from, Math.min(from + rows, data.size())).toArray();
      for (int label : data.batch(memory, indexes).labels(name).toIntArray()) {
        if (label >= 0) {
          return true;
        }
      }
    }
    return false;
  }
}
