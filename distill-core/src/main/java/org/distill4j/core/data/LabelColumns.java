package org.distill4j.core.data;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.distill4j.cell.ShortText;
import org.distill4j.data.Batch;
import org.distill4j.data.Dataset;
import org.distill4j.data.HostAllocator;
import org.distill4j.model.Inputs;
import org.distill4j.tensor.DType;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.TensorSpec;

/**
 * A table in which some columns are labels: numbers to regress on, several labels that may hold at
 * once, or the weight of each example.
 *
 * <pre>{@code
 * LabelColumns.of(CsvTable.unlabelled().read(file), "labels", "price")
 * }</pre>
 */
public final class LabelColumns implements NamedData {
  private final NamedData source;
  private final String name;
  private final int[] inputs;
  private final int[] labels;

  private LabelColumns(NamedData source, String name, int[] inputs, int... labels) {
    this.source = source;
    this.name = name;
    this.inputs = inputs;
    this.labels = labels;
  }

  /**
   * Uses columns as labels.
   *
   * @param source a table whose only input is FLOAT32 (columns) and has names
   * @param name the name of the labels; those of that name are replaced
   * @param columns the columns, in order; of one column the labels are FLOAT32 (batch), of several
   *     (batch, columns)
   * @return the view
   * @throws IllegalArgumentException if the data have no such columns, or no others
   */
  public static LabelColumns of(Dataset source, String name, String... columns) {
    List<String> all = source instanceof NamedData named ? named.columns() : List.of();
    List<String> wanted = List.of(columns);
    List<String> unknown = new ArrayList<>(wanted);
    unknown.removeAll(all);
    if (!unknown.isEmpty() || wanted.isEmpty() || wanted.size() >= all.size()) {
      throw new IllegalArgumentException(
          "The columns "
              + ShortText.shorten(wanted)
              + " were to be the labels \""
              + name
              + "\", expected some of "
              + ShortText.shorten(all)
              + ", and at least one other that is an input.\n"
              + "Maybe the heading has other names, or the data are no table.");
    }
    int[] inputs =
        IntStream.range(0, all.size()).filter(i -> !wanted.contains(all.get(i))).toArray();
    int[] labels = wanted.stream().mapToInt(all::indexOf).toArray();
    return new LabelColumns((NamedData) source, name, inputs, labels);
  }

  @Override
  public int size() {
    return source.size();
  }

  @Override
  public List<String> columns() {
    return IntStream.of(inputs).mapToObj(source.columns()::get).toList();
  }

  @Override
  public List<String> classNames() {
    return source.classNames();
  }

  @Override
  public Map<String, TensorSpec> inputs() {
    return Map.of(Inputs.INPUT, TensorSpec.floats(inputs.length));
  }

  @Override
  public Map<String, TensorSpec> labels() {
    Map<String, TensorSpec> specs = new LinkedHashMap<>(source.labels());
    specs.put(name, labels.length == 1 ? TensorSpec.floats() : TensorSpec.floats(labels.length));
    return Collections.unmodifiableMap(specs);
  }

  @Override
  public Batch batch(HostAllocator memory, int... indices) {
    Batch batch = source.batch(memory, indices);
    Map<String, HostTensor> all = new LinkedHashMap<>(batch.labels());
    Shape shape =
        labels.length == 1 ? Shape.of(indices.length) : Shape.of(indices.length, labels.length);
    HostTensor taken = memory.allocate("columns/" + name, new TensorSpec(DType.FLOAT32, shape));
    all.put(name, copy(batch, taken, labels));
    HostTensor rest = memory.allocate("columns", TensorSpec.floats(indices.length, inputs.length));
    return batch.withLabels(all).withInputs(Map.of(Inputs.INPUT, copy(batch, rest, inputs)));
  }

  private static HostTensor copy(Batch batch, HostTensor to, int... columns) {
    FloatBuffer from = batch.input().floats();
    int width = from.capacity() / batch.size();
    for (int i = 0; i < to.size(); i++) {
      to.floats().put(i, from.get(i / columns.length * width + columns[i % columns.length]));
    }
    return to;
  }

  @Override
  public long id(int index) {
    return source.id(index);
  }

  @Override
  public Repeatability repeatability() {
    return source.repeatability();
  }

  /** {@return the SHA-256 of the source's fingerprint, the name and the columns} */
  @Override
  public String fingerprint() {
    return new Fingerprint()
        .add("label columns")
        .add(source.fingerprint())
        .add(name)
        .add(labels)
        .hex();
  }
}
