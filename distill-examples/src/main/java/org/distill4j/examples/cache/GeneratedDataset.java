package org.distill4j.examples.cache;

import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.Map;
import org.distill4j.data.Batch;
import org.distill4j.data.Dataset;
import org.distill4j.data.HostAllocator;
import org.distill4j.model.Inputs;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.TensorSpec;

/** Any number of examples that take no memory: their inputs follow from their ids. */
record GeneratedDataset(int size) implements Dataset {
  static final int FEATURES = 8;
  private static final long MIX = 0x9E3779B97F4A7C15L;

  @Override
  public Map<String, TensorSpec> inputs() {
    return Map.of(Inputs.INPUT, TensorSpec.floats(FEATURES));
  }

  @Override
  public Map<String, TensorSpec> labels() {
    return Map.of();
  }

  @Override
  public Batch batch(HostAllocator memory, int... indices) {
    HostTensor inputs = memory.allocate("inputs", TensorSpec.floats(indices.length, FEATURES));
    FloatBuffer values = inputs.floats();
    for (int index : indices) {
      for (int i = 0; i < FEATURES; i++) {
        long bits = ((long) index * FEATURES + i + 1) * MIX;
        values.put((float) ((bits ^ (bits >>> 32)) * 0x1p-63));
      }
    }
    return new Batch(Arrays.stream(indices).asLongStream().toArray(), inputs, Map.of());
  }

  @Override
  public String fingerprint() {
    return "generated " + size;
  }
}
