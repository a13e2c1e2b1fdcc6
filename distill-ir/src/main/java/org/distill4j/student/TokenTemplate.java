package org.distill4j.student;

import java.util.Arrays;
import java.util.List;

/**
 * Where special tokens stand around one text and around a pair.
 *
 * @param single around one text
 * @param pair around two
 */
public record TokenTemplate(List<Piece> single, List<Piece> pair) {
  /** What stands at a position of a template. */
  public enum Source {
    /** The first text, or the only one. */
    FIRST,
    /** The second text of a pair. */
    SECOND,
    /** A special token. */
    SPECIAL
  }

  /**
   * A text, or a special token.
   *
   * @param source which of them
   * @param id the special token's id
   * @param type the type of its tokens
   */
  public record Piece(Source source, int id, int type) {}

  /**
   * Takes copies.
   *
   * @throws IllegalArgumentException if a text is missing, or occurs twice
   */
  public TokenTemplate {
    single = List.copyOf(single);
    pair = List.copyOf(pair);
    requireTexts("one text", single, 0);
    requireTexts("a pair of texts", pair, 1);
  }

  private static void requireTexts(String name, List<Piece> pieces, int second) {
    long firsts = count(pieces, Source.FIRST);
    long seconds = count(pieces, Source.SECOND);
    if (firsts != 1 || seconds != second) {
      throw new IllegalArgumentException(
          "The template of "
              + name
              + " has the first text "
              + firsts
              + " times and the second "
              + seconds
              + " times, expected 1 and "
              + second
              + ".\nMaybe the tokenizer's file was changed by hand.");
    }
  }

  private static int count(List<Piece> pieces, Source source) {
    return (int) pieces.stream().filter(piece -> piece.source() == source).count();
  }

  /**
   * Returns BERT's template: [CLS] text [SEP], and [CLS] first [SEP] second [SEP].
   *
   * @param begin the id of [CLS]
   * @param end the id of [SEP]
   * @return the template
   */
  public static TokenTemplate bert(int begin, int end) {
    Piece first = new Piece(Source.FIRST, 0, 0);
    List<Piece> single =
        List.of(new Piece(Source.SPECIAL, begin, 0), first, new Piece(Source.SPECIAL, end, 0));
    List<Piece> pair =
        List.of(
            new Piece(Source.SPECIAL, begin, 0),
            first,
            new Piece(Source.SPECIAL, end, 0),
            new Piece(Source.SECOND, 0, 1),
            new Piece(Source.SPECIAL, end, 1));
    return new TokenTemplate(single, pair);
  }

  /** {@return how many special tokens are around one text, or around two if those are more} */
  public int added() {
    return Math.max(count(single, Source.SPECIAL), count(pair, Source.SPECIAL));
  }

  /** The first so many tokens of one text or of two, with the special tokens around them. */
  static TextIds join(List<Piece> pieces, int longest, int[] first, int... second) {
    int special = count(pieces, Source.SPECIAL);
    int[] kept = kept(longest - special, first.length, second.length);
    int length = special + kept[0] + kept[1];
    int[] ids = new int[length];
    int[] types = new int[length];
    int at = 0;
    for (Piece piece : pieces) {
      int[] from =
          switch (piece.source()) {
            case FIRST -> first;
            case SECOND -> second;
            case SPECIAL -> new int[] {piece.id()};
          };
      int count =
          piece.source() == Source.SPECIAL ? 1 : kept[piece.source() == Source.FIRST ? 0 : 1];
      System.arraycopy(from, 0, ids, at, count);
      Arrays.fill(types, at, at + count, piece.type());
      at += count;
    }
    return new TextIds(ids, types);
  }

  /** Returns how much is kept of two lengths, the longer being cut first. */
  private static int[] kept(int room, int first, int second) {
    if (first + second <= room) {
      return new int[] {first, second};
    }
    int shorter = Math.min(Math.min(first, second), room / 2);
    int longer = room - shorter;
    return first <= second ? new int[] {shorter, longer} : new int[] {longer, shorter};
  }
}
