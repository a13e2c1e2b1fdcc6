package org.distill4j.core.rounds;

import org.distill4j.backend.Session;
import org.distill4j.core.teacher.ModelTeacher;
import org.distill4j.model.Model;
import org.distill4j.model.Weights;
import org.distill4j.teacher.Teacher;

/**
 * A model as code that a {@link Recipe} sends: a public record whose components are numbers and
 * texts, such as the widths of its layers. It serves as a student's architecture and, with weights,
 * as a teacher.
 */
public interface ModelCode extends TeacherCode {
  /** {@return the model; equal records must give models that record the same} */
  Model model();

  @Override
  default Teacher teacher(Session session, Weights weights) {
    return ModelTeacher.of(session, model(), weights);
  }
}
