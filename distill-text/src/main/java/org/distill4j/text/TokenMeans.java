package org.distill4j.text;

import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.distill4j.core.data.TokenSequences;
import org.distill4j.core.model.SentenceModel;
import org.distill4j.data.Batch;
import org.distill4j.model.Predictions;
import org.distill4j.model.Weights;
import org.distill4j.teacher.Teacher;
import org.distill4j.tensor.DType;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.TensorSpec;

/**
 * A teacher of hidden states that adds up what it gives for each token of the vocabulary, so that
 * {@link StaticEmbedding} can begin with a token's mean state over texts (Bommasani et al. 2020).
 * Everything else is as the teacher behind it has it.
 *
 * <pre>{@code
 * TokenMeans means = TokenMeans.of(encoder, tokenizer);
 * Teacher teacher = SentenceTeacher.of(session, means, SentencePooling.mean("attention_mask"));
 * }</pre>
 *
 * <p>What is in it are the states of those texts that it was asked about, each as often as it was
 * asked. It may be asked by several threads.
 */
public final class TokenMeans implements Teacher {
  /** The share of a token at which it counts half, as Arora et al. have it. */
  private static final double SMOOTHING = 1e-3;

  private final Teacher encoder;
  private final Tokenizer tokenizer;
  private long[] counts = {};
  private double[] sums = {};
  private int width;
  private long texts;

  private TokenMeans(Teacher encoder, Tokenizer tokenizer) {
    this.encoder = encoder;
    this.tokenizer = tokenizer;
  }

  /**
   * A teacher that was not asked yet.
   *
   * @param encoder gives hidden states, (batch, length, width), as "{@value SentenceModel#STATES}"
   *     or as its only output; or just "{@value SentenceModel#EMBEDDING}", (batch, width), of which
   *     no means are taken
   * @param tokenizer made the ids
   * @return the teacher
   */
  public static TokenMeans of(Teacher encoder, Tokenizer tokenizer) {
    return new TokenMeans(encoder, tokenizer);
  }

  @Override
  public Map<String, TensorSpec> outputs() {
    return encoder.outputs();
  }

  @Override
  public Map<String, TensorSpec> inputs() {
    return encoder.inputs();
  }

  @Override
  public OptionalLong workingBytes() {
    return encoder.workingBytes();
  }

  @Override
  public String fingerprint() {
    return encoder.fingerprint();
  }

  /**
   * Asks the teacher, and adds its states to the sums.
   *
   * @throws IllegalArgumentException if the batch has ids that the tokenizer does not have
   */
  @Override
  public Predictions predict(Batch batch) {
    Predictions given = encoder.predict(batch);
    add(batch, states(given));
    return given;
  }

  private static Optional<HostTensor> states(Predictions given) {
    Map<String, HostTensor> all = given.asMap();
    return all.containsKey(SentenceModel.EMBEDDING)
        ? Optional.empty()
        : Optional.of(SentenceModel.states(all));
  }

  private synchronized void add(Batch batch, Optional<HostTensor> states) {
    if (texts == 0) {
      counts = new long[tokenizer.vocabularySize()];
      width = states.map(values -> values.shape().dim(2)).orElse(0);
      sums = new double[Math.multiplyExact(counts.length, width)];
    }
    IntBuffer ids = batch.input(TokenSequences.IDS).ints();
    IntBuffer mask = batch.input(TokenSequences.MASK).ints();
    FloatBuffer values = states.map(HostTensor::floats).orElseGet(() -> FloatBuffer.allocate(0));
    for (int i = 0; i < ids.capacity(); i++) {
      if (mask.get(i) != 0) {
        counts[require(ids.get(i))]++;
        for (int k = 0; k < width; k++) {
          sums[ids.get(i) * width + k] += values.get(i * width + k);
        }
      }
    }
    texts += batch.size();
  }

  private int require(int id) {
    if (id < 0 || id >= counts.length) {
      throw new IllegalArgumentException(
          "The texts have the id "
              + id
              + ", expected ids below "
              + counts.length
              + ", which the tokenizer has.\nMaybe they were tokenized for another model.");
    }
    return id;
  }

