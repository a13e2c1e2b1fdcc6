package org.distill4j.core.loss;

import org.distill4j.loss.Signals;
import org.distill4j.tensor.Tensor;

/** The logits of student and only teacher, both (batch, classes). */
record LogitPair(Tensor student, Tensor teacher) {
  static LogitPair of(Signals signals, String output) {
    Tensor student = Logits.of("student", signals.student(), output);
    Tensor teacher = Logits.of("teacher", signals.teacher(), output);
    Logits.requireSameClasses(student, teacher);
    return new LogitPair(student, teacher);
  }
}
