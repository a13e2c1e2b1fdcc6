package org.distill4j.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.distill4j.core.layer.Dense;
import org.distill4j.core.layer.Embedding;
import org.distill4j.core.layer.MeanPool;
import org.distill4j.core.layer.Sequential;
import org.distill4j.core.loss.CrossEntropyLoss;
import org.distill4j.core.model.ModelInputs;
import org.distill4j.core.model.Models;
import org.distill4j.core.rounds.Recipe;
import org.distill4j.core.rounds.TrainingCode;
import org.distill4j.loss.Loss;
import org.distill4j.model.Model;
import org.distill4j.optim.Adam;
import org.distill4j.optim.Optimizer;
import org.distill4j.tensor.TensorSpec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Sequences of tokens in columns")
class TokensTest {
  private static SparkSession spark;

  /** A student of ids and a mask, of any length. */
  public record TokenStudent(int width) implements TrainingCode {
    @Override
    public Model model() {
      return Models.of(
          ModelInputs.of("ids", TensorSpec.freeInts("length"))
              .and("mask", TensorSpec.freeInts("length")),
          Sequential.of(Embedding.of(10, width))
              .then(MeanPool.masked("mask"))
              .then(Dense.of(width, 2)));
    }

    @Override
    public Loss loss() {
      return CrossEntropyLoss.ofLabels();
    }

    @Override
    public Optimizer optimizer() {
      return Adam.of(0.05);
    }
  }

  @BeforeAll
  static void open() {
    spark = SparkSessions.local();
  }

  @AfterAll
  static void close() {
    spark.stop();
  }

  /** Three tokens and one of padding; the class is whether the first is above 4. */
  private static Dataset<Row> rows() {
    return spark
        .range(40)
        .withColumn("ids", functions.expr("array(id * 7 % 10, id % 3, 1, 0)"))
        .withColumn("mask", functions.expr("array(1, 1, 1, 0)"))
        .withColumn("label", functions.expr("if(id = 3, null, if(id * 7 % 10 > 4, 1, 0))"));
  }

  private static DistillEstimator estimator() {
    return new DistillEstimator(Recipe.of(new TokenStudent(4)))
        .setInputCols("ids", "mask")
        .setNumWorkers(2)
        .setLocalSteps(5)
        .setRounds(40)
        .setBatchSize(10);
  }

  @Test
  @DisplayName("train and are predicted, as long as the rows have them, some without a class")
  void trained() {
    DistilledModel model = estimator().fit(rows());
    List<Row> right = model.transform(rows()).filter("prediction = label").collectAsList();
    assertThat(right).hasSizeGreaterThan(33);
  }

  @Test
  @DisplayName("of different lengths are refused, as numbers that are no ids are")
  void refused() {
    Dataset<Row> ragged = rows().withColumn("ids", functions.expr("if(id = 7, array(1L), ids)"));
    assertThatThrownBy(() -> estimator().fit(ragged))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("The column ids holds 1 values in the row")
        .hasMessageContaining("rows differ in length and need padding");
    Dataset<Row> halves = rows().withColumn("ids", functions.expr("array(0.5, 1.0, 1.0, 0.0)"));
    assertThatThrownBy(() -> estimator().fit(halves))
        .hasMessageContaining("The column ids holds the number 0.5 in the row");
  }
}
