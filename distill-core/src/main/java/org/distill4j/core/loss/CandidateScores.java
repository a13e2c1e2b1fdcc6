package org.distill4j.core.loss;

import java.util.Optional;
import org.distill4j.loss.Signals;
import org.distill4j.model.Outputs;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.Tensor;

/**
 * The scores of student and only teacher for each query's candidates, (batch, candidates).
 *
 * @param student the student's
 * @param teacher the teacher's
 * @param mask 1 at candidates and 0 at padding; empty if nothing is padding
 */
record CandidateScores(Tensor student, Tensor teacher, Optional<Tensor> mask) {
  static CandidateScores of(Signals signals, String output) {
    Tensor student = scores("student", signals.student(), output);
    Tensor teacher = scores("teacher", signals.teacher(), output);
    if (!student.shape().equals(teacher.shape())) {
      throw new IllegalArgumentException(
          "The student's scores have shape "
              + student.shape()
              + " and the teacher's "
              + teacher.shape()
              + ", expected the same candidates.\nMaybe they rank other lists.");
    }
    Optional<Tensor> mask = signals.mask(student).filter(m -> m.shape().equals(student.shape()));
    return new CandidateScores(student, teacher, mask);
  }

  private static Tensor scores(String whose, Outputs outputs, String name) {
    Tensor found = Logits.named(whose, outputs, name);
    Shape shape = found.shape();
    if (shape.rank() == 3 && shape.dim(2) == 1) {
      return found.reshape(shape.dim(0), shape.dim(1));
    }
    if (shape.rank() != 2 || shape.dim(1) < 2) {
      throw new IllegalArgumentException(
          "Output \""
              + name
              + "\" of the "
              + whose
              + " has shape "
              + shape
              + ", expected (batch, candidates) or (batch, candidates, 1) of at least 2"
              + " candidates.\n"
              + "Maybe each pair of texts is an example of its own; a query and all its candidates"
              + " are one here.");
    }
    return found;
  }
}
