package org.distill4j.spark;

import java.io.Serializable;
import java.util.List;
import java.util.Map;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;
import org.distill4j.tensor.DType;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.TensorSpec;
import scala.collection.Iterable;
import scala.collection.Iterator;

/**
 * A column of numbers as a tensor of each row: a vector of Spark ML, an array of numbers, or one
 * number. All rows have the same shape.
 */
final class InputColumn implements Serializable {
  private static final long serialVersionUID = 1;

  private final String name;
  private final String column;
  private final int index;
  private final boolean isInteger;
  private final int[] dims;
  private final int length;

  /** Whether null is read as −1, as the class of an example may be unknown. */
  private boolean mayBeUnknown;

  private InputColumn(String name, String column, int index, boolean isInteger, int[] dims) {
    this.name = name;
    this.column = column;
    this.index = index;
    this.isInteger = isInteger;
    this.dims = dims;
    this.length = Math.toIntExact(Shape.of(dims).size());
  }

  /** Returns a column of rows of a schema, which the rows themselves need not know. */
  static InputColumn of(String name, String column, StructType schema, TensorSpec spec) {
    int index = schema.fieldIndex(column);
    return new InputColumn(name, column, index, spec.type() == DType.INT32, spec.shape().dims());
  }

  /** Returns the column of an input whose free axis has the length of the rows' values. */
  static InputColumn fitted(
      String name, String column, StructType schema, TensorSpec spec, int values) {
    if (spec.shape().isFixed()) {
      return of(name, column, schema, spec);
    }
    int known = 1;
    List<String> free = spec.shape().freeAxes();
    for (int axis = 0; axis < spec.shape().rank(); axis++) {
      known *= spec.shape().freeAxis(axis).isPresent() ? 1 : spec.shape().dim(axis);
    }
    if (free.size() != 1 || values == 0 || values % known != 0) {
      throw new IllegalArgumentException(
          "The column "
              + column
              + " has "
              + values
              + " values in its first row, expected "
              + spec
              + " with one free axis.\nMaybe it belongs to another input of the model.");
    }
    Shape fixed = spec.shape().fixed(Map.of(free.get(0), values / known));
    return of(name, column, schema, new TensorSpec(spec.type(), fixed));
  }

  /** Returns the number of values of a column of a row. */
  static int count(Object value) {
    if (value instanceof Vector vector) {
      return vector.size();
    }
    return value instanceof Iterable<?> numbers ? numbers.size() : 1;
  }

  InputColumn withUnknown(boolean allowed) {
    InputColumn copy = new InputColumn(name, column, index, isInteger, dims);
    copy.mayBeUnknown = allowed;
    return copy;
  }

  String name() {
    return name;
  }

  String column() {
    return column;
  }

  boolean isInteger() {
    return isInteger;
  }

  int length() {
    return length;
  }

  TensorSpec spec() {
    return new TensorSpec(isInteger ? DType.INT32 : DType.FLOAT32, Shape.of(dims));
  }

  /** Returns a tensor of all rows. */
  HostTensor tensor(int rows) {
    return HostTensor.allocate(spec().batched(rows));
  }

  /** Writes the values of a row. */
  void read(Row row, float[] to, int at) {
    if (row.isNullAt(index)) {
      throw refused(row, "null");
    }
    Object value = row.get(index);
    if (value instanceof Vector vector) {
      requireLength(row, vector.size());
      double[] numbers = vector.toArray();
      for (int i = 0; i < numbers.length; i++) {
        to[at + i] = (float) numbers[i];
      }
    } else if (value instanceof Iterable<?> numbers) {
      requireLength(row, numbers.size());
      int place = at;
      for (Iterator<?> each = numbers.iterator(); each.hasNext(); place++) {
        to[place] = number(row, each.next()).floatValue();
      }
    } else {
      requireLength(row, 1);
      to[at] = number(row, value).floatValue();
    }
  }

  /** Writes the values of a row. */
  void read(Row row, int[] to, int at) {
    Object value = row.isNullAt(index) && mayBeUnknown && length == 1 ? -1 : row.get(index);
    if (value == null) {
      throw refused(row, "null");
    }
    List<Object> numbers = value instanceof Iterable<?> ? row.getList(index) : List.of(value);
    requireLength(row, numbers.size());
    for (int i = 0; i < length; i++) {
      to[at + i] = exact(row, number(row, numbers.get(i)));
    }
  }

  private int exact(Row row, Number number) {
    int value = number.intValue();
    if (value != number.doubleValue()) {
      throw refused(row, "the number " + number);
    }
    return value;
  }

  private Number number(Row row, Object value) {
    if (value instanceof Number number) {
      return number;
    }
    throw refused(row, String.valueOf(value));
  }

  private void requireLength(Row row, int found) {
    if (found != length) {
      throw refused(row, found + " values");
    }
  }

  private IllegalArgumentException refused(Row row, String found) {
    return new IllegalArgumentException(
        "The column "
            + column
            + " holds "
            + found
            + " in the row "
            + shortened(row)
            + ", expected "
            + spec()
            + ".\nMaybe a value is missing, or rows differ in length and need padding.");
  }

  static String shortened(Row row) {
    String text = row.toString();
    return text.length() > 100 ? text.substring(0, 100) + "…" : text;
  }
}
