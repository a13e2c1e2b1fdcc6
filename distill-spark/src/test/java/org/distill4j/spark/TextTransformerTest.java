package org.distill4j.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.PipelineStage;
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
import org.distill4j.text.TokenizedText;
import org.distill4j.text.Tokenizer;
import org.distill4j.text.Tokenizers;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("Texts in columns")
class TextTransformerTest {
  private static SparkSession spark;

  @TempDir private Path folder = Path.of("");

  /** A student that takes the mean of the tokens of a text. */
  public record TextStudent(int words, int width) implements TrainingCode {
    @Override
    public Model model() {
      return Models.of(
          ModelInputs.of("input_ids", TensorSpec.freeInts("length"))
              .and("attention_mask", TensorSpec.freeInts("length")),
          Sequential.of(Embedding.of(words, width))
              .then(MeanPool.masked("attention_mask"))
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

  @BeforeEach
  void tokenizer() throws IOException {
    Files.write(
        folder.resolve("vocab.txt"),
        List.of("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "good", "bad", "day", "##s"));
  }

  private static Dataset<Row> texts() {
    return spark
        .range(40)
        .withColumn("text", functions.expr("if(id % 2 = 0, 'a good day', 'bad days, bad')"))
        .withColumn("label", functions.expr("id % 2"));
  }

  @Test
  @DisplayName("become ids and a mask of one length, as the tokenizer makes them in one process")
  void tokens() {
    Row row = new TextTransformer(folder).setLength(8).transform(texts()).takeAsList(2).get(1);
    Tokenizer plain = Tokenizers.open(folder).withLongest(8);

    TokenizedText wanted = plain.encode("bad days, bad");
    assertThat(row.<Integer>getList(row.fieldIndex("input_ids")))
        .hasSize(8)
        .startsWith(2, 6, 7, 8)
        .containsExactlyElementsOf(padded(wanted.ids(), plain.padding()));
    assertThat(row.<Integer>getList(row.fieldIndex("attention_mask")))
        .containsExactly(1, 1, 1, 1, 1, 1, 1, 0);
  }

  private static List<Integer> padded(int[] ids, int padding) {
    Integer[] all = new Integer[8];
    for (int i = 0; i < all.length; i++) {
      all[i] = i < ids.length ? ids[i] : padding;
    }
    return List.of(all);
  }

  @Test
  @DisplayName("train a student behind them, as a pipeline that is saved and loaded")
  void pipeline() throws IOException {
    DistillEstimator student =
        new DistillEstimator(Recipe.of(new TextStudent(9, 4)))
            .setInputCols("input_ids", "attention_mask")
            .setNumWorkers(2)
            .setLocalSteps(5)
            .setRounds(40)
            .setBatchSize(10);
    TextTransformer text = new TextTransformer(folder).setLength(6);
    PipelineModel model =
        new Pipeline().setStages(new PipelineStage[] {text, student}).fit(texts());
    String saved = folder.resolve("saved").toString();
    model.write().save(saved);
    Files.delete(folder.resolve("vocab.txt"));

    Dataset<Row> predicted = PipelineModel.load(saved).transform(texts());

    assertThat(predicted.filter("prediction = label").count()).isEqualTo(40);
    assertThat(predicted.drop("probability", "rawPrediction").collectAsList())
        .isEqualTo(model.transform(texts()).drop("probability", "rawPrediction").collectAsList());
  }

  @Test
  @DisplayName("may be pairs, whose ids fill up what is left of the length")
  void pairs() {
    Dataset<Row> pairs = texts().withColumn("other", functions.lit("day"));
    Row row =
        new TextTransformer(folder)
            .setInputCols("other", "text")
            .setLength(5)
            .transform(pairs)
            .first();

    assertThat(row.<Integer>getList(row.fieldIndex("input_ids"))).containsExactly(2, 7, 3, 1, 3);
  }

  @Test
  @DisplayName("are refused where there is none, or a column is of another type")
  void refused() {
    TextTransformer text = new TextTransformer(folder).setLength(6);
    Dataset<Row> holes = texts().withColumn("text", functions.expr("if(id = 7, null, text)"));
    assertThatThrownBy(() -> text.transform(holes).collectAsList())
        .hasStackTraceContaining("The column text is null in the row [7,null,1], expected a text.");
    assertThatThrownBy(() -> text.transform(texts().drop("text")))
        .hasMessageContaining("There is no column text, expected one of [id, label]");
    assertThatThrownBy(() -> text.setInputCols("id").transform(texts()))
        .hasMessageContaining("The column id is of the type bigint, expected string.");
    assertThatThrownBy(() -> text.setInputCols().transform(texts()))
        .hasMessageContaining("The columns of texts are [], expected one, or two for pairs.");
    assertThatThrownBy(() -> new TextTransformer("id").transform(texts()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("has no tokenizer");
  }
}
