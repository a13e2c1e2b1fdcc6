package org.distill4j.text;

import java.util.Map;
import java.util.Optional;
import org.distill4j.core.data.TokenSequences;
import org.distill4j.student.InputEncoding;

/**
 * Makes token ids of texts. {@link Tokenizers#open} reads one from a folder; any other library's
 * tokenizer can be wrapped too. Implementations may be called by several threads at once.
 *
 * <p>The rules of length: a text never has more than {@link #longest} tokens, special ones counted.
 * A longer text loses its end; of a pair, the longer text loses its end until both are equally
 * long, then both do. An empty text has the special tokens alone.
 */
public interface Tokenizer {
  /**
   * Tokenizes a text.
   *
   * @param text the text
   * @return its tokens, the special ones included
   */
  TokenizedText encode(String text);

  /**
   * Tokenizes a pair of texts, such as a question and a passage.
   *
   * @param first the first text
   * @param second the second text
   * @return their tokens in one sequence, the special ones included
   * @throws IllegalArgumentException if the tokenizer takes no pairs
   */
  TokenizedText encode(String first, String second);

  /** {@return one more than the largest id: the rows that a table of embeddings must have} */
  int vocabularySize();

  /** {@return the id that fills up shorter sequences} */
  int padding();

  /** {@return the ids of the special tokens, such as [CLS], by text} */
  Map<String, Integer> specialTokens();

  /** {@return the most tokens of a text or pair, special ones counted} */
  int longest();

  /**
   * Returns this tokenizer with another limit.
   *
   * @param length the most tokens of a text or pair, special ones counted
   * @return the changed tokenizer
   * @throws IllegalArgumentException if a pair's special tokens leave no room for others
   */
  Tokenizer withLongest(int length);

  /**
   * Returns the files that the tokenizer was opened from, so that they can go where a student goes.
   *
   * @return the content of each, by name; empty, unless a tokenizer says otherwise, if there are
   *     none
   * @throws java.io.UncheckedIOException if one cannot be read any more
   */
  default Map<String, byte[]> files() {
    return Map.of();
  }

  /**
   * Returns this tokenizer as a student file has it, so that a service needs no other.
   *
   * @return the tokenizer; empty if it is not one of word pieces in Java alone
   */
  default Optional<InputEncoding> inputEncoding() {
    return Optional.empty();
  }

  /**
   * Returns sequences that hold this tokenizer, so that a student file has it too: described, or as
   * the files that it was opened from.
   *
   * @param data sequences of its ids
   * @return the changed data set
   */
  default TokenSequences attachTo(TokenSequences data) {
    return inputEncoding().map(data::withEncoding).orElseGet(() -> data.withFiles(files()));
  }

  /** {@return the SHA-256 of all that token ids depend on, beside the text} */
  String fingerprint();
}
