package org.distill4j.text;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collection;
import java.util.stream.Collectors;

/** Words of messages. */
final class MessageWords {
  private static final int FEW = 5;
  private static final int SHORT = 80;

  private MessageWords() {}

  /** The first few of many names. */
  static String some(Collection<String> names) {
    String few = names.stream().limit(FEW).collect(Collectors.joining(", ", "[", ""));
    return few + (names.size() > FEW ? ", … (" + names.size() + ")]" : "]");
  }

  /** The beginning of what a file holds. */
  static String brief(JsonNode node) {
    String text = node.toString();
    return text.length() <= SHORT ? text : text.substring(0, SHORT) + "…";
  }
}
