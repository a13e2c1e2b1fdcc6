package org.distill4j.spark;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.distill4j.data.Batch;
import org.distill4j.model.Inputs;
import org.distill4j.tensor.TensorSpec;

/** The columns of a model's inputs. */
final class InputColumns {
  private InputColumns() {}

  /**
   * Returns the columns, in the model's order; a row is read where a length is not known before.
   */
  static List<InputColumn> inputs(
      Dataset<Row> rows, Map<String, TensorSpec> inputs, String[] columns) {
    Map<String, TensorSpec> wanted = inputs.isEmpty() ? any(rows, columns) : inputs;
    if (wanted.size() != columns.length) {
      throw new IllegalArgumentException(
          "The columns "
              + Arrays.toString(columns)
              + " were given for a model that takes "
              + inputs
              + ", expected one column for each.\nMaybe set inputCols.");
    }
    boolean isFixed = wanted.values().stream().allMatch(spec -> spec.shape().isFixed());
    List<Row> first = isFixed ? List.of() : first(rows, columns);
    StructType schema = rows.schema();
    List<InputColumn> all = new ArrayList<>();
    for (Map.Entry<String, TensorSpec> input : wanted.entrySet()) {
      String column = columns[all.size()];
      int values = first.isEmpty() ? 1 : InputColumn.count(first.get(0).get(all.size()));
      all.add(
          first.isEmpty() && !isFixed
              ? InputColumn.of(input.getKey(), column, schema, shortest(input.getValue()))
              : InputColumn.fitted(input.getKey(), column, schema, input.getValue(), values));
    }
    return all;
  }

  /** Without rows, any length will do. */
  private static TensorSpec shortest(TensorSpec spec) {
    Map<String, Integer> ones = new HashMap<>();
    spec.shape().freeAxes().forEach(axis -> ones.put(axis, 1));
    return new TensorSpec(spec.type(), spec.shape().fixed(ones));
  }

  /** Returns the input of a teacher that takes any: one column of floats. */
  private static Map<String, TensorSpec> any(Dataset<Row> rows, String[] columns) {
    if (columns.length != 1) {
      throw new IllegalArgumentException(
          "The columns "
              + Arrays.toString(columns)
              + " were given to a teacher that does not say what it takes, expected one column.\n"
              + "Maybe have the teacher name its inputs().");
    }
    return Map.of(Inputs.INPUT, TensorSpec.floats(length(rows, columns[0])));
  }

  /** The number of values of a column in the first row; 1 if there is none. */
  static int length(Dataset<Row> rows, String column) {
    List<Row> first = first(rows, column);
    return first.isEmpty() ? 1 : InputColumn.count(first.get(0).get(0));
  }

  private static List<Row> first(Dataset<Row> rows, String... columns) {
    Column[] wanted = Arrays.stream(columns).map(functions::col).toArray(Column[]::new);
    return rows.select(wanted).takeAsList(1);
  }

  /** The labels: none where there is no column. */
  static List<InputColumn> labels(Dataset<Row> rows, String column, boolean areClasses) {
    if (column.isEmpty()) {
      return List.of();
    }
    boolean isScalar = Schemas.field(rows.schema(), column).dataType() instanceof NumericType;
    int[] dims = isScalar ? new int[0] : new int[] {length(rows, column)};
    TensorSpec spec = areClasses ? TensorSpec.ints(dims) : TensorSpec.floats(dims);
    return List.of(
        InputColumn.of(Batch.LABELS, column, rows.schema(), spec).withUnknown(areClasses));
  }

  /** The teacher's outputs, by the prefix of their columns. */
  static List<InputColumn> teacher(Dataset<Row> rows, String prefix) {
    List<InputColumn> all = new ArrayList<>();
    for (StructField field : rows.schema().fields()) {
      if (field.name().startsWith(prefix)) {
        Schemas.requireNumbers(rows.schema(), field.name());
        String name = field.name().substring(prefix.length());
        TensorSpec spec = TensorSpec.floats(dims(rows, field));
        all.add(InputColumn.of(name, field.name(), rows.schema(), spec));
      }
    }
    return all;
  }

  private static int[] dims(Dataset<Row> rows, StructField field) {
    if (!field.metadata().contains(Schemas.SHAPE)) {
      return new int[] {length(rows, field.name())};
    }
    long[] dims = field.metadata().getLongArray(Schemas.SHAPE);
    return Arrays.stream(dims).mapToInt(Math::toIntExact).toArray();
  }

  /**
   * Returns the fingerprint of the outputs' teacher; columns without one have an unknown teacher.
   */
  static String fingerprint(StructType schema, String prefix) {
    List<String> fingerprints =
        Arrays.stream(schema.fields())
            .filter(field -> field.name().startsWith(prefix))
            .map(StructField::metadata)
            .map(data -> data.contains(Schemas.TEACHER) ? data.getString(Schemas.TEACHER) : "")
            .distinct()
            .toList();
    if (fingerprints.size() > 1) {
      throw new IllegalArgumentException(
          "The columns that begin with "
              + prefix
              + " are of the teachers "
              + fingerprints
              + ", expected one teacher.\nMaybe drop the columns of the other, or set another"
              + " prefix.");
    }
    return fingerprints.isEmpty() ? "" : fingerprints.get(0);
  }
}
