package org.distill4j.cli.kind;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.distill4j.cli.yaml.Node;

/** An item of a list whose kind has other keys beside it, as "name". */
record NamedItem(Node item) {
  Optional<Node.Field> find(String key) {
    return item instanceof Node.Fields fields
        ? Optional.ofNullable(fields.fields().get(key))
        : Optional.empty();
  }

  /** The text of a key; empty if it has none or is more than a text. */
  Optional<String> text(String key) {
    return find(key)
        .filter(field -> field.value() instanceof Node.Text)
        .map(field -> ((Node.Text) field.value()).value());
  }

  /** The item without a key. */
  Node without(String... keys) {
    if (!(item instanceof Node.Fields fields)) {
      return item;
    }
    Map<String, Node.Field> rest = new LinkedHashMap<>(fields.fields());
    for (String key : keys) {
      rest.remove(key);
    }
    return new Node.Fields(rest, item.line());
  }
}
