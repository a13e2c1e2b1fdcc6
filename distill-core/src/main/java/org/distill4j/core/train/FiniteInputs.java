package org.distill4j.core.train;

import java.nio.FloatBuffer;
import org.distill4j.data.Batch;
import org.distill4j.tensor.DType;
import org.distill4j.tensor.HostTensor;

/** Refuses inputs that are not finite numbers. */
final class FiniteInputs {
  private FiniteInputs() {}

  static void require(Batch batch) {
    HostTensor inputs = batch.inputs();
    if (inputs.type() != DType.FLOAT32) {
      return;
    }
    FloatBuffer values = inputs.floats();
    float sum = 0;
    for (int i = 0; i < values.capacity(); i++) {
      // A zero times anything finite is zero, so the sum says whether all were, without branches.
      sum += 0 * values.get(i);
    }
    if (Float.isNaN(sum)) {
      throw notFinite(batch, values);
    }
  }

  private static IllegalArgumentException notFinite(Batch batch, FloatBuffer values) {
    int row = 0;
    int place = 0;
    int length = values.capacity() / batch.size();
    for (int i = values.capacity() - 1; i >= 0; i--) {
      if (!Float.isFinite(values.get(i))) {
        row = i / length;
        place = i % length;
      }
    }
    return new IllegalArgumentException(
        "Example "
            + batch.id(row)
            + " holds "
            + values.get(row * length + place)
            + " at place "
            + place
            + " of its input, expected finite numbers.\n"
            + "Maybe the data were scaled by a range of zero.");
  }
}
