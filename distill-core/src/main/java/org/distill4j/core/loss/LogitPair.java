package org.distill4j.core.loss;

import org.distill4j.loss.LogitUse;
import org.distill4j.loss.Signals;
import org.distill4j.optim.Schedule;
import org.distill4j.tensor.Tensor;

/** The logits of student and only teacher, both (batch, positions…, classes). */
record LogitPair(Tensor student, Tensor teacher) {
  static LogitPair of(Signals signals, String output, Schedule temperature) {
    signals.declare(new LogitUse(output, LogitUse.Kind.CLASSES, temperature));
    Tensor student = Logits.of("student", signals.student(), output);
    Tensor teacher = Logits.of("teacher", signals.teacher(), output);
    Logits.requireSameClasses(student, teacher);
    return new LogitPair(student, teacher);
  }

  /** Returns the same in rows, (batch · positions, classes). */
  LogitPair rows() {
    return new LogitPair(Logits.rows(student), Logits.rows(teacher));
  }

  /**
   * Returns the same divided by a temperature. The student's logits are finite, so that they stay
   * so at temperatures of 1 and above.
   */
  LogitPair divided(Tensor divisor, Schedule temperature) {
    boolean enlarges = !(temperature instanceof Schedule.Constant fixed && fixed.value() >= 1);
    return new LogitPair(
        enlarges ? Logits.divided(student, divisor) : student.div(divisor),
        Logits.divided(teacher, divisor));
  }

  /** Returns the log-softmax over the classes of each. */
  LogitPair logSoftmax() {
    return new LogitPair(student.logSoftmax(-1), teacher.logSoftmax(-1));
  }
}
