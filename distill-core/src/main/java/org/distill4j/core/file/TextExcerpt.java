package org.distill4j.core.file;

import java.util.List;
import org.distill4j.cell.ShortText;

/** Texts of a file in messages, cut to a readable length. */
public final class TextExcerpt {
  private TextExcerpt() {}

  /**
   * Cuts a text.
   *
   * @param text the text
   * @return the text on one line, or its beginning and the number of characters left out
   */
  public static String shorten(String text) {
    return ShortText.shorten(text);
  }

  /**
   * Cuts a list.
   *
   * @param names the names
   * @return the first names, and how many there are besides
   */
  public static String shorten(List<String> names) {
    return ShortText.shorten(names);
  }
}
