package org.distill4j.core.data;

import java.nio.FloatBuffer;
import java.util.Arrays;
import org.distill4j.tensor.DType;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Shape;

/** Checks for NaN and infinite values, which engines accept silently. */
final class FiniteCheck {
  private FiniteCheck() {}

  static void require(String what, HostTensor tensor) {
    require(what, tensor, 0);
  }

  /** Checks a range of rows. */
  static void require(String what, HostTensor tensor, int firstRow) {
    int rows = InMemoryDataset.requireExamples(what, tensor);
    if (tensor.type() != DType.FLOAT32) {
      return;
    }
    FloatBuffer values = tensor.floats();
    for (int i = 0; i < values.capacity(); i++) {
      if (!Float.isFinite(values.get(i))) {
        int row = values.capacity() / rows;
        String position = position(i % row, tensor.shape().withoutBatch());
        throw new IllegalArgumentException(
            what
                + " of example "
                + (firstRow + i / row)
                + " is "
                + values.get(i)
                + position
                + ", expected a finite number.\n"
                + "Maybe a division by zero or a missing value came before it.");
      }
    }
  }

  private static String position(int offset, Shape shape) {
    int[] axes = shape.dims();
    int rest = offset;
    for (int i = axes.length - 1; i >= 0; i--) {
      int length = axes[i];
      axes[i] = rest % length;
      rest /= length;
    }
    return axes.length == 0 ? "" : " at position " + Arrays.toString(axes);
  }
}
