package org.distill4j.student;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Texts become token ids as BERT and its relatives have them: a text is split into words and signs
 * of punctuation, and each word into the longest pieces of a vocabulary. Special tokens that are
 * written in a text are those tokens.
 *
 * <p>A text has at most {@link #longest} tokens, special ones counted. A longer text loses its end;
 * of a pair, the longer text loses its end until both are equally long, then both do.
 */
public final class WordPieceEncoding implements InputEncoding {
  private final WordPieces pieces;
  private final WordSplitter splitter;
  private final TokenTemplate template;
  private final Map<String, Integer> added;
  private final Pattern addedTokens;
  private final int padding;
  private final int longest;

  /**
   * Takes the parts of a tokenizer.
   *
   * @param pieces the vocabulary
   * @param splitter how texts become words
   * @param template the special tokens around texts
   * @param added the ids of tokens that are found in texts as they are, special ones among them
   * @param padding the id that fills up shorter texts
   * @param longest the most tokens of a text or pair, special ones counted
   * @throws IllegalArgumentException if the special tokens of a pair leave no room for others
   */
  public WordPieceEncoding(
      WordPieces pieces,
      WordSplitter splitter,
      TokenTemplate template,
      Map<String, Integer> added,
      int padding,
      int longest) {
    requireRoom(longest, template.added());
    this.pieces = pieces;
    this.splitter = splitter;
    this.template = template;
    this.added = Collections.unmodifiableMap(new TreeMap<>(added));
    this.addedTokens = anyOf(this.added);
    this.padding = padding;
    this.longest = longest;
  }

  private static void requireRoom(int length, int added) {
    if (length <= added) {
      throw new IllegalArgumentException(
          "Texts were to have at most "
              + length
              + " tokens, expected at least "
              + (added + 1)
              + ", as "
              + added
              + " are special ones.\nMaybe the length is counted in words.");
    }
  }

  private static Pattern anyOf(Map<String, Integer> tokens) {
    return Pattern.compile(
        tokens.keySet().stream()
            .sorted(Comparator.comparingInt(String::length).reversed())
            .map(Pattern::quote)
            .collect(Collectors.joining("|")));
  }

  /** {@return the vocabulary} */
  public WordPieces pieces() {
    return pieces;
  }

  /** {@return how texts become words} */
  public WordSplitter splitter() {
    return splitter;
  }

  /** {@return the special tokens around texts} */
  public TokenTemplate template() {
    return template;
  }

  /** {@return the ids of tokens that are found in texts as they are} */
  public Map<String, Integer> added() {
    return added;
  }

  /** {@return the id that fills up shorter texts} */
  public int padding() {
    return padding;
  }

  /** {@return the most tokens of a text or pair, special ones counted} */
  public int longest() {
    return longest;
  }

  /** {@return one more than the largest id} */
  public int vocabularySize() {
    int largest = added.values().stream().mapToInt(Integer::intValue).max().orElse(0);
    return Math.max(pieces.largest(), largest) + 1;
  }

  /**
   * Returns this encoding with another limit.
   *
   * @param length the most tokens of a text or pair, special ones counted
   * @return the changed encoding
   * @throws IllegalArgumentException if the special tokens of a pair leave no room for others
   */
  public WordPieceEncoding withLongest(int length) {
    return new WordPieceEncoding(pieces, splitter, template, added, padding, length);
  }

  /**
   * Tokenizes a text.
   *
   * @param text the text
   * @return its tokens, the special ones included
   */
  public TextIds encode(String text) {
    return TokenTemplate.join(template.single(), longest, ids(text));
  }

  /**
   * Tokenizes a pair of texts.
   *
   * @param first the first text
   * @param second the second text
   * @return their tokens in one sequence, the special ones included
   */
  public TextIds encode(String first, String second) {
    return TokenTemplate.join(template.pair(), longest, ids(first), ids(second));
  }

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
  public boolean equals(Object other) {
    return other instanceof WordPieceEncoding that
        && pieces.equals(that.pieces)
        && splitter.equals(that.splitter)
        && template.equals(that.template)
        && added.equals(that.added)
        && padding == that.padding
        && longest == that.longest;
  }

  @Override
  public int hashCode() {
    return 31 * pieces.hashCode() + longest;
  }

  /** All that ids depend on, beside the text. */
  @Override
  public String toString() {
    return "word pieces " + pieces + splitter + template + added + padding + " " + longest;
  }
}
