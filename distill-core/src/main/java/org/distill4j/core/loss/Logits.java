package org.distill4j.core.loss;

import org.distill4j.model.Outputs;
import org.distill4j.tensor.Tensor;

/** Finds and checks logits. */
final class Logits {
  private Logits() {}

  /** The output of that name, if it is (batch, classes). */
  static Tensor of(String whose, Outputs outputs, String name) {
    Tensor logits = outputs.asMap().get(name);
    if (logits == null) {
      throw new IllegalArgumentException(
          "The "
              + whose
              + " has no output \""
              + name
              + "\", expected one of "
              + outputs.asMap().keySet()
              + ".\nMaybe its head has another name.");
    }
    if (logits.shape().rank() != 2) {
      throw new IllegalArgumentException(
          "Output \""
              + name
              + "\" of the "
              + whose
              + " has shape "
              + logits.shape()
              + ", expected (batch, classes).\nMaybe a flatten or a pooling is missing.");
    }
    return logits;
  }

  static void requireSameClasses(Tensor student, Tensor teacher) {
    if (!student.shape().equals(teacher.shape())) {
      throw new IllegalArgumentException(
          "The student has "
              + student.shape().dim(1)
              + " classes and the teacher "
              + teacher.shape().dim(1)
              + ", expected the same number.\n"
              + "Maybe the teacher was trained for another task; select its classes before.");
    }
  }
}
