package org.distill4j.examples.domain;

import java.nio.FloatBuffer;
import java.util.stream.IntStream;
import org.distill4j.core.data.InMemoryDataset;
import org.distill4j.core.data.Labels;
import org.distill4j.data.Batch;
import org.distill4j.data.Dataset;
import org.distill4j.data.HostAllocator;
import org.distill4j.tensor.DType;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Shape;

/**
 * Digits of 28 × 28 pixels made as small as the optical ones: of the middle 20 × 20 pixels, which
 * MNIST's digits were scaled to fill, the mean of each block of 2.5 × 2.5.
 */
final class ReducedDigits {
  static final int LARGE = 28;
  static final int SMALL = 8;
  static final int MARGIN = 4;
  static final double BLOCK = (LARGE - 2.0 * MARGIN) / SMALL;

  private static final int BATCH = 1_000;

  private ReducedDigits() {}

  static Dataset of(Dataset digits) {
    HostTensor reduced = HostTensor.allocate(DType.FLOAT32, Shape.of(digits.size(), SMALL * SMALL));
    FloatBuffer to = reduced.floats();
    HostAllocator memory = HostAllocator.recycling();
    for (int from = 0; from < digits.size(); from += BATCH) {
      int[] places = IntStream.range(from, Math.min(from + BATCH, digits.size())).toArray();
      FloatBuffer pixels = digits.batch(memory, places).input().floats();
      for (int row = 0; row < places.length; row++) {
        reduce(pixels.slice(row * LARGE * LARGE, LARGE * LARGE), to);
      }
    }
    int[] labels = Labels.read(digits, Batch.LABELS);
    return InMemoryDataset.of(reduced, HostTensor.ofInts(Shape.of(labels.length), labels));
  }

  private static void reduce(FloatBuffer pixels, FloatBuffer to) {
    for (int row = 0; row < SMALL; row++) {
      for (int column = 0; column < SMALL; column++) {
        to.put((float) mean(pixels, row, column));
      }
    }
  }

  private static double mean(FloatBuffer pixels, int row, int column) {
    double sum = 0;
    for (int y = 0; y < LARGE; y++) {
      for (int x = 0; x < LARGE && overlap(row, y) > 0; x++) {
        sum += overlap(row, y) * overlap(column, x) * pixels.get(y * LARGE + x);
      }
    }
    return sum / (BLOCK * BLOCK);
  }

  /** Along one axis: the length that a block and a pixel have in common. */
  static double overlap(int block, int pixel) {
    double from = MARGIN + block * BLOCK;
    return Math.max(0, Math.min(from + BLOCK, pixel + 1) - Math.max(from, pixel));
  }
}
