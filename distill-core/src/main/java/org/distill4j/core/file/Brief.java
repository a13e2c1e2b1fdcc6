package org.distill4j.core.file;

import java.util.List;
import org.distill4j.cell.ShortText;

/** Texts of a file in messages, cut to a length that can be read. */
public final class Brief {
  private Brief() {}

  /**
   * Cuts a text.
   *
   * @param text the text
   * @return the text on one line, or its beginning and the number of characters left out
   */
  public static String of(String text) {
    return ShortText.of(text);
  }

  /**
   * Cuts a list.
   *
   * @param names the names
   * @return the first names, and how many there are besides
   */
  public static String of(List<String> names) {
    return ShortText.of(names);
  }
}
