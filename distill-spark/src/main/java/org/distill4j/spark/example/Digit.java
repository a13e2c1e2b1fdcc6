package org.distill4j.spark.example;

import java.io.Serializable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.distill4j.core.data.IdxArray;
import org.distill4j.core.data.IdxReader;

/** A digit on its way from MNIST's files to a row. */
final class Digit implements Serializable {
  private static final long serialVersionUID = 1;
  private static final int PIXELS = 784;

  private final long id;
  private final byte[] pixels;
  private final int label;

  private Digit(long id, byte[] pixels, int label) {
    this.id = id;
    this.pixels = pixels;
    this.label = label;
  }

  private Row row() {
    double[] values = new double[PIXELS];
    for (int i = 0; i < PIXELS; i++) {
      values[i] = (pixels[i] & 0xFF) / 255f;
    }
    return RowFactory.create(id, Vectors.dense(values), (double) label);
  }

  /** Returns the digits of two files as rows: id, features and label. */
  static Dataset<Row> rows(SparkSession spark, Path folder, String name, int partitions) {
    IdxArray images = IdxReader.read(folder.resolve(name + "-images-idx3-ubyte.gz"));
    int[] labels = IdxReader.read(folder.resolve(name + "-labels-idx1-ubyte.gz")).toIntArray();
    byte[] all = images.values();
    List<Digit> digits = new ArrayList<>(labels.length);
    for (int i = 0; i < labels.length; i++) {
      byte[] pixels = Arrays.copyOfRange(all, i * PIXELS, (i + 1) * PIXELS);
      digits.add(new Digit(i, pixels, labels[i]));
    }
    StructType schema =
        new StructType()
            .add("id", DataTypes.LongType)
            .add("features", SQLDataTypes.VectorType())
            .add("label", DataTypes.DoubleType);
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    return spark.createDataFrame(context.parallelize(digits, partitions).map(Digit::row), schema);
  }
}
