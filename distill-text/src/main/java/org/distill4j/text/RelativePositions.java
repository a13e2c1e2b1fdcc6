package org.distill4j.text;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.distill4j.model.Layer;
import org.distill4j.model.Scope;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.Tensor;

/**
 * A learned bias of attention for each head and distance between two positions (Raffel et al. 2020,
 * as in MPNet): half of the buckets are for positions in front, half for those behind; half of each
 * are single distances, the others grow by a constant factor up to 128. Of ids (batch, length), to
 * (1, heads, length, length).
 *
 * @param buckets the rows of the table
 * @param heads the heads of each attention
 */
record RelativePositions(int buckets, int heads) implements Layer {
  private static final int FARTHEST = 128;

  @Override
  public Tensor forward(Scope scope, Tensor ids) {
    Tensor table = scope.parameter("weight", Shape.of(buckets, heads), Encoder.FIRST);
    Tensor numbers = numbers(ids.shape().dim(1));
    // How far the position that is attended to lies in front of the one that attends.
    Tensor distances = numbers.expandDims(1).sub(numbers.expandDims(0)).expandDims(2);
    Tensor from = bounds(true);
    Tensor to = bounds(false);
    Tensor chosen =
        distances.greaterOrEqual(from).toFloat().mul(distances.lessOrEqual(to).toFloat());
    return chosen.matmul(table).transpose(2, 0, 1).expandDims(0);
  }

  /** From 0 on; an ONNX file has them for every length. */
  private static Tensor numbers(int length) {
    int[] numbers = IntStream.range(0, length).toArray();
    return Tensor.of(HostTensor.ofInts(Shape.of(length), numbers)).toFloat();
  }

  /** Returns the least or the largest distance of each bucket; those behind are negative. */
  private Tensor bounds(boolean least) {
    int half = buckets / 2;
    float[] near = new float[half];
    float[] far = new float[half];
    // A bucket that no distance has.
    Arrays.fill(near, Float.MAX_VALUE);
    Arrays.fill(far, -1);
    for (int distance = FARTHEST; distance >= 0; distance--) {
      int bucket = bucket(distance);
      near[bucket] = distance;
      far[bucket] = Math.max(far[bucket], distance);
    }
    far[half - 1] = Float.MAX_VALUE;
    float[] bounds = new float[buckets];
    for (int i = 0; i < half; i++) {
      bounds[i] = least ? near[i] : far[i];
      bounds[half + i] = least ? -far[i] : -Math.max(near[i], 1);
    }
    return Tensor.of(HostTensor.ofFloats(Shape.of(buckets), bounds));
  }

  /** In single precision, as PyTorch computes it. */
  private int bucket(int distance) {
    int half = buckets / 2;
    int single = half / 2;
    if (distance < single) {
      return distance;
    }
    float share =
        (float) Math.log((float) distance / single)
            / (float) Math.log((double) FARTHEST / single)
            * (half - single);
    return Math.min(half - 1, single + (int) share);
  }
}
