package org.distill4j.core.loss;

import java.util.Arrays;
import org.distill4j.loss.Signals;
import org.distill4j.model.Outputs;
import org.distill4j.optim.Schedule;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.Tensor;

/** Finds, checks and lays out logits, (batch, positions…, classes). */
final class Logits {
  /**
   * The lower bound of logits before they are divided by a temperature, as infinity less infinity is
   * not a number.
   */
  private static final Tensor LOWEST = Tensor.of(-1e37);

  private Logits() {}

  /** Returns the output of a name. */
  static Tensor named(String whose, Outputs outputs, String name) {
    Tensor found = outputs.asMap().get(name);
    if (found == null) {
      throw new IllegalArgumentException(
          "The "
              + whose
              + " has no output \""
              + name
              + "\", expected one of "
              + outputs.asMap().keySet()
              + ".\nMaybe its head has another name.");
    }
    return found;
  }

  /** Returns the output of a name, if it is (batch, positions…, classes) of two classes or more. */
  static Tensor of(String whose, Outputs outputs, String name) {
    Tensor logits = named(whose, outputs, name);
    if (logits.shape().rank() < 2 || classes(logits) < 2) {
      throw new IllegalArgumentException(
          "Output \""
              + name
              + "\" of the "
              + whose
              + " has shape "
              + logits.shape()
              + ", expected (batch, classes) or (batch, …, classes) of at least 2 classes, as the"
              + " softmax of one is always 1.\n"
              + "Maybe a flatten or a pooling is missing, or it is one of two classes by a single"
              + " logit, for which SigmoidDistillationLoss is.");
    }
    return logits;
  }

  static int classes(Tensor logits) {
    return logits.shape().dim(-1);
  }

  /** Returns the logits of each position in a row of its own, (batch · positions, classes). */
  static Tensor rows(Tensor logits) {
    Shape shape = logits.shape();
    int classes = classes(logits);
    return shape.rank() == 2 ? logits : logits.reshape((int) (shape.size() / classes), classes);
  }

  /** Returns numbers made of {@link #rows}, one each, at the logits' positions again. */
  static Tensor positions(Tensor perRow, Tensor logits) {
    int[] dims = logits.shape().dims();
    return dims.length == 2 ? perRow : perRow.reshape(Arrays.copyOf(dims, dims.length - 1));
  }

  /** Returns class labels of the logits' positions. */
  static Tensor labels(Signals signals, String name, Tensor logits) {
    Tensor labels = signals.classLabels(name, classes(logits));
    int[] dims = logits.shape().dims();
    Shape expected = Shape.of(Arrays.copyOf(dims, dims.length - 1));
    requireShape(name, labels, expected, "one class for each row of logits");
    return labels;
  }

  static void requireShape(String name, Tensor labels, Shape expected, String what) {
    if (!labels.shape().equals(expected)) {
      throw new IllegalArgumentException(
          "Labels \""
              + name
              + "\" have shape "
              + labels.shape()
              + ", expected "
              + what
              + ", "
              + expected
              + ".\nMaybe several labels may hold at once, for which SigmoidDistillationLoss is,"
              + " or the labels are of another output.");
    }
  }

  /**
   * Returns logits divided by a temperature. What is too small for a float stays a logit of 0
   * chance.
   */
  static Tensor divided(Tensor logits, Tensor divisor) {
    return logits.div(divisor).maximum(LOWEST);
  }

  static Tensor temperature(Signals signals, Schedule temperature) {
    return signals.scheduled(CheckedSchedule.temperature(temperature));
  }

  static void requireSameClasses(Tensor student, Tensor teacher) {
    boolean positions = student.shape().rank() == teacher.shape().rank();
    if (positions && classes(student) != classes(teacher)) {
      throw new IllegalArgumentException(
          "The student has "
              + classes(student)
              + " classes and the teacher "
              + classes(teacher)
              + ", expected the same number.\n"
              + "Maybe the teacher was trained for another task; select its classes before.");
    }
    if (!student.shape().equals(teacher.shape())) {
      throw new IllegalArgumentException(
          "The student's outputs have shape "
              + student.shape()
              + " and the teacher's "
              + teacher.shape()
              + ", expected the same positions.\n"
              + "Maybe one pools over positions and the other does not.");
    }
  }
}
