package org.distill4j.core.data;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.distill4j.data.Batch;
import org.distill4j.data.HostAllocator;
import org.distill4j.model.Inputs;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.TensorSpec;

/**
 * Examples in host tensors. An example's id is its row, unless ids are given. The tensors are not
 * copied: leave their values as they are.
 */
public final class InMemoryDataset implements NamedData {
  private final Map<String, RowBlocks> inputs;
  private final Map<String, HostTensor> labels;
  private final List<String> columns;
  private final List<String> classNames;

  /** None where rows are the ids. */
  private final long[] ids;

  private final LazyText fingerprint = new LazyText(this::computeFingerprint);

  private InMemoryDataset(
      Map<String, RowBlocks> inputs,
      Map<String, HostTensor> labels,
      List<String> columns,
      List<String> classNames,
      long... ids) {
    this.inputs = Collections.unmodifiableMap(new LinkedHashMap<>(inputs));
    this.labels = Collections.unmodifiableMap(new LinkedHashMap<>(labels));
    this.columns = List.copyOf(columns);
    this.classNames = List.copyOf(classNames);
    this.ids = ids;
    inputs.forEach(this::requireInput);
    labels.forEach(this::requireLabels);
  }

  /**
   * Returns examples with one kind of labels, named {@link Batch#LABELS}.
   *
   * @param inputs (examples, …)
   * @param labels (examples, …); class labels are INT32 (examples), −1 where unknown
   * @return the data set
   * @throws IllegalArgumentException under the conditions of {@link #of(HostTensor, Map)}
   */
  public static InMemoryDataset of(HostTensor inputs, HostTensor labels) {
    return of(inputs, Map.of(Batch.LABELS, labels));
  }

  /**
   * Returns examples with labels of any number of kinds.
   *
   * @param inputs (examples, …)
   * @param labels by name, each (examples, …); class labels are INT32 (examples), −1 where unknown
   * @return the data set
   * @throws IllegalArgumentException if the numbers of examples differ, or a value is not a finite
   *     number; the message names the example and the position in it
   */
  public static InMemoryDataset of(HostTensor inputs, Map<String, HostTensor> labels) {
    return of(Map.of(Inputs.INPUT, inputs), labels);
  }

  /**
   * Returns examples with inputs and labels of any number of kinds.
   *
   * @param inputs by name, in order, each (examples, …)
   * @param labels by name, each (examples, …); class labels are INT32 (examples), −1 where unknown
   * @return the data set
   * @throws IllegalArgumentException if the numbers of examples differ, or a value is not a finite
   *     number; the message names the example and the position in it
   */
  public static InMemoryDataset of(Map<String, HostTensor> inputs, Map<String, HostTensor> labels) {
    Map<String, RowBlocks> rows = new LinkedHashMap<>();
    inputs.forEach(
        (name, tensor) -> {
          requireExamples(inputName(name, inputs.size()), tensor);
          rows.put(name, RowBlocks.of(tensor));
        });
    return new InMemoryDataset(rows, labels, List.of(), List.of());
  }

  /** Returns examples of one input that is too large for one tensor. */
  static InMemoryDataset of(RowBlocks inputs, HostTensor labels) {
    return new InMemoryDataset(
        Map.of(Inputs.INPUT, inputs), Map.of(Batch.LABELS, labels), List.of(), List.of());
  }

  private static String inputName(String name, int inputs) {
    return inputs == 1 ? "The input" : "Input \"" + name + "\"";
  }

  /** Returns the same examples with names for columns and classes. */
  InMemoryDataset named(List<String> newColumns, List<String> newClasses) {
    return new InMemoryDataset(inputs, labels, newColumns, newClasses, ids);
  }

  /**
   * Returns the same examples under the caller's ids, by which messages name them and caches find
   * them.
   *
   * @param own the id of each example, in order; examples of one id must be the same
   * @return a data set that shares the tensors
   * @throws IllegalArgumentException if there are not as many ids as examples
   */
  public InMemoryDataset withIds(long... own) {
    if (own.length != size()) {
      throw new IllegalArgumentException(
          own.length
              + " ids were given for "
              + size()
              + " examples, expected one for each.\n"
              + "Maybe the ids are those of another part of the data.");
    }
    return new InMemoryDataset(inputs, labels, columns, classNames, own.clone());
  }

