package org.distill4j.text;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.distill4j.core.weights.Fingerprints;
import org.distill4j.student.InputEncoding;
import org.distill4j.student.TextIds;
import org.distill4j.student.WordPieceEncoding;

/**
 * The tokenizer of BERT and its relatives (MiniLM, DistilBERT, MPNet, …), in Java alone: a text is
 * split into words and signs of punctuation, and each word into the longest pieces that the
 * vocabulary has (Wu et al. 2016). A word that has no such pieces, or more than 100 letters, is the
 * token "[UNK]". Ids are those that the Tokenizers library of Hugging Face gives, but for a few
 * hundred letters that Unicode got after version 8, which that library's tables lack.
 */
public final class WordPieceTokenizer implements Tokenizer {
  private final WordPieceEncoding encoding;
  private final Map<String, Integer> special;

  WordPieceTokenizer(WordPieceEncoding encoding, Map<String, Integer> special) {
    this.encoding = encoding;
    this.special = new TreeMap<>(special);
  }

  /**
   * Reads a tokenizer.
   *
   * @param path a {@code tokenizer.json}, a {@code vocab.txt}, or a folder that has one of them. A
   *     {@code tokenizer_config.json} beside it says whether a vocab.txt is of small letters, and
   *     how long texts may be, which is 512 tokens where no file says it
   * @return the tokenizer
   * @throws IllegalArgumentException if there is no such file, it is damaged, or it is of another
   *     kind of tokenizer
   * @throws java.io.UncheckedIOException if it cannot be read
   */
  public static WordPieceTokenizer open(Path path) {
    Path file = TokenizerFiles.find(path);
    return file.getFileName().toString().endsWith(".json")
        ? TokenizerJson.read(file).wordPiece()
        : VocabularyFile.read(file);
  }

  @Override
  public TokenizedText encode(String text) {
    return tokenized(encoding.encode(text));
  }

  @Override
  public TokenizedText encode(String first, String second) {
    return tokenized(encoding.encode(first, second));
  }

  private static TokenizedText tokenized(TextIds text) {
    return new TokenizedText(text.ids(), text.types());
  }

  /** {@return this tokenizer as a student file has it, so that a service makes the same ids} */
  @Override
  public Optional<InputEncoding> inputEncoding() {
    return Optional.of(encoding);
  }

  @Override
  public int vocabularySize() {
    return encoding.vocabularySize();
  }

  @Override
  public int padding() {
    return encoding.padding();
  }

  @Override
  public Map<String, Integer> specialTokens() {
    return Map.copyOf(special);
  }

  @Override
  public int longest() {
    return encoding.longest();
  }

  @Override
  public WordPieceTokenizer withLongest(int length) {
    return new WordPieceTokenizer(encoding.withLongest(length), special);
  }

  @Override
  public String fingerprint() {
    return Fingerprints.compute(encoding.toString());
  }

  @Override
  public String toString() {
    return "WordPieceTokenizer[" + vocabularySize() + " ids, at most " + longest() + " tokens]";
  }
}
