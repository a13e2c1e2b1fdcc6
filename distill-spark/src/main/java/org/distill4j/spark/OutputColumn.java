package org.distill4j.spark;

import java.io.Serializable;
import java.util.Arrays;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.StructField;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;

/** A column for a model's output. */
final class OutputColumn implements Serializable {
  private static final long serialVersionUID = 1;

  /** The type of the column. */
  enum Kind {
    /** An array of float. */
    NUMBERS,
    /** A vector, as Spark ML has raw predictions. */
    VECTOR,
    /** The index of the largest number, as a double, as Spark ML has predictions. */
    LARGEST
  }

  private final String output;
  private final String column;
  private final Kind kind;
  private final Metadata metadata;

  OutputColumn(String output, String column, Kind kind, Metadata metadata) {
    this.output = output;
    this.column = column;
    this.kind = kind;
    this.metadata = metadata;
  }

  String output() {
    return output;
  }

  String column() {
    return column;
  }

  StructField field() {
    return switch (kind) {
      case NUMBERS ->
          new StructField(
              column, DataTypes.createArrayType(DataTypes.FloatType, false), false, metadata);
      case VECTOR -> new StructField(column, SQLDataTypes.VectorType(), false, metadata);
      case LARGEST -> new StructField(column, DataTypes.DoubleType, false, metadata);
    };
  }

  /** Returns the column's value, from the numbers of one row. */
  Object value(float[] row) {
    return switch (kind) {
      case NUMBERS -> boxed(row);
      case VECTOR -> Vectors.dense(doubles(row));
      case LARGEST -> (double) largest(row);
    };
  }

  private static Seq<Float> boxed(float[] row) {
    Float[] boxed = new Float[row.length];
    Arrays.setAll(boxed, i -> row[i]);
    return sequence(boxed);
  }

  /** An array as a column has it, also where Spark hands a row to the next stage as it is. */
  static <T> Seq<T> sequence(T[] values) {
    return CollectionConverters.asScala(Arrays.asList(values)).toSeq();
  }

  private static double[] doubles(float[] row) {
    double[] doubles = new double[row.length];
    Arrays.setAll(doubles, i -> row[i]);
    return doubles;
  }

  private static int largest(float[] row) {
    int largest = 0;
    for (int i = 1; i < row.length; i++) {
      largest = row[i] > row[largest] ? i : largest;
    }
    return largest;
  }
}
