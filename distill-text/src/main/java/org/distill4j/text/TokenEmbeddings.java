package org.distill4j.text;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import org.distill4j.core.data.TokenSequences;
import org.distill4j.data.Batch;
import org.distill4j.model.Predictions;
import org.distill4j.teacher.Teacher;
import org.distill4j.tensor.DType;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Shape;

/**
 * What a teacher says of each token of a vocabulary, as if it were a text.
 *
 * @param table the teacher's embeddings, (ids, width)
 * @param special the ids of the special tokens
 */
record TokenEmbeddings(HostTensor table, TreeSet<Integer> special) {
  private static final int BATCH = 256;
  private static final String PROBE = "a";

  /** Asks the teacher. */
  static TokenEmbeddings of(Teacher teacher, Tokenizer tokenizer) {
    TokenSequences tokens = tokens(tokenizer);
    Teacher asked = teacher.forData(tokens);
    float[] values = new float[0];
    int width = 0;
    for (int from = 0; from < tokens.size(); from += BATCH) {
      int[] some = range(from, Math.min(from + BATCH, tokens.size()));
      Batch batch = tokens.batch(some).withPadding(tokens.padding());
      HostTensor given = embedding(asked.predict(batch), some.length);
      if (from == 0) {
        width = given.shape().dim(1);
        values = new float[Math.multiplyExact(tokens.size(), width)];
      }
      given.floats().get(values, from * width, some.length * width);
    }
    HostTensor table = HostTensor.ofFloats(Shape.of(tokens.size(), width), values);
    return new TokenEmbeddings(table, new TreeSet<>(tokenizer.specialTokens().values()));
  }

  private static int[] range(int from, int to) {
    int[] all = new int[to - from];
    Arrays.setAll(all, i -> from + i);
    return all;
  }

  /** The output "embedding" of a batch. */
  static HostTensor embedding(Predictions given, int examples) {
    HostTensor embedding = given.asMap().get(HuggingFaceFolder.EMBEDDING);
    if (embedding == null
        || embedding.type() != DType.FLOAT32
        || embedding.shape().rank() != 2
        || embedding.shape().dim(0) != examples) {
      throw new IllegalArgumentException(
          "The teacher gives "
              + given.asMap().keySet()
              + (embedding == null ? "" : " with \"embedding\" of " + embedding.spec())
              + ", expected \"embedding\", FLOAT32 (batch, width).\n"
              + "Maybe its hidden states are to be pooled, by SentenceTeacher or"
              + " HuggingFaceFolder.sentences().");
    }
    return embedding;
  }

  /** Each token between the special tokens that a text has around it. */
  private static TokenSequences tokens(Tokenizer tokenizer) {
    int[] none = tokenizer.encode("").ids();
    int[] one = tokenizer.encode(PROBE).ids();
    int before = Math.max(0, Arrays.mismatch(none, one));
    List<int[]> ids = new ArrayList<>();
    List<int[]> types = new ArrayList<>();
    for (int id = 0; id < tokenizer.vocabularySize(); id++) {
      int[] text = new int[none.length + 1];
      System.arraycopy(none, 0, text, 0, before);
      text[before] = id;
      System.arraycopy(none, before, text, before + 1, none.length - before);
      ids.add(text);
      types.add(new int[text.length]);
    }
    return TokenSequences.of(ids).withTypes(types).withPadding(tokenizer.padding());
  }
}
