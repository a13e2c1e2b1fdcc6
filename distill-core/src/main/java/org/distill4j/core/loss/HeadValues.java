package org.distill4j.core.loss;

import java.util.Optional;
import java.util.Set;
import org.distill4j.core.layer.MultiHeadAttention;
import org.distill4j.loss.Signals;
import org.distill4j.tensor.Tensor;

/** Values of the heads of an attention, (batch, heads, length, …). */
final class HeadValues {
  private static final Set<String> TAPS =
      Set.of(
          MultiHeadAttention.QUERIES,
          MultiHeadAttention.KEYS,
          MultiHeadAttention.VALUES,
          MultiHeadAttention.SCORES,
          MultiHeadAttention.PROBABILITIES);

  private HeadValues() {}

  /** Requires (batch, heads, length, …). */
  static Tensor require(String whose, String path, Tensor value) {
    if (value.shape().rank() != 4) {
      throw new IllegalArgumentException(
          "The "
              + whose
              + "'s \""
              + path
              + "\" has shape "
              + value.shape()
              + ", expected (batch, heads, length, …).\n"
              + "Maybe it is the path of the attention itself, of which \".scores\" is a part.");
    }
    return value;
  }

  /** Returns whether a value of four axes belongs to heads, and not to the channels of images. */
  static boolean are(Signals signals, String path, Tensor value) {
    return TAPS.contains(path.substring(path.lastIndexOf('.') + 1))
        || mask(signals, value, 2).isPresent();
  }

  /** Returns which positions of an axis count, (batch, length); empty where none is padding. */
  static Optional<Tensor> mask(Signals signals, Tensor value, int axis) {
    Tensor positionsFirst = value.transpose(0, axis, 1, 5 - axis);
    return signals.mask(positionsFirst).filter(mask -> mask.shape().rank() == 2);
  }
}
