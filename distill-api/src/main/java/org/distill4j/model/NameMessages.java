package org.distill4j.model;

import java.util.Set;

/** Messages about unknown names. */
final class NameMessages {
  private NameMessages() {}

  static String missing(String kind, String name, Set<String> present) {
    return "There is no "
        + kind
        + " named \""
        + name
        + "\", expected one of "
        + present
        + ".\nMaybe the name is misspelt or belongs to another model.";
  }
}
