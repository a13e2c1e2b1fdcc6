package org.distill4j.core.loss;

import org.distill4j.loss.Signals;
import org.distill4j.tensor.Tensor;

/** Finds what student and teacher say on the way to their outputs. */
final class Features {
  private Features() {}

  /** An output of the student of that name, or else its intermediate value of that path. */
  static Tensor student(Signals signals, String name) {
    Tensor output = signals.student().asMap().get(name);
    return output != null ? output : signals.tap(name);
  }

  /** An output of the only teacher; its intermediate values are outputs of a TappedModel. */
  static Tensor teacher(Signals signals, String name) {
    Tensor output = signals.teacher().asMap().get(name);
    if (output == null) {
      throw new IllegalArgumentException(
          "The teacher says nothing named \""
              + name
              + "\", expected one of "
              + signals.teacher().asMap().keySet()
              + ".\nMaybe wrap its model: TappedModel.of(model, \""
              + name
              + "\").");
    }
    return output;
  }

  /** One row of features for each example, (batch, features). */
  static Tensor rows(Tensor features) {
    return features.shape().rank() == 2 ? features : features.flatten();
  }
}
