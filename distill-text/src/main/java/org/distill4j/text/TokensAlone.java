package org.distill4j.text;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.distill4j.core.data.TokenSequences;
import org.distill4j.core.model.SentenceModel;
import org.distill4j.data.Batch;
import org.distill4j.teacher.Teacher;
import org.distill4j.tensor.DType;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Shape;

/** What a teacher gives for each token of a vocabulary, as if it were a text. */
final class TokensAlone {
  private static final int BATCH = 256;
  private static final int STATES = 3;
  private static final String PROBE = "a";

  private TokensAlone() {}

  /** Asks the teacher about each token, between the special tokens that a text has around it. */
  static HostTensor of(Teacher teacher, Tokenizer tokenizer) {
    TokenSequences tokens = tokens(tokenizer);
    Teacher asked = teacher.forData(tokens);
    List<HostTensor> parts = new ArrayList<>();
    for (int from = 0; from < tokens.size(); from += BATCH) {
      Batch batch = tokens.batchFrom(from, BATCH);
      parts.add(vectors(asked.predict(batch).asMap(), batch.size()));
    }
    return joined(parts, tokens.size());
  }

  private static HostTensor joined(List<HostTensor> parts, int rows) {
    int width = parts.get(0).shape().dim(1);
    HostTensor table = HostTensor.allocate(DType.FLOAT32, Shape.of(rows, width));
    FloatBuffer to = table.floats();
    parts.forEach(part -> to.put(part.floats()));
    return table;
  }

  /** A vector for each text: the embedding, or the mean of the states. */
  private static HostTensor vectors(Map<String, HostTensor> given, int examples) {
    HostTensor embedding = given.get(SentenceModel.EMBEDDING);
    HostTensor values = embedding == null ? SentenceModel.states(given) : embedding;
    int rank = embedding == null ? STATES : STATES - 1;
    if (values.type() != DType.FLOAT32
        || values.shape().rank() != rank
        || values.shape().dim(0) != examples) {
      throw new IllegalArgumentException(
          "The teacher gives "
              + values.spec()
              + ", expected \""
              + SentenceModel.EMBEDDING
              + "\", FLOAT32 (batch, width), or hidden states, FLOAT32 (batch, length, width).\n"
              + "Maybe another of its outputs was meant.");
    }
    return embedding == null ? means(values) : values;
  }

  private static HostTensor means(HostTensor states) {
    int rows = states.shape().dim(0);
    int length = states.shape().dim(1);
    int width = states.shape().dim(2);
    HostTensor means = HostTensor.allocate(DType.FLOAT32, Shape.of(rows, width));
    for (int row = 0; row < rows; row++) {
      for (int i = 0; i < width; i++) {
        double sum = 0;
        for (int position = 0; position < length; position++) {
          sum += states.floats().get((row * length + position) * width + i);
        }
        means.floats().put(row * width + i, (float) (sum / length));
      }
    }
    return means;
  }

  private static TokenSequences tokens(Tokenizer tokenizer) {
    int[] none = tokenizer.encode("").ids();
    int[] one = tokenizer.encode(PROBE).ids();
    int before = Math.max(0, Arrays.mismatch(none, one));
    List<int[]> ids = new ArrayList<>();
    for (int id = 0; id < tokenizer.vocabularySize(); id++) {
      int[] text = new int[none.length + 1];
      System.arraycopy(none, 0, text, 0, before);
      text[before] = id;
      System.arraycopy(none, before, text, before + 1, none.length - before);
      ids.add(text);
    }
    List<int[]> types = ids.stream().map(text -> new int[text.length]).toList();
    return TokenSequences.of(ids).withTypes(types).withPadding(tokenizer.padding());
  }
}
