package org.distill4j.text;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The pieces of a vocabulary, and how a word is made of them: the longest piece first, then the
 * longest of what is left.
 */
final class WordPieces {
  private final Map<String, Integer> ids;
  private final String inner;
  private final int unknown;
  private final int mostLetters;
  private final int longestPiece;
  private final int size;

  /**
   * Takes the pieces.
   *
   * @param ids the id of each piece
   * @param size one more than the largest id
   * @param inner what stands before a piece that is not a word's first, "##"
   * @param unknown the id of a word that is not made of pieces
   * @param mostLetters the code points of the longest word that is
   */
  WordPieces(Map<String, Integer> ids, int size, String inner, int unknown, int mostLetters) {
    this.ids = Map.copyOf(ids);
    this.size = size;
    this.inner = inner;
    this.unknown = unknown;
    this.mostLetters = mostLetters;
    this.longestPiece = ids.keySet().stream().mapToInt(String::length).max().orElse(0);
  }

  int size() {
    return size;
  }

  /** All that the pieces of a word depend on. */
  String text() {
    return new TreeMap<>(ids) + inner + " " + unknown + " " + mostLetters;
  }

  /** Adds the ids of a word. */
  void add(String word, List<Integer> to) {
    int before = to.size();
    boolean known = word.codePointCount(0, word.length()) <= mostLetters;
    for (int start = 0; known && start < word.length(); ) {
      Optional<Integer> end = end(word, start);
      known = end.isPresent();
      if (known) {
        to.add(ids.get(piece(word, start, end.get())));
        start = end.get();
      }
    }
    if (!known) {
      to.subList(before, to.size()).clear();
      to.add(unknown);
    }
  }

  /** Where the longest piece ends that begins here. */
  private Optional<Integer> end(String word, int start) {
    for (int end = Math.min(word.length(), start + longestPiece); end > start; end--) {
      if (ids.containsKey(piece(word, start, end))) {
        return Optional.of(end);
      }
    }
    return Optional.empty();
  }

  private String piece(String word, int start, int end) {
    return start == 0 ? word.substring(0, end) : inner + word.substring(start, end);
  }
}
