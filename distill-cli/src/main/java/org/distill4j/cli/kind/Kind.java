package org.distill4j.cli.kind;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.distill4j.cli.yaml.Node;

/**
 * One kind of thing that a configuration may ask for, for example a dense layer: its name, what it is, its
 * keys, and the method references that make it.
 *
 * @param <T> what is made
 */
public final class Kind<T> implements ValueType<T> {
  private final String name;
  private final String doc;
  private final List<Key<?>> keys;
  private final Function<KeyValues, Expression<T>> made;

  private Kind(
      String name, String doc, List<Key<?>> keys, Function<KeyValues, Expression<T>> made) {
    this.name = name;
    this.doc = doc;
    this.keys = List.copyOf(keys);
    this.made = made;
  }

  /**
   * A kind that is always the same constant.
   *
   * @param <E> the enumeration
   * @param name its name
   * @param doc what it is
   * @param value the constant
   * @return the kind
   */
  public static <E extends Enum<E>> Kind<E> constant(String name, String doc, E value) {
    return built(name, doc, values -> Expression.constant(value));
  }

  /**
   * A kind that is made of its keys in some other way than by one call.
   *
   * @param <T> what is made
   * @param name its name
   * @param doc what it is
   * @param made makes it
   * @param keys its keys, the most important first
   * @return the kind
   */
  public static <T> Kind<T> built(
      String name, String doc, Function<KeyValues, Expression<T>> made, Key<?>... keys) {
    return new Kind<>(name, doc, List.of(keys), made);
  }

  /**
   * A kind that is an expression of its keys.
   *
   * @param <T> what is made
   * @param name its name
   * @param doc what it is
   * @param made the expression
   * @param first those of its keys that come before the others, in order
   * @return the kind
   */
  public static <T> Kind<T> of(String name, String doc, Expression<T> made, Key<?>... first) {
    List<Key<?>> keys = Stream.concat(Stream.of(first), made.keys().stream()).distinct().toList();
    return new Kind<>(name, doc, keys, made::in);
  }

  /** {@return its name} */
  public String name() {
    return name;
  }

  /** {@return what it is} */
  public String doc() {
    return doc;
  }

  /** {@return its keys} */
  public List<Key<?>> keys() {
    return keys;
  }

  @Override
  public String expected() {
    return "the keys of \"" + name + "\"";
  }

  /** Reads what stands after the kind's name: its keys, or the value of the first alone. */
  @Override
  public Optional<Expression<T>> read(Node node, ConfigLocation location) {
    return new Keys(keys).read(fields(node, location), location).map(made);
  }

  private Node.Fields fields(Node body, ConfigLocation location) {
    if (body instanceof Node.Fields keyed) {
      return keyed;
    }
    boolean nothing = body instanceof Node.Text text && text.value().isEmpty();
    if (!nothing && keys.isEmpty()) {
      location.refuse(body, "nothing after \"" + name + "\"");
    }
    return new Node.Fields(
        nothing || keys.isEmpty()
            ? Map.of()
            : Map.of(keys.get(0).name(), new Node.Field(body.line(), body)),
        body.line());
  }
}
