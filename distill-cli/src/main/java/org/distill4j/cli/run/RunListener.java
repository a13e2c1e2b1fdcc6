package org.distill4j.cli.run;

import java.util.List;
import org.distill4j.core.cache.FillListener;
import org.distill4j.train.TrainingListener;

/** Shows the progress of a run. */
@FunctionalInterface
public interface RunListener {
  /**
   * Returns the listener of a training.
   *
   * @param name {@link TrainingJob#TEACHER_TRAINING} or {@link TrainingJob#STUDENT_TRAINING}
   * @return the listeners
   */
  List<TrainingListener> training(String name);

  /** {@return the listener of the filling of the teacher's cache} */
  default FillListener filling() {
    return (examples, total) -> {};
  }
}
