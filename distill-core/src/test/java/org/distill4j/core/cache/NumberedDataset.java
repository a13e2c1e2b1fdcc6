package org.distill4j.core.cache;

import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.distill4j.data.Batch;
import org.distill4j.data.Dataset;
import org.distill4j.data.HostAllocator;
import org.distill4j.model.Inputs;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.TensorSpec;

/** Examples with given ids, whose input is a few numbers that follow from the id. */
final class NumberedDataset implements Dataset {
  static final int INPUTS = 3;

  private final String fingerprint;
  private final Repeatability repeatability;
  private final long[] ids;

  private NumberedDataset(String fingerprint, Repeatability repeatability, long... ids) {
    this.fingerprint = fingerprint;
    this.repeatability = repeatability;
    this.ids = ids;
  }

  static NumberedDataset of(long... ids) {
    return new NumberedDataset("numbers", Repeatability.FIXED, ids);
  }

  static NumberedDataset upTo(int count) {
    return of(LongStream.range(0, count).toArray());
  }

  NumberedDataset named(String other) {
    return new NumberedDataset(other, repeatability, ids);
  }

  NumberedDataset random() {
    return new NumberedDataset(fingerprint, Repeatability.RANDOM, ids);
  }

  /** The input of an example. */
  static float input(long id, int index) {
    SplittableRandom random = new SplittableRandom(id);
    float value = 0;
    for (int i = 0; i <= index; i++) {
      value = (float) random.nextDouble(-8, 8);
    }
    return value;
  }

  @Override
  public int size() {
    return ids.length;
  }

  @Override
  public Map<String, TensorSpec> inputs() {
    return Map.of(Inputs.INPUT, TensorSpec.floats(INPUTS));
  }

  @Override
  public Map<String, TensorSpec> labels() {
    return Map.of();
  }

  @Override
  public Batch batch(HostAllocator memory, int... indices) {
    HostTensor inputs = memory.allocate("inputs", TensorSpec.floats(indices.length, INPUTS));
    long[] named = new long[indices.length];
    for (int row = 0; row < indices.length; row++) {
      named[row] = ids[indices[row]];
      for (int i = 0; i < INPUTS; i++) {
        inputs.floats().put(row * INPUTS + i, input(named[row], i));
      }
    }
    return new Batch(named, inputs, Map.of());
  }

  @Override
  public Repeatability repeatability() {
    return repeatability;
  }

  @Override
  public String fingerprint() {
    return fingerprint;
  }
}
