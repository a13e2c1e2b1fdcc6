package org.distill4j.core.data;

import java.util.List;
import org.distill4j.cell.ShortText;

/** Texts of a file in messages, cut to a length that can be read. */
final class Brief {
  private Brief() {}

  /** The text on one line, or its beginning and the number of characters left out. */
  static String of(String text) {
    return ShortText.of(text);
  }

  /** The first names of a list, and how many there are besides. */
  static String of(List<String> names) {
    return ShortText.of(names);
  }
}