  /**
   * Returns what was added up, to be kept in a file.
   *
   * @return "counts", (ids), "sums", (ids, width), and "texts", (1)
   * @throws IllegalStateException if the teacher was not asked yet
   */
  public synchronized Weights state() {
    if (texts == 0) {
      throw new IllegalStateException(
          "There are no means of tokens, expected the teacher to be asked before.\n"
              + "Maybe its embeddings were read from a cache.");
    }
    HostTensor kept = HostTensor.allocate(DType.FLOAT32, Shape.of(counts.length, width));
    FloatBuffer to = kept.floats();
    for (double sum : sums) {
      to.put((float) sum);
    }
    float[] times = new float[counts.length];
    for (int id = 0; id < times.length; id++) {
      times[id] = (float) counts[id];
    }
    return Weights.of(
        Map.of(
            "counts", HostTensor.ofFloats(Shape.of(times.length), times),
            "sums", kept,
            "texts", HostTensor.ofFloats(Shape.of(1), (float) texts)));
  }

  /**
   * Takes what was added up before, in place of what is there.
   *
   * @param state what {@link #state} gave, of the same teacher and tokenizer
   * @throws IllegalArgumentException if it is of another vocabulary
   */
  public synchronized void restore(Weights state) {
    HostTensor kept = state.get("sums");
    int rows = tokenizer.vocabularySize();
    if (kept.shape().rank() != 2 || kept.shape().dim(0) != rows) {
      throw new IllegalArgumentException(
          "The means of tokens are of shape "
              + kept.shape()
              + ", expected "
              + rows
              + " rows.\nMaybe they are of another model.");
    }
    width = kept.shape().dim(1);
    counts = new long[rows];
    sums = new double[rows * width];
    for (int id = 0; id < rows; id++) {
      counts[id] = (long) state.get("counts").floats().get(id);
    }
    for (int at = 0; at < sums.length; at++) {
      sums[at] = kept.floats().get(at);
    }
    texts = (long) state.get("texts").floats().get(0);
  }

  /** {@return of how many texts the means are} */
  public synchronized long texts() {
    return texts;
  }

  /** {@return the tokenizer} */
  Tokenizer tokenizer() {
    return tokenizer;
  }

  /**
   * A row for each token, (ids, width): the mean of its states in texts and, as if it were one
   * state more, what the teacher gives for the token alone, moved to where states in texts lie.
   * Without texts it is the latter, as it is.
   */
  synchronized HostTensor table() {
    HostTensor alone = TokensAlone.of(encoder, tokenizer);
    if (!hasStates()) {
      return alone;
    }
    int rows = counts.length;
    double[] shift = shift(alone);
    HostTensor table = HostTensor.allocate(DType.FLOAT32, Shape.of(rows, width));
    FloatBuffer to = table.floats();
    FloatBuffer from = alone.floats();
    for (int row = 0; row < rows; row++) {
      for (int i = 0; i < width; i++) {
        int at = row * width + i;
        to.put((float) ((sums[at] + from.get(at) + shift[i]) / (counts[row] + 1)));
      }
    }
    return table;
  }

  /** From the mean of all tokens alone to the mean of all states in texts. */
  private double[] shift(HostTensor alone) {
    double[] shift = new double[width];
    double all = 0;
    for (long count : counts) {
      all += count;
    }
    for (int at = 0; at < sums.length; at++) {
      shift[at % width] += sums[at] / all - alone.floats().get(at) / (double) counts.length;
    }
    return shift;
  }

  /** Whether there are means of states, rather than embeddings of tokens alone. */
  synchronized boolean hasStates() {
    return sums.length > 0;
  }

  /**
   * How much each token counts by smooth inverse frequencies (Arora et al. 2017): a / (a + p) with
   * a = 1e-3 for a token that is the share p of the texts, and 0 for special tokens.
   */
  synchronized double[] rarity() {
    Set<Integer> special = Set.copyOf(tokenizer.specialTokens().values());
    double all = 0;
    double[] rarity = new double[tokenizer.vocabularySize()];
    for (int id = 0; id < counts.length; id++) {
      all += special.contains(id) ? 0 : counts[id];
    }
    for (int id = 0; id < rarity.length; id++) {
      double share = counts.length == 0 || all == 0 ? 0 : counts[id] / all;
      rarity[id] = special.contains(id) ? 0 : SMOOTHING / (SMOOTHING + share);
    }
    return rarity;
  }
}
