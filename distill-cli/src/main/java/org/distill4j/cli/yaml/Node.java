package org.distill4j.cli.yaml;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A part of a YAML document, with the line on which it begins, from 1. */
public sealed interface Node {
  /** The largest number of characters of a value in messages. */
  int MAX_SHOWN = 100;

  /**
   * Returns a text as messages show it.
   *
   * @param text the text
   * @return the text, or its beginning
   */
  static String shown(String text) {
    return text.length() <= MAX_SHOWN ? text : text.substring(0, MAX_SHOWN) + "…";
  }

  /** {@return the line on which it begins, from 1} */
  int line();

  /** {@return its kind, for messages} */
  String kind();

  /**
   * A single value.
   *
   * @param value the value as it was written, without quotes
   * @param line the line
   */
  record Text(String value, int line) implements Node {
    @Override
    public String kind() {
      return "\"" + shown(value) + "\"";
    }
  }

  /**
   * A list.
   *
   * @param items what is in it
   * @param line the line
   */
  record Items(List<Node> items, int line) implements Node {
    /** Takes a copy. */
    public Items {
      items = List.copyOf(items);
    }

    @Override
    public String kind() {
      return "a list";
    }
  }

  /**
   * Keys with values.
   *
   * @param fields the values by key, in order
   * @param line the line
   */
  record Fields(Map<String, Field> fields, int line) implements Node {
    /** Takes a copy. */
    public Fields {
      fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
    }

    @Override
    public String kind() {
      List<String> keys = fields.keySet().stream().map(Node::shown).toList();
      String shown = keys.subList(0, Math.min(keys.size(), MAX_SHOWN / 10)).toString();
      return keys.isEmpty()
          ? "nothing"
          : "the keys " + shown + (keys.size() > MAX_SHOWN / 10 ? " and more" : "");
    }
  }

  /**
   * The value of a key.
   *
   * @param line the line of the key
   * @param value the value
   */
  record Field(int line, Node value) {}
}
