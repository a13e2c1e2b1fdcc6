package org.distill4j.student;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The pieces of a vocabulary, and how a word is made of them: the longest piece first, then the
 * longest of the rest (Wu et al. 2016).
 */
public final class WordPieces {
  private final Map<String, Integer> ids;
  private final Map<String, Integer> innerIds = new HashMap<>();
  private final String inner;
  private final int unknown;
  private final int mostLetters;
  private final int longestPiece;

  /**
   * Takes the pieces.
   *
   * @param ids the id of each piece
   * @param inner the text before a piece that is not a word's first, "##"
   * @param unknown the id of a word that is not made of pieces
   * @param mostLetters the number of code points of the longest word that is
   * @throws IllegalArgumentException if an id is negative or there is no piece
   */
  public WordPieces(Map<String, Integer> ids, String inner, int unknown, int mostLetters) {
    this.ids = Map.copyOf(ids);
    this.inner = inner;
    this.unknown = unknown;
    this.mostLetters = mostLetters;
    this.longestPiece = ids.keySet().stream().mapToInt(String::length).max().orElse(0);
    int least = ids.values().stream().mapToInt(Integer::intValue).min().orElse(-1);
    if (least < 0 || unknown < 0) {
      throw new IllegalArgumentException(
          "There are "
              + ids.size()
              + " pieces with ids from "
              + least
              + " on and the unknown id "
              + unknown
              + ", expected pieces with ids of at least 0.\nMaybe the vocabulary is damaged.");
    }
    ids.forEach(
        (piece, id) -> {
          if (piece.startsWith(inner)) {
            innerIds.put(piece.substring(inner.length()), id);
          }
        });
  }

  /** {@return the id of each piece} */
  public Map<String, Integer> ids() {
    return ids;
  }

  /** {@return the text before a piece that is not a word's first} */
  public String inner() {
    return inner;
  }

  /** {@return the id of a word that is not made of pieces} */
  public int unknown() {
    return unknown;
  }

  /** {@return the number of code points of the longest word that is made of pieces} */
  public int mostLetters() {
    return mostLetters;
  }

  /** {@return the largest id of a piece} */
  public int largest() {
    return ids.values().stream().mapToInt(Integer::intValue).max().orElse(0);
  }

  /** Adds the ids of a word. */
  void add(String word, List<Integer> to) {
    int before = to.size();
    boolean known = word.codePointCount(0, word.length()) <= mostLetters;
    for (int start = 0; known && start < word.length(); ) {
      Optional<Integer> end = end(word, start);
      known = end.isPresent();
      if (known) {
        to.add(table(start).get(word.substring(start, end.get())));
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
    Map<String, Integer> table = table(start);
    for (int end = Math.min(word.length(), start + longestPiece); end > start; end--) {
      if (table.containsKey(word.substring(start, end))) {
        return Optional.of(end);
      }
    }
    return Optional.empty();
  }

  private Map<String, Integer> table(int start) {
    return start == 0 ? ids : innerIds;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof WordPieces that
        && ids.equals(that.ids)
        && inner.equals(that.inner)
        && unknown == that.unknown
        && mostLetters == that.mostLetters;
  }

  @Override
  public int hashCode() {
    return 31 * ids.hashCode() + inner.hashCode();
  }

  /** All that the pieces of a word depend on. */
  @Override
  public String toString() {
    return new TreeMap<>(ids) + inner + " " + unknown + " " + mostLetters;
  }
}
