package org.distill4j.core.data;

import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.distill4j.cell.ShortText;
import org.distill4j.data.Batch;
import org.distill4j.data.Dataset;
import org.distill4j.data.HostAllocator;
import org.distill4j.model.Inputs;
import org.distill4j.student.PixelEncoding;
import org.distill4j.tensor.DType;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.TensorSpec;

/**
 * Examples whose columns and classes are matched by name with those of the training data. So a
 * validation table may have its columns in another order, and a validation folder may lack a class.
 * An encoded table is encoded as the training data are.
 */
public final class AlignedData extends RelabelledDataset implements NamedData {
  private final List<String> columns;
  private final List<String> classNames;
  private final int[] columnOf;
  private final int[] classOf;

  private AlignedData(
      Dataset source,
      List<String> columns,
      List<String> classNames,
      int[] columnOf,
      int... classOf) {
    super(source);
    this.columns = columns;
    this.classNames = classNames;
    this.columnOf = columnOf;
    this.classOf = classOf;
  }

  /**
   * Matches names.
   *
   * @param training the data whose columns and classes count
   * @param data the examples
   * @return the examples with the columns and class numbers of the training data, without columns
   *     that those do not have; the examples themselves if names are the same or there are none
   * @throws IllegalArgumentException if a column of the training data is not there, a class is none
   *     of theirs, or the examples alone have names of classes, or other encodings of inputs
   */
  public static Dataset of(Dataset training, Dataset data) {
    return training instanceof EncodedTable model && data instanceof EncodedTable table
        ? matched(training, table.encodedBy(model.encoding()).as(model.form()))
        : matched(training, data);
  }

  private static Dataset matched(Dataset training, Dataset data) {
    if (!(training instanceof NamedData model) || !(data instanceof NamedData named)) {
      return data;
    }
    requireEncoding(model, named);
    requireNames(training, model, named);
    int[] columns =
        indexes("column", model.columns(), named.columns(), "the heading is of another table");
    int[] classes =
        indexes("class", named.classNames(), model.classNames(), "its examples belong elsewhere");
    return columns.length == 0 && classes.length == 0
        ? data
        : new AlignedData(data, model.columns(), model.classNames(), columns, classes);
  }

  /** Refuses pictures or tables whose numbers were made in another way, and mean another thing. */
  private static void requireEncoding(NamedData model, NamedData named) {
    boolean sameKind = model.columns().isEmpty() == named.columns().isEmpty();
    String wanted = encoding(model);
    String given = encoding(named);
    if (sameKind && !wanted.isEmpty() && !given.isEmpty() && !wanted.equals(given)) {
      throw new IllegalArgumentException(
          "The inputs are "
              + given
              + " and those of the training data are "
              + wanted
              + ", expected the same.\n"
              + "Maybe only one of them says how columns are encoded, or pixels normalised.");
    }
  }

  /** What inputs are made of; empty where nothing is known of it. */
  private static String encoding(NamedData data) {
    if (!data.columns().isEmpty()) {
      return data instanceof EncodedTable ? "encoded columns" : "columns as they are";
    }
    return data.inputEncoding()
        .filter(PixelEncoding.class::isInstance)
        .map(Object::toString)
        .orElse("");
  }

  /** Refuses names of classes where the training data have numbers, in whatever order. */
  private static void requireNames(Dataset training, NamedData model, NamedData named) {
    if (model.classNames().isEmpty()
        && !named.classNames().isEmpty()
        && training.labels().containsKey(Batch.LABELS)
        && Arrays.stream(Labels.read(training, Batch.LABELS)).anyMatch(label -> label >= 0)) {
      throw new IllegalArgumentException(
          "The data have the classes "
              + ShortText.shorten(named.classNames())
              + " and the training data have numbers, expected names in both.\n"
              + "Maybe the column of the class is another.");
    }
  }

  /** Returns the index of each wanted name among others; empty if the order is the same. */
  private static int[] indexes(String what, List<String> wanted, List<String> all, String wayOut) {
    if (wanted.isEmpty() || all.isEmpty() || wanted.equals(all)) {
      return new int[0];
    }
    return wanted.stream().mapToInt(name -> index(what, name, all, wayOut)).toArray();
  }

  private static int index(String what, String name, List<String> all, String wayOut) {
    int index = all.indexOf(name);
    if (index < 0) {
      boolean column = what.equals("column");
      throw new IllegalArgumentException(
          (column ? "The data lack the column \"" : "The data have the class \"")
              + ShortText.shorten(name)
              + "\" "
              + (column ? "of the training data" : "that the training data lack")
              + ", expected "
              + (column ? "it among " : "one of ")
              + ShortText.shorten(all)
              + ".\nMaybe "
              + wayOut
              + ".");
    }
    return index;
  }

  @Override
  public Map<String, TensorSpec> inputs() {
    return columnOf.length == 0
        ? source.inputs()
        : Map.of(Inputs.INPUT, TensorSpec.floats(columnOf.length));
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
  public Batch batch(HostAllocator memory, int... indices) {
    Batch batch = source.batch(memory, indices);
    Map<String, HostTensor> labels = new LinkedHashMap<>(batch.labels());
    if (classOf.length > 0) {
      labels.computeIfPresent(Batch.LABELS, (name, given) -> renumbered(memory, given));
    }
    Batch aligned = batch.withLabels(labels);
    return columnOf.length == 0
        ? aligned
        : aligned.withInputs(
            Map.of(Inputs.INPUT, reordered(memory, batch.input(), indices.length)));
  }

  @Override
  Dataset viewOf(Dataset other) {
    return new AlignedData(other, columns, classNames, columnOf, classOf);
  }

  private HostTensor reordered(HostAllocator memory, HostTensor inputs, int rows) {
    HostTensor to =
        memory.allocate("aligned", new TensorSpec(DType.FLOAT32, Shape.of(rows, columnOf.length)));
    FloatBuffer source = inputs.floats();
    FloatBuffer target = to.floats();
    int width = source.capacity() / rows;
    for (int row = 0; row < rows; row++) {
      for (int column : columnOf) {
        target.put(source.get(row * width + column));
      }
    }
    return to;
  }

  private HostTensor renumbered(HostAllocator memory, HostTensor labels) {
    HostTensor to = memory.allocate("aligned/" + Batch.LABELS, labels.spec());
    IntBuffer source = labels.ints();
    IntBuffer target = to.ints();
    for (int i = 0; i < source.capacity(); i++) {
      int label = source.get(i);
      target.put(i, label < 0 ? label : classOf[label]);
    }
    return to;
  }

  @Override
  public List<Dataset> sources() {
    return columnOf.length == 0 ? List.of(source) : List.of();
  }

  /** {@return the SHA-256 of the examples' fingerprint and of the new order} */
  @Override
  public String fingerprint() {
    return new Fingerprint()
        .add("aligned")
        .add(source.fingerprint())
        .add(columnOf)
        .add(classOf)
        .hex();
  }
}
