package org.distill4j.spark;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.distill4j.core.data.InMemoryDataset;
import org.distill4j.core.rounds.Shard;
import org.distill4j.core.teacher.KnownOutputs;
import org.distill4j.data.Batch;
import org.distill4j.tensor.HostTensor;

/** The layout of an example's numbers in its row, and in two arrays of its own. */
final class ExampleLayout implements Serializable {
  private static final long serialVersionUID = 1;

  private final String idColumn;
  private final int idIndex;
  private final ArrayList<InputColumn> inputs;
  private final ArrayList<InputColumn> labels;
  private final ArrayList<InputColumn> teacher;
  private final String fingerprint;

  /**
   * A layout.
   *
   * @param idColumn the column of the ids
   * @param idIndex its index in a row
   * @param inputs the model's inputs
   * @param labels the labels, none or one
   * @param teacher the teacher's outputs, none for a training on labels alone
   * @param fingerprint the teacher's fingerprint
   */
  ExampleLayout(
      String idColumn,
      int idIndex,
      List<InputColumn> inputs,
      List<InputColumn> labels,
      List<InputColumn> teacher,
      String fingerprint) {
    this.idColumn = idColumn;
    this.idIndex = idIndex;
    this.inputs = new ArrayList<>(inputs);
    this.labels = new ArrayList<>(labels);
    this.teacher = new ArrayList<>(teacher);
    this.fingerprint = fingerprint;
  }

  private List<InputColumn> all() {
    List<InputColumn> all = new ArrayList<>(inputs);
    all.addAll(labels);
    all.addAll(teacher);
    return all;
  }

  private int count(boolean integers) {
    return all().stream()
        .filter(column -> column.isInteger() == integers)
        .mapToInt(InputColumn::length)
        .sum();
  }

  /** One example of a row. */
  ShardExample read(Row row) {
    if (row.isNullAt(idIndex)) {
      throw new IllegalArgumentException(
          "The column "
              + idColumn
              + " is null in a row, expected the example's id.\n"
              + "Maybe a join left rows without one; drop them, or number the rows.");
    }
    float[] floats = new float[count(false)];
    int[] integers = new int[count(true)];
    int floatAt = 0;
    int integerAt = 0;
    for (InputColumn column : all()) {
      if (column.isInteger()) {
        column.read(row, integers, integerAt);
        integerAt += column.length();
      } else {
        column.read(row, floats, floatAt);
        floatAt += column.length();
      }
    }
    return new ShardExample(((Number) row.get(idIndex)).longValue(), floats, integers);
  }

  /** The examples of a worker, in the order in which they are given. */
  Shard shard(List<ShardExample> examples) {
    long[] ids = examples.stream().mapToLong(ShardExample::id).toArray();
    Map<String, HostTensor> given = new LinkedHashMap<>();
    Offsets offsets = new Offsets();
    inputs.forEach(column -> given.put(column.name(), tensor(column, examples, offsets)));
    Map<String, HostTensor> known = new LinkedHashMap<>();
    labels.forEach(column -> known.put(Batch.LABELS, tensor(column, examples, offsets)));
    Map<String, HostTensor> outputs = new LinkedHashMap<>();
    teacher.forEach(column -> outputs.put(column.name(), tensor(column, examples, offsets)));
    InMemoryDataset data = InMemoryDataset.of(given, known).withIds(ids);
    return new Shard(
        data, outputs.isEmpty() ? List.of() : List.of(KnownOutputs.of(outputs, fingerprint, ids)));
  }

  /** The indexes where a column begins in an example's arrays. */
  private static final class Offsets {
    private int floats;
    private int integers;
  }

  private static HostTensor tensor(
      InputColumn column, Collection<ShardExample> examples, Offsets offsets) {
    HostTensor tensor = column.tensor(examples.size());
    int length = column.length();
    if (column.isInteger()) {
      var values = tensor.ints();
      examples.forEach(example -> values.put(example.integers(), offsets.integers, length));
      offsets.integers += length;
    } else {
      var values = tensor.floats();
      examples.forEach(example -> values.put(example.floats(), offsets.floats, length));
      offsets.floats += length;
    }
    return tensor;
  }
}
