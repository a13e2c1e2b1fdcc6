package org.distill4j.text;

import java.util.Arrays;

/**
 * A text, or a pair of texts, as a model takes it: token ids with the special tokens around them.
 *
 * @param ids the id of each token
 * @param types the type of each token: 0 for those of the first text of a pair, 1 for those of the
 *     second, in most networks
 */
public record TokenizedText(int[] ids, int[] types) {
  /**
   * Checks the lengths; the arrays are not copied.
   *
   * @param ids the id of each token
   * @param types the type of each token
   * @throws IllegalArgumentException if there are not as many types as ids
   */
  public TokenizedText {
    if (ids.length != types.length) {
      throw new IllegalArgumentException(
          "A text has "
              + ids.length
              + " ids and "
              + types.length
              + " types, expected as many.\nMaybe they are of two texts.");
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof TokenizedText that
        && Arrays.equals(ids, that.ids)
        && Arrays.equals(types, that.types);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(ids) + Arrays.hashCode(types);
  }

  @Override
  public String toString() {
    return "ids " + Arrays.toString(ids) + ", types " + Arrays.toString(types);
  }
}
