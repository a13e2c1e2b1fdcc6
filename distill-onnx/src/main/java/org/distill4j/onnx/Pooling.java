package org.distill4j.onnx;

import java.util.function.BinaryOperator;
import org.distill4j.tensor.Tensor;

/** Samples positions of images, and pools whose windows are not square. */
final class Pooling {
  /** Each element of a window is an operation of the recording. */
  private static final int LONGEST = 1 << 12;

  private Pooling() {}

  /** Returns positions of an axis: a first one, and a number of further ones at a distance. */
  static Tensor every(Tensor x, int axis, int from, int step, int count) {
    Tensor part = x.slice(axis, from, from + (count - 1) * step + 1);
    if (step == 1) {
      return part;
    }
    Tensor whole = part.pad(axis, 0, step - 1);
    int[] dims = whole.shape().dims();
    int[] dealt = new int[dims.length + 1];
    for (int i = 0; i < dealt.length; i++) {
      dealt[i] = dims[i <= axis ? i : i - 1];
    }
    dealt[axis] = count;
    dealt[axis + 1] = step;
    return whole.reshape(dealt).slice(axis + 1, 0, 1).reshape(HostShapes.with(dims, axis, count));
  }

  /** Combines the elements of a window at all of its positions, in an image that is padded. */
  static Tensor combined(Tensor padded, ImageWindow window, BinaryOperator<Tensor> both) {
    Tensor lines = along(padded, 2, window.rows(), both);
    return along(lines, 3, window.columns(), both);
  }

  private static Tensor along(
      Tensor x, int axis, ImageWindow.Span span, BinaryOperator<Tensor> both) {
    if (span.size() > LONGEST) {
      throw new IllegalArgumentException(
          "A window has "
              + span.size()
              + " elements along an axis, expected at most "
              + LONGEST
              + ".\nMaybe the file is damaged.");
    }
    int count = span.positions();
    Tensor all = every(x, axis, 0, span.stride(), count);
    for (int i = 1; i < span.size(); i++) {
      all = both.apply(all, every(x, axis, i * span.dilation(), span.stride(), count));
    }
    return all;
  }
}
