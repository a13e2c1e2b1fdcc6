package org.distill4j.program;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.distill4j.data.Batch;
import org.distill4j.model.Predictions;
import org.distill4j.optim.Progress;

/**
 * The input of one optimizer step. Several parts are a batch split for gradient accumulation: their
 * gradients add up, and loss and update are those of the unsplit batch.
 *
 * @param microBatches the parts to run, at least one
 * @param progress how far the training is
 * @param before examples of the same step that come before these and run elsewhere: they count
 *     where a loss divides by the number of rows
 * @param after examples of the same step that come after these and run elsewhere
 */
public record StepInput(
    List<MicroBatch> microBatches, Progress progress, List<Batch> before, List<Batch> after) {
  /**
   * Takes copies of the lists.
   *
   * @throws IllegalArgumentException if there are no parts
   */
  public StepInput {
    microBatches = List.copyOf(microBatches);
    before = List.copyOf(before);
    after = List.copyOf(after);
    if (microBatches.isEmpty()) {
      throw new IllegalArgumentException(
          "A step was given no examples, expected at least one.\nMaybe the data set is empty.");
    }
  }

  /**
   * Creates a whole step.
   *
   * @param microBatches the parts, at least one
   * @param progress how far the training is
   * @throws IllegalArgumentException if there are no parts
   */
  public StepInput(List<MicroBatch> microBatches, Progress progress) {
    this(microBatches, progress, List.of(), List.of());
  }

  /**
   * Returns a step on an unsplit batch.
   *
   * @param batch the examples
   * @param teachers each teacher's outputs for them
   * @param progress how far the training is
   * @return the input
   */
  public static StepInput of(Batch batch, List<Predictions> teachers, Progress progress) {
    return new StepInput(List.of(new MicroBatch(batch, teachers)), progress);
  }

  /**
   * Returns a step on a batch that is split so that no micro-batch has more than some rows.
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
          "A batch was to be split into micro-batches of "
              + rows
              + " rows, expected at least 1.\nMaybe the arguments are in another order.");
    }
    if (batch.size() <= rows) {
      return of(batch, teachers, progress);
    }
    List<MicroBatch> microBatches = new ArrayList<>();
    for (int from = 0; from < batch.size(); from += rows) {
      int start = from;
      int end = Math.min(from + rows, batch.size());
      List<Predictions> outputs = teachers.stream().map(t -> t.rows(start, end)).toList();
      microBatches.add(new MicroBatch(batch.rows(start, end), outputs));
    }
    return new StepInput(microBatches, progress);
  }

  /**
   * Returns a step that runs one micro-batch by itself. Its loss is its share of the whole step's:
   * it is divided by the counts of the whole batch.
   *
   * @param microBatch the micro-batch's index
   * @return the input of that part
   */
  public StepInput only(int microBatch) {
    List<Batch> first = new ArrayList<>(before);
    addBatches(first, microBatches.subList(0, microBatch));
    List<Batch> last = new ArrayList<>();
    addBatches(last, microBatches.subList(microBatch + 1, microBatches.size()));
    last.addAll(after);
    return new StepInput(List.of(microBatches.get(microBatch)), progress, first, last);
  }

  /**
   * Returns this step with other micro-batches, of as many examples.
   *
   * @param others the parts to run instead
   * @return the changed step
   */
  public StepInput with(List<MicroBatch> others) {
    return new StepInput(others, progress, before, after);
  }

  /** {@return the batches of the whole step in order, also those that run elsewhere} */
  public List<Batch> batches() {
    List<Batch> all = new ArrayList<>(before);
    addBatches(all, microBatches);
    all.addAll(after);
    return Collections.unmodifiableList(all);
  }

  private static void addBatches(List<Batch> batches, List<MicroBatch> microBatches) {
    for (MicroBatch microBatch : microBatches) {
      batches.add(microBatch.batch());
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
