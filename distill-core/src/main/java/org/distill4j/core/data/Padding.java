package org.distill4j.core.data;

import java.nio.ByteBuffer;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Shape;

/**
 * Makes axes of a tensor longer or shorter: added elements keep the tensor's values, cut elements
 * are lost.
 */
public final class Padding {
  private Padding() {}

  /**
   * Copies the common elements of two tensors, from the start of each axis.
   *
   * @param from a tensor
   * @param to a tensor of as many axes and the same type; the rest of it stays as it is
   */
  public static void copy(HostTensor from, HostTensor to) {
    if (from.shape().equals(to.shape())) {
      to.bytes().put(0, from.bytes(), 0, from.bytes().capacity());
    } else {
      new Copy(from, to).axis(0, 0, 0);
    }
  }

  private record Copy(Shape source, Shape target, ByteBuffer from, ByteBuffer to) {
    Copy(HostTensor from, HostTensor to) {
      this(from.shape(), to.shape(), from.bytes(), to.bytes());
    }

    /** Offsets count elements of the axes before, each as long as this axis. */
    void axis(int axis, int fromOffset, int toOffset) {
      int length = Math.min(source.dim(axis), target.dim(axis));
      int first = fromOffset * source.dim(axis);
      int start = toOffset * target.dim(axis);
      if (axis == source.rank() - 1) {
        to.put(start * Integer.BYTES, from, first * Integer.BYTES, length * Integer.BYTES);
        return;
      }
      for (int i = 0; i < length; i++) {
        axis(axis + 1, first + i, start + i);
      }
    }
  }
}
