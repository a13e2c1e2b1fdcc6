package org.distill4j.spark;

import java.util.Arrays;
import java.util.List;

/** Parameters whose value is one of several words. */
final class ChoiceParams {
  private ChoiceParams() {}

  /** Returns the index of the word. */
  static int indexOf(String name, String given, String... words) {
    int index = List.of(words).indexOf(given);
    if (index < 0) {
      throw new IllegalArgumentException(
          "The parameter "
              + name
              + " is \""
              + given
              + "\", expected one of "
              + Arrays.toString(words)
              + ".\nMaybe it is misspelt.");
    }
    return index;
  }
}
