package org.distill4j.program;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.distill4j.data.Batch;
import org.distill4j.model.Predictions;
import org.distill4j.optim.Progress;

/**
 * What one optimizer step is given. Several parts are a batch split for gradient accumulation:
 * their gradients add up, and loss and update are those of the unsplit batch.
 *
 * @param parts the parts to run, at least one
 * @param progress how far the training is
 * @param before examples of the same step that come before these and run elsewhere: they count
 *     where a loss divides by the number of rows
 * @param after examples of the same step that come after these and run elsewhere
 */
public record StepInput(
    List<StepPart> parts, Progress progress, List<Batch> before, List<Batch> after) {
  /**
   * Takes copies of the lists.
   *
   * @param parts the parts
   * @param progress how far the training is
   * @param before examples that come before and run elsewhere
   * @param after examples that come after and run elsewhere
   * @throws IllegalArgumentException if there are no parts
   */
  public StepInput {
    parts = List.copyOf(parts);
    before = List.copyOf(before);
    after = List.copyOf(after);
    if (parts.isEmpty()) {
      throw new IllegalArgumentException(
          "A step was given no examples, expected at least one.\nMaybe the data set is empty.");
    }
  }

  /**
   * A whole step.
   *
   * @param parts the parts, at least one
   * @param progress how far the training is
   * @throws IllegalArgumentException if there are no parts
   */
  public StepInput(List<StepPart> parts, Progress progress) {
    this(parts, progress, List.of(), List.of());
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

  /**
   * One part to run by itself. Its loss is its share of the whole step's: it is divided by the
   * counts of the whole batch.
   *
   * @param part the part's place
   * @return the input of that part
   */
  public StepInput only(int part) {
    List<Batch> first = new ArrayList<>(before);
    addBatches(first, parts.subList(0, part));
    List<Batch> last = new ArrayList<>();
    addBatches(last, parts.subList(part + 1, parts.size()));
    last.addAll(after);
    return new StepInput(List.of(parts.get(part)), progress, first, last);
  }

  /**
   * This step with other parts, of as many examples.
   *
   * @param others the parts to run instead
   * @return the changed step
   */
  public StepInput with(List<StepPart> others) {
    return new StepInput(others, progress, before, after);
  }

  /** {@return the batches of the whole step in order, those that run elsewhere too} */
  public List<Batch> batches() {
    List<Batch> all = new ArrayList<>(before);
    addBatches(all, parts);
    all.addAll(after);
    return Collections.unmodifiableList(all);
  }

  private static void addBatches(List<Batch> batches, List<StepPart> parts) {
    for (StepPart part : parts) {
      batches.add(part.batch());
    }
  }

  /** {@return the number of examples of the whole batch} */
  public int rows() {
    int rows = 0;
    for (Batch batch : batches()) {
      rows += batch.size();
    }
    return rows;
  }
}
