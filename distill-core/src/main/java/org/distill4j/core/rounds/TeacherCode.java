package org.distill4j.core.rounds;

import org.distill4j.backend.Session;
import org.distill4j.model.Weights;
import org.distill4j.teacher.Teacher;

/**
 * A teacher as code that a {@link Recipe} sends: a public record whose components are numbers and
 * texts, and which creates the teacher where it runs. A teacher that is a {@link
 * org.distill4j.model.Model} implements {@link ModelCode} instead.
 */
public interface TeacherCode {
  /**
   * Creates the teacher.
   *
   * @param session where it runs
   * @param weights the weights that it was sent with; none if it has its own, for example in a file
   * @return the teacher; its memory is freed with the session
   */
  Teacher teacher(Session session, Weights weights);
}
