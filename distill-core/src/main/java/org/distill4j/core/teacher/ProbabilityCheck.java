package org.distill4j.core.teacher;

import java.nio.FloatBuffer;
import org.distill4j.loss.LogitUse;
import org.distill4j.tensor.DType;
import org.distill4j.tensor.HostTensor;

/** Detects probabilities where logits are expected. */
public final class ProbabilityCheck {
  /** The tolerance for probabilities that should add up to 1. */
  static final double ROUNDING = 1e-3;

  /** The number of values in [0, 1] from which labels' outputs count as probabilities. */
  private static final int MANY = 64;

  private ProbabilityCheck() {}

  /**
   * Refuses outputs that look like probabilities: all are in [0, 1], some between, and the classes
   * of each row add up to 1, or, of labels, there are 64 or more.
   *
   * @param whose whose they are, as the message begins: "Teacher 0"
   * @param use what they are taken for
   * @param outputs the output's values
   * @throws IllegalArgumentException if they look like probabilities
   */
  public static void require(String whose, LogitUse use, HostTensor outputs) {
    boolean classes = use.kind() == LogitUse.Kind.CLASSES;
    if (outputs.type() == DType.FLOAT32
        && (classes ? areOfClasses(outputs) : areOfLabels(outputs))) {
      throw new IllegalArgumentException(
          whose
              + " gives numbers in [0, 1]"
              + (classes ? " that add up to 1 in each row" : " alone")
              + " as its output \""
              + use.output()
              + "\", expected logits.\nMaybe it ends with a "
              + (classes ? "softmax" : "sigmoid")
              + ": cut that off, or wrap it, as in ProbabilityTeacher."
              + (classes ? "softmax" : "sigmoid")
              + "(teacher).");
    }
  }

  private static boolean areOfClasses(HostTensor outputs) {
    int classes = outputs.shape().dim(-1);
    FloatBuffer values = outputs.floats();
    for (int row = 0; row < outputs.size(); row += classes) {
      double sum = 0;
      for (int i = row; i < row + classes; i++) {
        sum += values.get(i);
      }
      if (Math.abs(sum - 1) > ROUNDING) {
        return false;
      }
    }
    return classes > 1 && areInRange(values);
  }

  private static boolean areOfLabels(HostTensor outputs) {
    return outputs.size() >= MANY && areInRange(outputs.floats());
  }

  /**
   * Returns whether all are in [0, 1], and not all of them 0 or 1, which a rule may give for
   * logits.
   */
  private static boolean areInRange(FloatBuffer values) {
    boolean between = false;
    for (int i = 0; i < values.capacity(); i++) {
      float value = values.get(i);
      if (!(value >= 0 && value <= 1)) {
        return false;
      }
      between |= value > 0 && value < 1;
    }
    return between;
  }
}