  /**
   * Returns examples of unknown class: the label of each is −1.
   *
   * @param inputs (examples, …)
   * @return the data set
   * @throws IllegalArgumentException if a value is not a finite number
   */
  public static InMemoryDataset unlabelled(HostTensor inputs) {
    int[] unknown = new int[requireExamples("The input", inputs)];
    Arrays.fill(unknown, -1);
    return of(inputs, HostTensor.ofInts(Shape.of(unknown.length), unknown));
  }

  private void requireLabels(String name, HostTensor tensor) {
    int examples = requireExamples("Labels \"" + name + "\"", tensor);
    if (examples != size()) {
      throw new IllegalArgumentException(
          "Labels \""
              + name
              + "\" are for "
              + examples
              + " examples, expected "
              + size()
              + " as there are inputs.\nMaybe the labels are those of another part of the data.");
    }
    FiniteCheck.require("Label \"" + name + "\"", tensor);
  }

  static int requireExamples(String what, HostTensor tensor) {
    if (tensor.shape().rank() == 0) {
      throw new IllegalArgumentException(
          what
              + " has shape (), expected the examples on axis 0.\n"
              + "Maybe the batch axis is missing.");
    }
    return tensor.shape().dim(0);
  }

  private void requireInput(String name, RowBlocks rows) {
    String what = inputName(name, inputs.size());
    int examples = rows.rows();
    if (examples != size()) {
      throw new IllegalArgumentException(
          what
              + " is for "
              + examples
              + " examples, expected "
              + size()
              + " as the first has.\nMaybe it is that of another part of the data.");
    }
    rows.requireFinite(what);
  }

  @Override
  public int size() {
    return inputs.values().iterator().next().rows();
  }

  @Override
  public Map<String, TensorSpec> inputs() {
    Map<String, TensorSpec> specs = new LinkedHashMap<>();
    inputs.forEach((name, rows) -> specs.put(name, rows.perExample()));
    return Collections.unmodifiableMap(specs);
  }

  @Override
  public Map<String, TensorSpec> labels() {
    Map<String, TensorSpec> specs = new LinkedHashMap<>();
    labels.forEach((name, tensor) -> specs.put(name, tensor.spec().withoutBatch()));
    return Collections.unmodifiableMap(specs);
  }

  @Override
  public List<String> columns() {
    return columns;
  }

  @Override
  public List<String> classNames() {
    return classNames;
  }

  @Override
  public long id(int index) {
    int row = IndexChecks.require(index, size());
    return ids.length == 0 ? row : ids[row];
  }

  @Override
  public Batch batch(HostAllocator memory, int... indices) {
    IndexChecks.requireAll(this, indices);
    Map<String, HostTensor> picked = new LinkedHashMap<>();
    inputs.forEach((name, rows) -> picked.put(name, rows.pick(memory, "inputs/" + name, indices)));
    Map<String, HostTensor> answers = new LinkedHashMap<>();
    labels.forEach(
        (name, from) -> answers.put(name, pick(memory, "labels/" + name, from, indices)));
    return new Batch(Arrays.stream(indices).mapToLong(this::id).toArray(), picked, answers);
  }

  /** Copies rows of a tensor. */
  static HostTensor pick(HostAllocator memory, String name, HostTensor from, int[] indices) {
    return RowBlocks.of(from).pick(memory, name, indices);
  }

  /** {@return the SHA-256 of types, shapes, names and values, and of given ids} */
  @Override
  public String fingerprint() {
    return fingerprint.get();
  }

  private String computeFingerprint() {
    Fingerprint parts = new Fingerprint();
    inputs.forEach(
        (name, rows) -> {
          if (!name.equals(Inputs.INPUT)) {
            parts.add(name);
          }
          rows.addTo(parts);
        });
    labels.forEach(
        (name, tensor) -> parts.add(name).add(tensor.spec().toString()).add(tensor.bytes()));
    for (long id : ids) {
      parts.add((int) (id >> Integer.SIZE), (int) id);
    }
    return parts.hex();
  }
}
