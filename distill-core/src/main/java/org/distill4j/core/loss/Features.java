package org.distill4j.core.loss;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.distill4j.loss.Signals;
import org.distill4j.tensor.Tensor;

/** Finds the intermediate values of student and teacher. */
final class Features {
  private static final Tensor ZERO = Tensor.of(0);

  private Features() {}

  /**
   * Returns the output of the student with a name, or else its intermediate value with that path.
   */
  static Tensor student(Signals signals, String name) {
    Tensor output = signals.student().asMap().get(name);
    return output != null ? output : signals.tap(name);
  }

  /**
   * Returns an output of the only teacher; its intermediate values are outputs of a TappedModel.
   */
  static Tensor teacher(Signals signals, String name) {
    Tensor output = signals.teacher().asMap().get(name);
    if (output == null) {
      throw new IllegalArgumentException(
          "The teacher has no output named \""
              + name
              + "\", expected one of "
              + signals.teacher().asMap().keySet()
              + ".\nMaybe wrap its model: TappedModel.of(model, \""
              + name
              + "\").");
    }
    return output;
  }

  /** Returns one row of features for each example, (batch, features), 0 at padding. */
  static Tensor rows(Signals signals, Tensor features) {
    Tensor known = withoutPadding(signals, features);
    return known.shape().rank() == 2 ? known : known.flatten();
  }

  /**
   * Returns one vector for each example: the mean over positions that count, or the result of
   * {@link #rows}.
   */
  static Tensor pooled(Signals signals, Tensor features) {
    return signals
        .mask(features)
        .filter(mask -> mask.shape().rank() == features.shape().rank() - 1)
        .map(mask -> pooled(withoutPadding(signals, features), mask))
        .orElseGet(() -> rows(signals, features));
  }

  private static Tensor pooled(Tensor features, Tensor mask) {
    int[] positions = IntStream.range(1, mask.shape().rank()).toArray();
    Tensor count = mask.sum(positions).maximum(Tensor.of(1)).expandDims(1);
    return features.sum(positions).div(count);
  }

  /**
   * Returns the mean over the features of each position, (batch, positions…), or of each example,
   * (batch). Channels of images, (batch, channels, height, width), are features; those of other
   * values come last.
   */
  static Tensor perPosition(Signals signals, Tensor values) {
    int rank = values.shape().rank();
    boolean single =
        rank == 1 || signals.mask(values).filter(mask -> mask.shape().rank() == rank).isPresent();
    return single ? values : values.mean(rank == 4 ? 1 : rank - 1);
  }

  /** Returns the same values with 0 at padding. */
  static Tensor withoutPadding(Signals signals, Tensor values) {
    boolean image = values.shape().rank() == 4;
    Tensor last = image ? values.transpose(0, 2, 3, 1) : values;
    return signals
        .mask(last)
        .map(mask -> aligned(mask, last).greater(ZERO).where(last, ZERO))
        .map(known -> image ? known.transpose(0, 3, 1, 2) : known)
        .orElse(values);
  }

  private static Tensor aligned(Tensor mask, Tensor values) {
    int[] dims = Arrays.copyOf(mask.shape().dims(), values.shape().rank());
    Arrays.fill(dims, mask.shape().rank(), dims.length, 1);
    return mask.reshape(dims);
  }
}
