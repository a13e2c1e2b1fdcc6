package org.distill4j.cli.config;

import java.util.List;
import java.util.Optional;
import org.distill4j.cli.yaml.Node;

/**
 * A part of a configuration that is just its keys; its value is {@link KeyValues}.
 *
 * @param name what it is called
 * @param keys its keys
 */
public record Section(String name, List<Key> keys) implements ValueType {
  /**
   * Takes a copy.
   *
   * @param name what it is called
   * @param keys its keys
   */
  public Section {
    keys = List.copyOf(keys);
  }

  static Section of(String name, Key... keys) {
    return new Section(name, List.of(keys));
  }

  @Override
  public String expected() {
    return "the keys of \"" + name + "\"";
  }

  @Override
  public Optional<JavaExpression> read(Node node, ConfigLocation site) {
    if (!(node instanceof Node.Fields fields)) {
      site.refuse(node, expected());
      return Optional.empty();
    }
    return new Keys(keys).read(fields, site).map(values -> JavaExpression.literal(values, name));
  }
}
