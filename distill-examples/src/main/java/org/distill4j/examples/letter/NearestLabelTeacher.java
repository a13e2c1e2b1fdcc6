package org.distill4j.examples.letter;

import java.util.Map;
import java.util.stream.IntStream;
import org.distill4j.core.teacher.FunctionTeacher;
import org.distill4j.data.Batch;
import org.distill4j.data.Dataset;
import org.distill4j.model.Outputs;
import org.distill4j.model.Predictions;
import org.distill4j.teacher.Teacher;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.TensorSpec;

/** Gives each letter the label of the nearest of some: a teacher that has learnt nothing. */
final class NearestLabelTeacher {
  private final Dataset letters;
  private final float[] values;
  private final int[] labels;

  NearestLabelTeacher(Dataset letters) {
    Batch all = letters.batch(IntStream.range(0, letters.size()).toArray());
    this.letters = letters;
    this.values = all.input().toFloatArray();
    this.labels = all.labels(Batch.LABELS).toIntArray();
  }

  Teacher teacher() {
    return FunctionTeacher.of(
        Map.of(Outputs.LOGITS, TensorSpec.floats(Letters.CLASSES)),
        "nearest of " + letters.fingerprint(),
        this::predict);
  }

  private Predictions predict(Batch batch) {
    float[] asked = batch.input().toFloatArray();
    HostTensor logits = HostTensor.allocate(TensorSpec.floats(batch.size(), Letters.CLASSES));
    IntStream.range(0, batch.size())
        .parallel()
        .forEach(
            row -> logits.floats().put(row * Letters.CLASSES + labels[nearest(asked, row)], 1));
    return Predictions.of(Map.of(Outputs.LOGITS, logits));
  }

  private int nearest(float[] asked, int row) {
    double best = Double.POSITIVE_INFINITY;
    int found = 0;
    for (int other = 0; other < labels.length; other++) {
      double distance = distance(asked, row, other, best);
      if (distance < best) {
        best = distance;
        found = other;
      }
    }
    return found;
  }

  /** The squared distance, or something larger than a limit if it is. */
  private double distance(float[] asked, int row, int other, double limit) {
    double sum = 0;
    for (int column = 0; column < Letters.COLUMNS && sum < limit; column++) {
      double difference =
          asked[row * Letters.COLUMNS + column] - values[other * Letters.COLUMNS + column];
      sum += difference * difference;
    }
    return sum;
  }
}
