package org.distill4j.program;

import java.util.ArrayList;
import java.util.List;
import org.distill4j.data.Batch;
import org.distill4j.model.Predictions;
import org.distill4j.optim.Progress;

/**
 * What one optimizer step is given. Several parts are a batch split for gradient accumulation:
 * their gradients add up, and loss and update are those of the unsplit batch.
 *
 * @param parts the parts, at least one
 * @param progress how far the training is
 */
public record StepInput(List<StepPart> parts, Progress progress) {
  /**
   * Takes a copy of the list.
   *
   * @param parts the parts
   * @param progress how far the training is
   * @throws IllegalArgumentException if there are no parts
   */
  public StepInput {
    parts = List.copyOf(parts);
    if (parts.isEmpty()) {
      throw new IllegalArgumentException(
          "A step was given no examples, expected at least one.\nMaybe the data set is empty.");
    }
  }

  /**
   * A step on an unsplit batch.
   *
   * @param batch the examples
   * @param teachers each teacher's outputs for them
   * @param progress how far the training is
   * @return the input
   */
  public static StepInput of(Batch batch, List<Predictions> teachers, Progress progress) {
    return new StepInput(List.of(new StepPart(batch, teachers)), progress);
  }

  /**
   * A step on a batch that is split so that no part has more than some rows.
   *
   * @param batch the examples
   * @param teachers each teacher's outputs for them
   * @param progress how far the training is
   * @param rows the largest number of rows of a part
   * @return the input
   * @throws IllegalArgumentException if the number of rows is below 1
   */
  public static StepInput split(
      Batch batch, List<Predictions> teachers, Progress progress, int rows) {
    if (rows < 1) {
      throw new IllegalArgumentException(
          "A batch was to be split into parts of "
              + rows
              + " rows, expected at least 1.\nMaybe the arguments are in another order.");
    }
    if (batch.size() <= rows) {
      return of(batch, teachers, progress);
    }
    List<StepPart> parts = new ArrayList<>();
    for (int from = 0; from < batch.size(); from += rows) {
      int start = from;
      int end = Math.min(from + rows, batch.size());
      List<Predictions> said = teachers.stream().map(t -> t.rows(start, end)).toList();
      parts.add(new StepPart(batch.rows(start, end), said));
    }
    return new StepInput(parts, progress);
  }

  /** {@return the number of examples of the whole batch} */
  public int rows() {
    return parts.stream().mapToInt(part -> part.batch().size()).sum();
  }
}
