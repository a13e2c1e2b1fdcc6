package org.distill4j.core.cache;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.distill4j.data.Batch;
import org.distill4j.model.Predictions;
import org.distill4j.teacher.Teacher;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.TensorSpec;

/** A teacher with logits, features and tokens that follow from the input and not from the row. */
final class CountingTeacher implements Teacher {
  static final int CLASSES = 5;

  final List<Integer> asked = new ArrayList<>();
  private final String fingerprint;
  private final int failAfter;
  private final long workingBytes;

  private CountingTeacher(String fingerprint, int failAfter, long workingBytes) {
    this.fingerprint = fingerprint;
    this.failAfter = failAfter;
    this.workingBytes = workingBytes;
  }

  static CountingTeacher named(String fingerprint) {
    return new CountingTeacher(fingerprint, Integer.MAX_VALUE, 0);
  }

  /** A teacher that fails after some batches. */
  static CountingTeacher failingAfter(int batches) {
    return new CountingTeacher("teacher", batches, 0);
  }

  /** A teacher that works with so many bytes for each example. */
  static CountingTeacher taking(long bytes) {
    return new CountingTeacher("teacher", Integer.MAX_VALUE, bytes);
  }

  @Override
  public OptionalLong workingBytes() {
    return OptionalLong.of(workingBytes);
  }

  @Override
  public Map<String, TensorSpec> outputs() {
    Map<String, TensorSpec> outputs = new LinkedHashMap<>();
    outputs.put("logits", TensorSpec.floats(CLASSES));
    outputs.put("features", TensorSpec.floats(2, 2));
    outputs.put("tokens", TensorSpec.ints());
    return outputs;
  }

  @Override
  public Map<String, TensorSpec> inputs() {
    return Map.of("input", TensorSpec.floats(NumberedDataset.INPUTS));
  }

  @Override
  public Predictions predict(Batch batch) {
    if (asked.size() >= failAfter) {
      throw new IllegalStateException("The teacher failed");
    }
    asked.add(batch.size());
    float[] logits = new float[batch.size() * CLASSES];
    float[] features = new float[batch.size() * 4];
    int[] tokens = new int[batch.size()];
    float[] inputs = batch.input().toFloatArray();
    for (int row = 0; row < batch.size(); row++) {
      float first = inputs[row * NumberedDataset.INPUTS];
      for (int c = 0; c < CLASSES; c++) {
        logits[row * CLASSES + c] = first * c + inputs[row * NumberedDataset.INPUTS + 1];
      }
      for (int i = 0; i < 4; i++) {
        features[row * 4 + i] = inputs[row * NumberedDataset.INPUTS + 2] / (i + 1);
      }
      tokens[row] = Math.round(1000 * first);
    }
    Map<String, HostTensor> values = new LinkedHashMap<>();
    values.put("logits", HostTensor.ofFloats(Shape.of(batch.size(), CLASSES), logits));
    values.put("features", HostTensor.ofFloats(Shape.of(batch.size(), 2, 2), features));
    values.put("tokens", HostTensor.ofInts(Shape.of(batch.size()), tokens));
    return Predictions.of(values);
  }

  @Override
  public String fingerprint() {
    return fingerprint;
  }
}
