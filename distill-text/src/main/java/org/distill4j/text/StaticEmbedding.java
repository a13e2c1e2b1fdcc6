package org.distill4j.text;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.Map;
import java.util.OptionalInt;
import org.distill4j.core.model.PretrainedModel;
import org.distill4j.model.Weights;
import org.distill4j.tensor.DType;
import org.distill4j.tensor.HostTensor;

/**
 * A student of sentence embeddings that is a table: a text's embedding is the mean of its tokens'
 * rows, divided by its length. It is hundreds of times as fast as a small transformer, and no order
 * of words counts.
 *
 * <p>It begins with what the teacher gives for each token, as Model2Vec does (van Dongen and
 * Tulkens 2024), in the directions in which that differs most (PCA). A teacher of hidden states
 * gives a token's mean state over texts (Bommasani et al. 2020); one of embeddings alone gives that
 * of the token as a text, and a token that is the share p of the texts then weighs 1e-3 / (1e-3 +
 * p) (Arora et al. 2017). Then the table is trained on the teacher's embeddings of texts: {@link
 * #pretrained} has, behind the mean, a projection to the teacher's width.
 *
 * <pre>{@code
 * StaticEmbedding student = StaticEmbedding.distill(means, 256);
 * TrainingReport report = … a training of student.pretrained() …
 * PretrainedModel served = student.withWeights(report.weights()).served(Space.OWN);
 * }</pre>
 *
 * <p>The inputs are "input_ids" and "attention_mask", (batch, length) with a free length, the
 * output is "embedding", (batch, width). Special tokens count in the mean as others do.
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
   * Asks a teacher about each token of the vocabulary, and makes a table of the answers.
   *
   * @param means the teacher, which was asked about the texts before
   * @param width the width of the table, at most the teacher's
   * @return the student before its training
   * @throws IllegalArgumentException if the teacher has a smaller width, or gives neither states
   *     nor embeddings
   */
  public static StaticEmbedding distill(TokenMeans means, int width) {
    HostTensor table = means.table();
    int vocabulary = table.shape().dim(0);
    int outputs = table.shape().dim(1);
    requireWidth(width, outputs);
    PrincipalAxes axes =
        means.hasStates() ? PrincipalAxes.about0(table, width) : PrincipalAxes.of(table, width);
    HostTensor rows = scaled(axes.project(table));
    Weights weights =
        Weights.of(
            Map.of(
                StaticEncoder.TABLE,
                means.hasStates() ? rows : weighted(rows, means.rarity()),
                StaticEncoder.PROJECTION,
                axes.axes()));
    StaticEncoder encoder = new StaticEncoder(vocabulary, width, OptionalInt.of(outputs));
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
   * Returns the network that is used after the training, with its weights.
   *
   * @param space the numbers that it gives
   * @return the network and its weights, "{@value StaticEncoder#TABLE}", (ids, width), and for
   *     {@link Space#TEACHER} "{@value StaticEncoder#PROJECTION}"
   */
  public PretrainedModel served(Space space) {
    if (space == Space.TEACHER) {
      return pretrained();
    }
    StaticEncoder own =
        new StaticEncoder(encoder.vocabulary(), encoder.width(), OptionalInt.empty());
    SquareRoot root = SquareRoot.ofProducts(weights.get(StaticEncoder.PROJECTION));
    HostTensor table = root.applied(weights.get(StaticEncoder.TABLE));
    return PretrainedModel.of(own, Weights.of(Map.of(StaticEncoder.TABLE, table)));
  }

  private static HostTensor weighted(HostTensor table, double... factors) {
    int width = table.shape().dim(1);
    HostTensor rows = HostTensor.allocate(DType.FLOAT32, table.shape());
    FloatBuffer from = table.floats();
    FloatBuffer to = rows.floats();
    for (double factor : factors) {
      for (int i = 0; i < width; i++) {
        to.put((float) (from.get() * factor));
      }
    }
    return rows;
  }

  /**
   * Writes the table of {@link #served} in its own width as a folder in the form of Model2Vec:
   * {@code config.json}, and {@code model.safetensors} with the tensor "embeddings". Libraries that
   * leave special tokens out of the mean must be told not to. The tokenizer is for the caller to
   * copy.
   *
   * @param folder where to write; it is made if it is not there
   * @throws java.io.UncheckedIOException if it cannot be written
   */
  public void write(Path folder) {
    ObjectNode config = JsonNodeFactory.instance.objectNode();
    config.put("model_type", "model2vec");
    config.putArray("architectures").add("StaticModel");
    config.put("hidden_dim", encoder.width());
    config.put("normalize", true);
    Weights table =
        Weights.of(Map.of("embeddings", served(Space.OWN).weights().get(StaticEncoder.TABLE)));
    TensorFiles.write(folder, config, table, target -> {});
  }

  @Override
  public String toString() {
    return "StaticEmbedding of " + encoder;
  }
}
