package org.distill4j.cli.embed;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import org.distill4j.core.data.TokenSequences;
import org.distill4j.data.Batch;
import org.distill4j.text.Tokenizer;

/**
 * How many texts a second become embeddings, tokenizing included, in batches of 32 texts of similar
 * length.
 *
 * @param tokenizer makes the ids
 * @param texts the texts
 */
record TextSpeed(Tokenizer tokenizer, List<String> texts) {
  private static final int BATCH = 32;
  private static final int MOST_PASSES = 100;
  private static final double NANOS = 1e9;

  TextSpeed {
    texts = texts.stream().sorted(Comparator.comparingInt(String::length)).toList();
  }

  /** Measures for so long, or 100 passes, after one pass over all texts that does not count. */
  double measure(Consumer<Batch> model, double seconds) {
    pass(model);
    long start = System.nanoTime();
    long done = 0;
    double taken = 0;
    for (int passes = 0; taken < seconds && passes < MOST_PASSES; passes++) {
      pass(model);
      done += texts.size();
      taken = (System.nanoTime() - start) / NANOS;
    }
    return done / taken;
  }

  private void pass(Consumer<Batch> model) {
    for (int from = 0; from < texts.size(); from += BATCH) {
      List<String> some = texts.subList(from, Math.min(from + BATCH, texts.size()));
      TokenSequences tokens = EmbedTexts.tokens(tokenizer, some);
      model.accept(tokens.batchFrom(0, BATCH));
    }
  }

  /** The same on so many of the texts, at equal distances. */
  TextSpeed of(int count) {
    List<String> some = new ArrayList<>();
    int taken = Math.min(count, texts.size());
    for (int i = 0; i < taken; i++) {
      some.add(texts.get((int) ((long) i * texts.size() / taken)));
    }
    return new TextSpeed(tokenizer, some);
  }
}
