package org.distill4j.core.run;

import java.util.LinkedHashMap;
import java.util.Map;
import org.distill4j.model.Predictions;
import org.distill4j.tensor.DType;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.TensorSpec;

/**
 * All outputs of a network side by side, one row for each example.
 *
 * @param outputs type and shape of each output for one example
 */
record OutputRows(Map<String, TensorSpec> outputs) {
  /** The number of values of one example. */
  int width() {
    return (int) outputs.values().stream().mapToLong(spec -> spec.shape().size()).sum();
  }

  HostTensor zeros(int rows) {
    return HostTensor.allocate(DType.FLOAT32, Shape.of(rows, width()));
  }

  /** The outputs as rows, (batch, width). */
  HostTensor join(Predictions predictions, int rows) {
    HostTensor joined = zeros(rows);
    int from = 0;
    for (Map.Entry<String, TensorSpec> output : outputs.entrySet()) {
      HostTensor part = predictions.get(output.getKey());
      requireSpec(output, part, rows);
      int length = (int) output.getValue().shape().size();
      for (int row = 0; row < rows; row++) {
        joined.floats().put(row * width() + from, part.floats(), row * length, length);
      }
      from += length;
    }
    return joined;
  }

  private static void requireSpec(
      Map.Entry<String, TensorSpec> output, HostTensor given, int rows) {
    Shape shape = output.getValue().shape().prepend(rows);
    if (!given.spec().equals(new TensorSpec(DType.FLOAT32, shape))) {
      throw new IllegalStateException(
          "Output \""
              + output.getKey()
              + "\" of the network is "
              + given.spec()
              + ", expected FLOAT32"
              + shape
              + ".\nMaybe its shape depends on the values of the input.");
    }
  }

  /** The outputs that rows are made of. */
  Predictions split(HostTensor joined, int rows) {
    Map<String, HostTensor> parts = new LinkedHashMap<>();
    int from = 0;
    for (Map.Entry<String, TensorSpec> output : outputs.entrySet()) {
      HostTensor part = HostTensor.allocate(DType.FLOAT32, output.getValue().shape().prepend(rows));
      int length = (int) output.getValue().shape().size();
      for (int row = 0; row < rows; row++) {
        part.floats().put(row * length, joined.floats(), row * width() + from, length);
      }
      parts.put(output.getKey(), part);
      from += length;
    }
    return Predictions.of(parts);
  }
}
