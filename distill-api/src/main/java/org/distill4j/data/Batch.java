package org.distill4j.data;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.distill4j.tensor.HostTensor;

/**
 * Some examples: their ids, inputs and labels. Row i of each belongs to example i of the batch.
 *
 * <p>An id names an example for as long as its data set exists, whatever the order of batches;
 * caches of teacher outputs go by it.
 */
public final class Batch {
  /** The name of the labels of a data set that has just one kind. */
  public static final String LABELS = "labels";

  private final long[] ids;
  private final HostTensor inputs;
  private final Map<String, HostTensor> labels;

  /**
   * A batch.
   *
   * @param ids the id of each example
   * @param inputs (batch, …)
   * @param labels by name, each (batch, …); class labels are INT32 (batch), −1 where unknown
   * @throws IllegalArgumentException if the lengths differ
   */
  public Batch(long[] ids, HostTensor inputs, Map<String, HostTensor> labels) {
    this.ids = ids.clone();
    this.inputs = inputs;
    this.labels = Collections.unmodifiableMap(new LinkedHashMap<>(labels));
    requireRows("inputs", inputs);
    labels.forEach(this::requireRows);
  }

  private void requireRows(String name, HostTensor tensor) {
    if (tensor.shape().rank() == 0 || tensor.shape().dim(0) != ids.length) {
      throw new IllegalArgumentException(
          "A batch of "
              + ids.length
              + " examples has "
              + name
              + " of shape "
              + tensor.shape()
              + ", expected "
              + ids.length
              + " rows.\nMaybe the batch axis is missing.");
    }
  }

  /** {@return the number of examples} */
  public int size() {
    return ids.length;
  }

  /**
   * The id of one example.
   *
   * @param row its place in the batch
   * @return its id
   */
  public long id(int row) {
    return ids[row];
  }

  /** {@return the inputs, (batch, …)} */
  public HostTensor inputs() {
    return inputs;
  }

  /** {@return all labels by name, each (batch, …)} */
  public Map<String, HostTensor> labels() {
    return labels;
  }

  /**
   * The labels of one name.
   *
   * @param name the name
   * @return the labels, (batch, …)
   * @throws IllegalArgumentException if there are none of that name
   */
  public HostTensor labels(String name) {
    HostTensor tensor = labels.get(name);
    if (tensor == null) {
      throw new IllegalArgumentException(
          "There are no labels named \""
              + name
              + "\", expected one of "
              + labels.keySet()
              + ".\nMaybe the data set has no labels, or they have another name.");
    }
    return tensor;
  }

  /**
   * Refuses inputs and labels that are not finite numbers, which engines pass on in silence.
   *
   * @throws IllegalArgumentException if there is a NaN or an infinity; the message names the
   *     example and the place
   */
  public void requireFinite() {
    requireFinite("its input", inputs);
    labels.forEach((name, tensor) -> requireFinite("its labels \"" + name + "\"", tensor));
  }

  private void requireFinite(String what, HostTensor tensor) {
    tensor
        .firstNonFinite()
        .ifPresent(
            index -> {
              int length = tensor.size() / size();
              throw new IllegalArgumentException(
                  "Example "
                      + id(index / length)
                      + " holds "
                      + tensor.floats().get(index)
                      + " at place "
                      + index % length
                      + " of "
                      + what
                      + ", expected finite numbers.\n"
                      + "Maybe a value is missing, or the data were scaled by a range of zero.");
            });
  }

  /**
   * The same examples with other inputs.
   *
   * @param others (batch, …)
   * @return the changed batch
   * @throws IllegalArgumentException if the number of rows differs
   */
  public Batch withInputs(HostTensor others) {
    return new Batch(ids, others, labels);
  }

  /**
   * Some of the examples.
   *
   * @param from the first row
   * @param to the row after the last
   * @return a batch that shares the values
   */
  public Batch rows(int from, int to) {
    Map<String, HostTensor> part = new LinkedHashMap<>();
    labels.forEach((name, tensor) -> part.put(name, tensor.rows(from, to)));
    return new Batch(Arrays.copyOfRange(ids, from, to), inputs.rows(from, to), part);
  }
}
