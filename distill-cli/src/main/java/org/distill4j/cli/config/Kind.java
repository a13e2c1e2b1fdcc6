package org.distill4j.cli.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.distill4j.cli.yaml.Node;

/**
 * One kind of thing that a configuration may ask for, a dense layer say: its name, what it is, its
 * keys, and the Java calls that make it.
 */
public final class Kind {
  private final String name;
  private final String doc;
  private final List<Key> keys;
  private final Function<KeyValues, JavaExpression> made;

  private Kind(String name, String doc, List<Key> keys, Function<KeyValues, JavaExpression> made) {
    this.name = name;
    this.doc = doc;
    this.keys = List.copyOf(keys);
    this.made = made;
  }

  /** A kind made by a static method, whose arguments are the keys. */
  static Kind of(String name, String doc, Class<?> owner, String method, Key... arguments) {
    return new Kind(
        name,
        doc,
        List.of(arguments),
        values -> JavaExpression.call(owner, method, arguments(values, arguments)));
  }

  /** A kind made by a constructor. */
  static Kind created(String name, String doc, Class<?> owner, Key... arguments) {
    return new Kind(
        name,
        doc,
        List.of(arguments),
        values -> JavaExpression.create(owner, arguments(values, arguments)));
  }

  /** A kind that is always the same. */
  static Kind constant(String name, String doc, Enum<?> value) {
    return new Kind(name, doc, List.of(), values -> JavaExpression.constant(value));
  }

  /** A kind made in some other way. */
  static Kind made(String name, String doc, Function<KeyValues, JavaExpression> made, Key... keys) {
    return new Kind(name, doc, List.of(keys), made);
  }

  private static List<JavaExpression> arguments(KeyValues values, Key... keys) {
    List<JavaExpression> arguments = new ArrayList<>();
    for (Key key : keys) {
      values.find(key).ifPresent(arguments::add);
    }
    return arguments;
  }

  /** This kind with one more key, whose value is given to a method if it is there. */
  Kind with(String method, Key key) {
    return more(key, (expr, value) -> expr.then(method, value));
  }

  /** This kind with a key that is false unless given; true calls a method. */
  Kind when(String key, String method, String what) {
    return more(
        Key.of(key, ValueTypes.FLAG, false, what),
        (expr, value) -> value.as(Boolean.class) ? expr.then(method) : expr);
  }

  /** This kind with a key that is true unless given; false calls a method. */
  Kind unless(String key, String method, String what) {
    return more(
        Key.of(key, ValueTypes.FLAG, true, what),
        (expr, value) -> value.as(Boolean.class) ? expr : expr.then(method));
  }

  private Kind more(Key key, BiFunction<JavaExpression, JavaExpression, JavaExpression> step) {
    List<Key> all = new ArrayList<>(keys);
    all.add(key);
    return new Kind(
        name,
        doc,
        all,
        values -> {
          JavaExpression expr = made.apply(values);
          return values.find(key).map(value -> step.apply(expr, value)).orElse(expr);
        });
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
  public List<Key> keys() {
    return keys;
  }

  /** Reads what stands after the kind's name: its keys, or the value of the first alone. */
  Optional<JavaExpression> read(Node body, ConfigLocation site) {
    return new Keys(keys).read(fields(body, site), site).map(made);
  }

  private Node.Fields fields(Node body, ConfigLocation site) {
    boolean keyed = body instanceof Node.Fields;
    if (keyed || keys.isEmpty() || isNothing(body)) {
      if (!keyed && !isNothing(body)) {
        site.refuse(body, "nothing after \"" + name + "\"");
      }
      return keyed ? (Node.Fields) body : new Node.Fields(java.util.Map.of(), body.line());
    }
    Node.Field first = new Node.Field(body.line(), body);
    return new Node.Fields(java.util.Map.of(keys.get(0).name(), first), body.line());
  }

  private static boolean isNothing(Node body) {
    return body instanceof Node.Text text && text.value().isEmpty();
  }
}
