package org.distill4j.text;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.distill4j.core.weights.Fingerprints;

/**
 * The tokenizer of BERT and its relatives (MiniLM, DistilBERT, MPNet, …), in Java alone: a text is
 * split into words and signs of punctuation, and each word into the longest pieces that the
 * vocabulary has (Wu et al. 2016). A word that has no such pieces, or more than 100 letters, is the
 * token "[UNK]". Ids are those that the Tokenizers library of Hugging Face gives, but for a few
 * hundred letters that Unicode got after version 8, which that library's tables lack.
 */
public final class WordPieceTokenizer implements Tokenizer {
  private final WordPieces pieces;
  private final WordSplitter splitter;
  private final TokenTemplate template;
  private final Map<String, Integer> added;
  private final Map<String, Integer> special;
  private final Pattern addedTokens;
  private final int padding;
  private final int longest;
  private final Path file;

  WordPieceTokenizer(
      WordPieces pieces,
      WordSplitter splitter,
      TokenTemplate template,
      Map<String, Integer> added,
      Map<String, Integer> special,
      int padding,
      int longest,
      Path file) {
    this.pieces = pieces;
    this.splitter = splitter;
    this.template = template;
    this.added = new TreeMap<>(added);
    this.special = new TreeMap<>(special);
    this.addedTokens = anyOf(added);
    this.padding = padding;
    this.longest = longest;
    this.file = file;
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

  private static Pattern anyOf(Map<String, Integer> tokens) {
    return Pattern.compile(
        tokens.keySet().stream()
            .sorted(Comparator.comparingInt(String::length).reversed())
            .map(Pattern::quote)
            .collect(Collectors.joining("|")));
  }

  @Override
  public TokenizedText encode(String text) {
    return TokenTemplate.join(template.single(), longest, ids(text));
  }

  @Override
  public TokenizedText encode(String first, String second) {
    return TokenTemplate.join(template.pair(), longest, ids(first), ids(second));
  }

  /** The ids of a text; special tokens that are written in it are those tokens. */
  private int[] ids(String text) {
    List<Integer> ids = new ArrayList<>();
    int from = 0;
    if (!added.isEmpty()) {
      Matcher found = addedTokens.matcher(text);
      while (found.find()) {
        words(text.substring(from, found.start()), ids);
        ids.add(added.get(found.group()));
        from = found.end();
      }
    }
    words(text.substring(from), ids);
    return ids.stream().mapToInt(Integer::intValue).toArray();
  }

  private void words(String text, List<Integer> ids) {
    splitter.split(text).forEach(word -> pieces.add(word, ids));
  }

  @Override
  public int vocabularySize() {
    return pieces.size();
  }

  @Override
  public int padding() {
    return padding;
  }

  @Override
  public Map<String, Integer> specialTokens() {
    return Map.copyOf(special);
  }

  @Override
  public int longest() {
    return longest;
  }

  @Override
  public WordPieceTokenizer withLongest(int length) {
    TokenizerFiles.requireRoom(length, TokenTemplate.added(template.pair()));
    return new WordPieceTokenizer(
        pieces, splitter, template, added, special, padding, length, file);
  }

  @Override
  public Map<String, byte[]> files() {
    return TokenizerFiles.contents(file);
  }

  @Override
  public String fingerprint() {
    return Fingerprints.compute(
        "word pieces " + pieces.text() + splitter + template + added + padding + " " + longest);
  }

  @Override
  public String toString() {
    return "WordPieceTokenizer[" + vocabularySize() + " ids, at most " + longest + " tokens]";
  }
}
