package org.distill4j.cli.kind;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.distill4j.cli.yaml.Node;

/**
 * The keys that belong together.
 *
 * @param all the keys, the most important first
 */
record Keys(List<Key<?>> all) {
  /** The present name of each key that was renamed, by its old name. */
  private static final Map<String, String> RENAMED = Map.of("part-size", "micro-batch-size");

  Keys {
    all = List.copyOf(all);
  }

  List<String> names() {
    return all.stream().map(Key::name).toList();
  }

  /** Reads the keys' values, and notes unknown and missing keys. */
  Optional<KeyValues> read(Node.Fields node, ConfigLocation location) {
    boolean valid = true;
    for (Map.Entry<String, Node.Field> field : node.fields().entrySet()) {
      if (!names().contains(field.getKey())) {
        unknown(
            new ConfigLocation(location.path(), field.getValue().line(), location.problems()),
            node,
            field);
        valid = false;
      }
    }
    Map<String, Expression<?>> values = new LinkedHashMap<>();
    for (Key<?> key : all) {
      Node.Field field = node.fields().get(key.name());
      Optional<? extends Expression<?>> value =
          field == null
              ? key.absent(location)
              : key.type().read(field.value(), location.key(key.name(), field.line()));
      value.ifPresent(given -> values.put(key.name(), given));
      valid &= value.isPresent() || (field == null && key.need() instanceof Key.Need.Free);
    }
    return valid ? Optional.of(new KeyValues(values, location)) : Optional.empty();
  }

  private void unknown(ConfigLocation here, Node.Fields node, Map.Entry<String, Node.Field> field) {
    Optional<String> renamed =
        Optional.ofNullable(RENAMED.get(field.getKey())).filter(names()::contains);
    if (renamed.isPresent()) {
      String now = renamed.orElseThrow();
      here.refuse(
          " has the key \"" + field.getKey() + "\"", "\"" + now + "\"", "rename it to " + now);
      return;
    }
    Optional<String> advice =
        Character.isDigit((field.getKey() + " ").charAt(0))
            ? NumberTexts.advice(node)
            : Optional.empty();
    advice.ifPresentOrElse(
        wayOut ->
            here.refuse(" has the key \"" + Node.shown(field.getKey()) + "\"", "none", wayOut),
        () -> here.unknown("the key", field.getKey(), names()));
  }
}
