package org.distill4j.text;

import java.util.Collection;
import java.util.stream.Collectors;

/** Words of messages. */
final class Texts {
  private static final int FEW = 5;

  private Texts() {}

  /** The first few of many names. */
  static String some(Collection<String> names) {
    String few = names.stream().limit(FEW).collect(Collectors.joining(", ", "[", ""));
    return few + (names.size() > FEW ? ", … (" + names.size() + ")]" : "]");
  }
}
