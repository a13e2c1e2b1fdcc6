package org.distill4j.cell;

import java.util.List;

/** Texts of a file in messages, cut to a readable length. */
public final class ShortText {
  private static final int LENGTH = 80;

  private ShortText() {}

  /**
   * Shortens a text.
   *
   * @param text the text
   * @return it on one line, or its beginning and the number of characters left out
   */
  public static String shorten(String text) {
    String shown = text.length() <= LENGTH ? text : text.substring(0, LENGTH);
    String line = shown.replaceAll("\\p{Cntrl}", "�");
    int rest = text.length() - shown.length();
    return rest == 0 ? line : line + "… (" + rest + " more characters)";
  }

  /**
   * Shortens a list.
   *
   * @param names the names
   * @return the first of them, and how many there are besides
   */
  public static String shorten(List<String> names) {
    int shown = Math.min(20, names.size());
    String list = names.subList(0, shown).stream().map(ShortText::shorten).toList().toString();
    return shown == names.size() ? list : list + " and " + (names.size() - shown) + " more";
  }
}
