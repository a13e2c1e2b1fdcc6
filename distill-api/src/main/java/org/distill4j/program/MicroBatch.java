package org.distill4j.program;

import java.util.List;
import org.distill4j.data.Batch;
import org.distill4j.model.Predictions;

/**
 * Examples that go through the model together, and the teachers' outputs for them.
 *
 * @param batch the examples
 * @param teachers each teacher's outputs for them
 */
public record MicroBatch(Batch batch, List<Predictions> teachers) {
  /** Takes a copy of the list. */
  public MicroBatch {
    teachers = List.copyOf(teachers);
  }
}
