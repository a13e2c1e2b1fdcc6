package org.distill4j.data;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.distill4j.model.InputNames;
import org.distill4j.model.Inputs;
import org.distill4j.tensor.HostTensor;

/**
 * A batch of examples: their ids, inputs and labels. Row i of each belongs to example i of the
 * batch.
 *
 * <p>An id names an example for as long as its data set exists, whatever the order of batches;
 * caches of teacher outputs go by it.
 */
public final class Batch {
  /** The name of the labels of a data set with labels of a single kind. */
  public static final String LABELS = "labels";

  private final long[] ids;
  private final Map<String, HostTensor> inputs;
  private final Map<String, HostTensor> labels;
  private final Optional<String> padding;

  /**
   * Creates a batch of one unnamed input.
   *
   * @param ids the id of each example
   * @param input (batch, …)
   * @param labels by name, each (batch, …); class labels are INT32 (batch), −1 where unknown
   * @throws IllegalArgumentException if the lengths differ
   */
  public Batch(long[] ids, HostTensor input, Map<String, HostTensor> labels) {
    this(ids, Map.of(Inputs.INPUT, input), labels);
  }

  /**
   * Creates a batch.
   *
   * @param ids the id of each example
   * @param inputs by name, each (batch, …)
   * @param labels by name, each (batch, …); class labels are INT32 (batch), −1 where unknown
   * @throws IllegalArgumentException if the lengths differ
   */
  public Batch(long[] ids, Map<String, HostTensor> inputs, Map<String, HostTensor> labels) {
    this(ids, inputs, labels, Optional.empty());
  }

  private Batch(
      long[] ids,
      Map<String, HostTensor> inputs,
      Map<String, HostTensor> labels,
      Optional<String> padding) {
    this.padding = padding;
    this.ids = ids.clone();
    this.inputs = Collections.unmodifiableMap(new LinkedHashMap<>(inputs));
    this.labels = Collections.unmodifiableMap(new LinkedHashMap<>(labels));
    inputs.forEach((name, tensor) -> requireRows("the input \"" + name + "\"", tensor));
    labels.forEach((name, tensor) -> requireRows("the labels \"" + name + "\"", tensor));
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
   * Returns the id of one example.
   *
   * @param row its index in the batch
   * @return its id
   */
  public long id(int row) {
    return ids[row];
  }

  /** {@return all inputs by name, each (batch, …)} */
  public Map<String, HostTensor> inputs() {
    return inputs;
  }

  /**
   * Returns the only input.
   *
   * @return the input, (batch, …), whatever its name
   * @throws IllegalArgumentException if there are several
   */
  public HostTensor input() {
    return InputNames.only(inputs);
  }

  /**
   * Returns one input.
   *
   * @param name its name
   * @return the input, (batch, …)
   * @throws IllegalArgumentException if there is none of that name
   */
  public HostTensor input(String name) {
    HostTensor tensor = inputs.get(name);
    if (tensor == null) {
      throw new IllegalArgumentException(
          "There is no input named \""
              + name
              + "\", expected one of "
              + inputs.keySet()
              + ".\nMaybe the data set names it otherwise.");
    }
    return tensor;
  }

  /** {@return all labels by name, each (batch, …)} */
  public Map<String, HostTensor> labels() {
    return labels;
  }

  /**
   * Returns the labels of one name.
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
   * Returns the labels of a name, or the input of that name: a mask or weights may be either.
   *
   * @param name the name
   * @return the labels or the input, (batch, …)
   * @throws IllegalArgumentException if there is neither
   */
  public HostTensor labelsOrInput(String name) {
    HostTensor input = inputs.get(name);
    return input == null || labels.containsKey(name) ? labels(name) : input;
  }

  /**
   * Checks that inputs and labels are finite numbers, since engines accept others silently.
   *
   * @throws IllegalArgumentException if there is a NaN or an infinity; the message names the
   *     example and the place
   */
  public void requireFinite() {
    inputs.forEach((name, tensor) -> requireFinite(nameOf(name), tensor));
    labels.forEach((name, tensor) -> requireFinite("its labels \"" + name + "\"", tensor));
  }

  private String nameOf(String input) {
    return inputs.size() == 1 ? "its input" : "its input \"" + input + "\"";
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
                      + " at position "
                      + index % length
                      + " of "
                      + what
                      + ", expected finite numbers.\n"
                      + "Maybe a value is missing, or the data were scaled by a range of zero.");
            });
  }

  /**
   * Returns the mask of positions that are not padding.
   *
   * @return the input that is 0 at padding and 1 elsewhere; empty if there is none
   */
  public Optional<HostTensor> padding() {
    return padding.map(this::input);
  }

  /**
   * Returns the same examples, with the name of the input that marks padding.
   *
   * @param mask the name of the input that is 0 at padding and 1 elsewhere; empty if there is none
   * @return the changed batch
   */
  public Batch withPadding(Optional<String> mask) {
    return new Batch(ids, inputs, labels, mask);
  }

  /**
   * Returns the same examples with other inputs.
   *
   * @param others by name, each (batch, …)
   * @return the changed batch
   * @throws IllegalArgumentException if the number of rows differs
   */
  public Batch withInputs(Map<String, HostTensor> others) {
    return new Batch(ids, others, labels, padding);
  }

  /**
   * Returns the same examples with other labels.
   *
   * @param others by name, each (batch, …)
   * @return the changed batch
   * @throws IllegalArgumentException if the number of rows differs
   */
  public Batch withLabels(Map<String, HostTensor> others) {
    return new Batch(ids, inputs, others, padding);
  }

  /**
   * Returns some of the examples.
   *
   * @param from the first row
   * @param to the row after the last
   * @return a batch that shares the values
   */
  public Batch rows(int from, int to) {
    return new Batch(
        Arrays.copyOfRange(ids, from, to), rows(inputs, from, to), rows(labels, from, to), padding);
  }

  private static Map<String, HostTensor> rows(Map<String, HostTensor> all, int from, int to) {
    Map<String, HostTensor> some = new LinkedHashMap<>();
    all.forEach((name, tensor) -> some.put(name, tensor.rows(from, to)));
    return some;
  }
}
