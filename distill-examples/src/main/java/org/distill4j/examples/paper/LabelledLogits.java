package org.distill4j.examples.paper;

import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.distill4j.core.data.Labels;
import org.distill4j.data.Batch;
import org.distill4j.data.Dataset;
import org.distill4j.data.HostAllocator;
import org.distill4j.model.Predictor;
import org.distill4j.tensor.HostTensor;

/** The logits of a model for labelled examples: row i of both is of example i. */
final class LabelledLogits {
  private static final int BATCH = 500;

  private final float[][] logits;
  private final int[] labels;

  LabelledLogits(float[][] logits, int... labels) {
    this.logits = logits;
    this.labels = labels;
  }

  static LabelledLogits compute(Predictor model, Dataset data) {
    float[][] rows = new float[data.size()][];
    HostAllocator memory = HostAllocator.recycling();
    for (int from = 0; from < rows.length; from += BATCH) {
      int[] places = IntStream.range(from, Math.min(from + BATCH, rows.length)).toArray();
      HostTensor outputs = model.predict(data.batch(memory, places).input()).logits();
      FloatBuffer values = outputs.floats();
      for (int place : places) {
        rows[place] = new float[outputs.shape().dim(1)];
        values.get(rows[place]);
      }
    }
    return new LabelledLogits(rows, Labels.read(data, Batch.LABELS));
  }

  int size() {
    return labels.length;
  }

  int label(int row) {
    return labels[row];
  }

  double logit(int row, int digit) {
    return logits[row][digit];
  }

  private boolean isRight(int row) {
    return top(row, digit -> true) == labels[row];
  }

  /** The digit with the largest logit among some; the first at a tie, −1 if there are none. */
  int top(int row, IntPredicate among) {
    int best = -1;
    for (int digit = 0; digit < logits[row].length; digit++) {
      if (among.test(digit) && (best < 0 || logits[row][digit] > logits[row][best])) {
        best = digit;
      }
    }
    return best;
  }

  long errors() {
    return IntStream.range(0, size()).filter(row -> !isRight(row)).count();
  }

  /** The share of right answers among the examples of some digits, in [0, 1]. */
  double rightOf(Set<Integer> digits) {
    int[] rows = IntStream.range(0, size()).filter(row -> digits.contains(labels[row])).toArray();
    return Arrays.stream(rows).filter(this::isRight).count() / (double) rows.length;
  }
}
