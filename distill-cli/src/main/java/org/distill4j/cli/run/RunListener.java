package org.distill4j.cli.run;

import java.util.List;
import org.distill4j.core.cache.FillListener;
import org.distill4j.train.TrainingListener;

/** Shows a run while it is carried out. */
@FunctionalInterface
public interface RunListener {
  /**
   * Who hears a training.
   *
   * @param name {@link TrainingJob#TEACHER_TRAINING} or {@link TrainingJob#STUDENT_TRAINING}
   * @return the listeners
   */
  List<TrainingListener> training(String name);

  /** {@return who hears how far the teacher's cache is filled} */
  default FillListener filling() {
    return (examples, total) -> {};
  }
}
