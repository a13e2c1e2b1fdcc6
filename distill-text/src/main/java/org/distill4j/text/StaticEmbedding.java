package org.distill4j.text;

import java.nio.FloatBuffer;
import java.util.Map;
import java.util.OptionalInt;
import org.distill4j.core.model.PretrainedModel;
import org.distill4j.data.Dataset;
import org.distill4j.model.Weights;
import org.distill4j.teacher.Teacher;
import org.distill4j.tensor.DType;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Shape;

/**
 * A student of sentence embeddings that is a table: a text's embedding is the mean of its tokens'
 * rows, divided by its length. It is a hundred times as fast as a small transformer, and no order
 * of words counts.
 *
 * <p>It begins as Model2Vec does (van Dongen and Tulkens 2024): the teacher embeds each token of
 * the vocabulary as if it were a text; the directions in which these embeddings differ most (PCA)
 * make the rows, and a token that is the share p of the texts weighs 1e-3 / (1e-3 + p) in the mean
 * (Arora et al. 2017), a special token nothing. Then it is trained on the teacher's embeddings of
 * texts: {@link #pretrained} has, behind the mean, a projection to the teacher's width.
 *
 * <pre>{@code
 * StaticEmbedding student = StaticEmbedding.distill(teacher, tokenizer, data, 256);
 * TrainingReport report = … a training of student.pretrained() …
 * PretrainedModel served = student.withWeights(report.weights()).served(Space.OWN);
 * }</pre>
 *
 * <p>The inputs are "input_ids" and "attention_mask", (batch, length) with a free length, the
 * output is "embedding", (batch, width).
 */
public final class StaticEmbedding {
  /** The numbers of which a served student's embeddings are. */
  public enum Space {
    /**
     * The width of the table: cosines are exactly those of {@link #TEACHER}, and the student is
     * smaller and faster.
     */
    OWN,
    /** The teacher's width: embeddings may be compared with the teacher's. */
    TEACHER
  }

  private final StaticEncoder encoder;
  private final Weights weights;

  private StaticEmbedding(StaticEncoder encoder, Weights weights) {
    this.encoder = encoder;
    this.weights = weights;
  }

  /**
   * Asks a teacher about each token of the vocabulary.
   *
   * @param teacher gives "embedding", (batch, width)
   * @param tokenizer makes the ids
   * @param texts texts as {@link TextData} reads them, which say how frequent tokens are
   * @param width the width of the table, at most the teacher's
   * @return the student before its training
   * @throws IllegalArgumentException if the teacher has no such output or a smaller width, or the
   *     texts have ids that the tokenizer does not have
   */
  public static StaticEmbedding distill(
      Teacher teacher, Tokenizer tokenizer, Dataset texts, int width) {
    TokenEmbeddings tokens = TokenEmbeddings.of(teacher, tokenizer);
    int vocabulary = tokens.table().shape().dim(0);
    int outputs = tokens.table().shape().dim(1);
    requireWidth(width, outputs);
    PrincipalAxes axes = PrincipalAxes.of(tokens.table(), width);
    Weights weights =
        Weights.of(
            Map.of(
                StaticEncoder.TABLE, scaled(axes.project(tokens.table())),
                StaticEncoder.WEIGHTS, TokenWeights.of(texts, vocabulary, tokens.special()),
                StaticEncoder.PROJECTION, axes.axes()));
    StaticEncoder encoder =
        new StaticEncoder(
            vocabulary, width, StaticEncoder.Weighting.TOKENS, OptionalInt.of(outputs), 0);
    return new StaticEmbedding(encoder, weights);
  }

  private static void requireWidth(int width, int outputs) {
    if (width < 1 || width > outputs) {
      throw new IllegalArgumentException(
          "A table was to be "
              + width
              + " wide, expected at least 1 and at most "
              + outputs
              + ", the width of the teacher's embeddings.\nMaybe 256 was meant.");
    }
  }

  /** The rows with a length of 1 in the mean, so that a learning rate suits every teacher. */
  private static HostTensor scaled(HostTensor table) {
    int rows = table.shape().dim(0);
    int width = table.shape().dim(1);
    float[] values = table.toFloatArray();
    double lengths = 0;
    for (int row = 0; row < rows; row++) {
      double squares = 0;
      for (int i = row * width; i < (row + 1) * width; i++) {
        squares += (double) values[i] * values[i];
      }
      lengths += Math.sqrt(squares) / rows;
    }
    for (int i = 0; lengths > 0 && i < values.length; i++) {
      values[i] = (float) (values[i] / lengths);
    }
    return HostTensor.ofFloats(table.shape(), values);
  }

  /**
   * Returns this student with another rate at which tokens are left out in training, 0 at first.
   *
   * @param rate the rate, in [0, 1)
   * @return the changed student
   * @throws IllegalArgumentException if the rate is out of range
   */
  public StaticEmbedding withDropout(double rate) {
    StaticEncoder changed =
        new StaticEncoder(
            encoder.vocabulary(), encoder.width(), encoder.weighting(), encoder.outputs(), rate);
    return new StaticEmbedding(changed, weights);
  }

  /**
   * Returns this student with other weights, those of a training.
   *
   * @param trained all weights of {@link #pretrained}
   * @return the changed student
   * @throws IllegalArgumentException if one is missing, unknown or of another shape
   */
  public StaticEmbedding withWeights(Weights trained) {
    PretrainedModel.of(encoder, trained);
    return new StaticEmbedding(encoder, trained);
  }

  /** {@return the network that is trained, with its weights: it gives the teacher's width} */
  public PretrainedModel pretrained() {
    return PretrainedModel.of(encoder, weights);
  }

  /**
   * Returns the network that is used after the training, with its weights: the tokens' weights are
   * in the rows of the table, and the row of a special token is 0.
   *
   * @param space the numbers that it gives
   * @return the network and its weights, "{@value StaticEncoder#TABLE}", (ids, width), and for
   *     {@link Space#TEACHER} "{@value StaticEncoder#PROJECTION}"
   */
  public PretrainedModel served(Space space) {
    boolean own = space == Space.OWN;
    StaticEncoder served =
        new StaticEncoder(
            encoder.vocabulary(),
            encoder.width(),
            StaticEncoder.Weighting.NONE,
            own ? OptionalInt.empty() : encoder.outputs(),
            0);
    HostTensor projection = weights.get(StaticEncoder.PROJECTION);
    HostTensor table = weighted(weights.get(StaticEncoder.TABLE));
    return PretrainedModel.of(
        served,
        own
            ? Weights.of(
                Map.of(StaticEncoder.TABLE, SquareRoot.ofProducts(projection).applied(table)))
            : Weights.of(Map.of(StaticEncoder.TABLE, table, StaticEncoder.PROJECTION, projection)));
  }

  private HostTensor weighted(HostTensor table) {
    FloatBuffer each = weights.get(StaticEncoder.WEIGHTS).floats();
    HostTensor rows =
        HostTensor.allocate(DType.FLOAT32, Shape.of(encoder.vocabulary(), encoder.width()));
    FloatBuffer from = table.floats();
    FloatBuffer to = rows.floats();
    for (int row = 0; row < encoder.vocabulary(); row++) {
      float weight = each.get(row);
      for (int i = 0; i < encoder.width(); i++) {
        to.put(from.get() * weight);
      }
    }
    return rows;
  }

  @Override
  public String toString() {
    return "StaticEmbedding of " + encoder;
  }
}
