package org.distill4j.student;

import java.util.Arrays;

/** The tokens of a text, or of a pair of texts, with the special tokens around them. */
public final class TextIds {
  private final int[] ids;
  private final int[] types;

  TextIds(int[] ids, int[] types) {
    this.ids = ids.clone();
    this.types = types.clone();
  }

  /** {@return the id of each token} */
  public int[] ids() {
    return ids.clone();
  }

  /** {@return the type of each token: 0 for those of a first text, 1 for those of a second} */
  public int[] types() {
    return types.clone();
  }

  @Override
  public String toString() {
    return "ids " + Arrays.toString(ids) + ", types " + Arrays.toString(types);
  }
}
