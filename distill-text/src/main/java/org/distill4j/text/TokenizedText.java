package org.distill4j.text;

import java.util.Arrays;

/** A text, or a pair of texts, as a model takes it: with its special tokens. */
public final class TokenizedText {
  private final int[] ids;
  private final int[] types;

  /**
   * Takes copies of the arrays.
   *
   * @param ids the id of each token
   * @param types the type of each token: 0 for those of the first text of a pair, 1 for those of
   *     the second, in most networks
   * @throws IllegalArgumentException if there are not as many types as ids
   */
  public TokenizedText(int[] ids, int[] types) {
    if (ids.length != types.length) {
      throw new IllegalArgumentException(
          "A text has "
              + ids.length
              + " ids and "
              + types.length
              + " types, expected as many.\nMaybe they are of two texts.");
    }
    this.ids = ids.clone();
    this.types = types.clone();
  }

  /** {@return the id of each token} */
  public int[] ids() {
    return ids.clone();
  }

  /** {@return the type of each token} */
  public int[] types() {
    return types.clone();
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
