package org.distill4j.spark;

import java.util.Arrays;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.IntegerType;
import org.apache.spark.sql.types.LongType;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** Checks of columns' types. */
final class Schemas {
  /** The metadata of a column of a teacher's output: its shape and the teacher's fingerprint. */
  static final String SHAPE = "distill4j.shape";

  static final String TEACHER = "distill4j.teacher";

  private Schemas() {}

  static StructField field(StructType schema, String column) {
    if (!Arrays.asList(schema.fieldNames()).contains(column)) {
      throw new IllegalArgumentException(
          "There is no column "
              + column
              + ", expected one of "
              + Arrays.toString(schema.fieldNames())
              + ".\nMaybe it has another name there, or a stage before it is missing.");
    }
    return schema.apply(column);
  }

  /** Checks for a vector, an array of numbers, or a number. */
  static void requireNumbers(StructType schema, String column) {
    DataType type = field(schema, column).dataType();
    boolean fits =
        type.equals(SQLDataTypes.VectorType())
            || type instanceof NumericType
            || (type instanceof ArrayType array && array.elementType() instanceof NumericType);
    if (!fits) {
      throw refused(column, type, "a vector, an array of numbers or a number");
    }
  }

  /** Checks for a column of strings. */
  static void requireText(StructType schema, String column) {
    DataType type = field(schema, column).dataType();
    if (!(type instanceof StringType)) {
      throw refused(column, type, "string");
    }
  }

  static void requireIds(StructType schema, String column) {
    DataType type = field(schema, column).dataType();
    if (!(type instanceof LongType || type instanceof IntegerType)) {
      throw refused(column, type, "whole numbers, bigint or int");
    }
  }

  static void requireAbsent(StructType schema, String column) {
    if (Arrays.asList(schema.fieldNames()).contains(column)) {
      throw new IllegalArgumentException(
          "There is a column "
              + column
              + " already, expected none, as the stage adds it.\nMaybe drop it, or name the"
              + " stage's output otherwise.");
    }
  }

  /** Returns rows with the metadata of a schema's columns, which functions of rows lose. */
  static Dataset<Row> as(StructType schema, Dataset<Row> rows) {
    return rows.select(
        Arrays.stream(schema.fields())
            .map(
                field -> functions.col("`" + field.name() + "`").as(field.name(), field.metadata()))
            .toArray(Column[]::new));
  }

  private static IllegalArgumentException refused(String column, DataType type, String wanted) {
    return new IllegalArgumentException(
        "The column "
            + column
            + " is of the type "
            + type.simpleString()
            + ", expected "
            + wanted
            + ".\nMaybe another column was meant, or it needs a cast.");
  }
}
