package org.distill4j.core.data;

import java.util.List;

/** Texts of a file in messages, cut to a length that can be read. */
final class Brief {
  private static final int LENGTH = 80;

  private Brief() {}

  /** The text on one line, or its beginning and the number of characters left out. */
  static String of(String text) {
    String shown = text.length() <= LENGTH ? text : text.substring(0, LENGTH);
    String line = shown.replaceAll("\\p{Cntrl}", "�");
    int rest = text.length() - shown.length();
    return rest == 0 ? line : line + "… (" + rest + " more characters)";
  }

  /** The first names of a list, and how many there are besides. */
  static String of(List<String> names) {
    int shown = Math.min(20, names.size());
    String list = names.subList(0, shown).stream().map(Brief::of).toList().toString();
    return shown == names.size() ? list : list + " and " + (names.size() - shown) + " more";
  }
}
