package org.distill4j.cli.kind;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.distill4j.cli.yaml.Node;

/** A part of a configuration that is just its keys. */
public final class Section implements ValueType<KeyValues> {
  private final String name;
  private final Supplier<List<Key<?>>> keys;

  private Section(String name, Supplier<List<Key<?>>> keys) {
    this.name = name;
    this.keys = keys;
  }

  /**
   * A section of known keys.
   *
   * @param name what it is called
   * @param keys its keys
   * @return the section
   */
  public static Section of(String name, Key<?>... keys) {
    List<Key<?>> all = List.of(keys);
    return new Section(name, () -> all);
  }

  /**
   * A section whose keys are asked for when they are needed.
   *
   * @param name what it is called
   * @param keys its keys
   * @return the section
   */
  public static Section later(String name, Supplier<List<Key<?>>> keys) {
    return new Section(name, keys);
  }

  /** {@return what it is called} */
  public String name() {
    return name;
  }

  /** {@return its keys} */
  public List<Key<?>> keys() {
    return keys.get();
  }

  @Override
  public String expected() {
    return "the keys of \"" + name + "\"";
  }

  @Override
  public Optional<Expression<KeyValues>> read(Node node, ConfigLocation location) {
    if (!(node instanceof Node.Fields fields)) {
      location.refuse(node, expected());
      return Optional.empty();
    }
    return new Keys(keys()).read(fields, location).map(values -> Expression.literal(values, name));
  }
}
