package org.distill4j.core.metric;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.distill4j.data.Batch;
import org.distill4j.model.Predictions;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Shape;
import org.distill4j.train.Metric;

/** Batches and predictions of classifiers, and metrics of them. */
final class ClassifierBatches {
  private ClassifierBatches() {}

  /** Examples 100, 101, … with the given labels. */
  static Batch labels(int... labels) {
    HostTensor tensor = HostTensor.ofInts(Shape.of(labels.length), labels);
    return batch(labels.length, Map.of(Batch.LABELS, tensor));
  }

  static Batch batch(int size, Map<String, HostTensor> labels) {
    HostTensor inputs = HostTensor.ofFloats(Shape.of(size, 1), new float[size]);
    return new Batch(LongStream.range(100, 100L + size).toArray(), inputs, labels);
  }

  /** Logits that are the logarithms of the given probabilities, and so have those as softmax. */
  static Predictions probabilities(double[]... rows) {
    return logits(
        Arrays.stream(rows)
            .map(row -> Arrays.stream(row).map(Math::log).toArray())
            .toArray(double[][]::new));
  }

  static Predictions logits(double[]... rows) {
    float[] values = new float[rows.length * rows[0].length];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) rows[i / rows[0].length][i % rows[0].length];
    }
    return Predictions.logits(HostTensor.ofFloats(Shape.of(rows.length, rows[0].length), values));
  }

  static double[] row(double... values) {
    return values;
  }

  static double value(Metric metric, Batch batch, Predictions model, Predictions... teachers) {
    Metric.Accumulator sum = metric.start();
    sum.add(batch, model, List.of(teachers));
    return sum.value();
  }
}
