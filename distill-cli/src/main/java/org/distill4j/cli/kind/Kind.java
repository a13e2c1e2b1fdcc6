package org.distill4j.cli.kind;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
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
  private final Function<KeyValues, JavaExpression<T>> made;

  private Kind(
      String name, String doc, List<Key<?>> keys, Function<KeyValues, JavaExpression<T>> made) {
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
    return built(name, doc, values -> JavaExpression.constant(value));
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
      String name, String doc, Function<KeyValues, JavaExpression<T>> made, Key<?>... keys) {
    return new Kind<>(name, doc, List.of(keys), made);
  }

  /**
   * A kind that one call makes.
   *
   * @param <T> what is made
   * @param name its name
   * @param doc what it is
   * @param method the method or constructor
   * @return the kind
   */
  public static <T> Kind<T> of(String name, String doc, MethodReference.Zero<T> method) {
    return built(name, doc, values -> JavaExpression.call(method));
  }

  /**
   * A kind that one call makes of its keys.
   *
   * @param <A> the first argument
   * @param <T> what is made
   * @param name its name
   * @param doc what it is
   * @param method the method or constructor
   * @param a the first argument
   * @return the kind
   */
  public static <A, T> Kind<T> of(
      String name, String doc, MethodReference.One<A, T> method, Key<A> a) {
    return built(name, doc, values -> JavaExpression.call(method, values.get(a)), a);
  }

  /**
   * A kind that one call makes of its keys.
   *
   * @param <A> the first argument
   * @param <B> the second argument
   * @param <T> what is made
   * @param name its name
   * @param doc what it is
   * @param method the method or constructor
   * @param a the first argument
   * @param b the second argument
   * @return the kind
   */
  public static <A, B, T> Kind<T> of(
      String name, String doc, MethodReference.Two<A, B, T> method, Key<A> a, Key<B> b) {
    return built(
        name, doc, values -> JavaExpression.call(method, values.get(a), values.get(b)), a, b);
  }

  /**
   * A kind that one call makes of its keys.
   *
   * @param <A> the first argument
   * @param <B> the second argument
   * @param <C> the third argument
   * @param <T> what is made
   * @param name its name
   * @param doc what it is
   * @param method the method or constructor
   * @param a the first argument
   * @param b the second argument
   * @param c the third argument
   * @return the kind
   */
  public static <A, B, C, T> Kind<T> of(
      String name,
      String doc,
      MethodReference.Three<A, B, C, T> method,
      Key<A> a,
      Key<B> b,
      Key<C> c) {
    return built(
        name,
        doc,
        values -> JavaExpression.call(method, values.get(a), values.get(b), values.get(c)),
        a,
        b,
        c);
  }

  /**
   * A kind that one call makes of its keys.
   *
   * @param <A> the first argument
   * @param <B> the second argument
   * @param <C> the third argument
   * @param <D> the fourth argument
   * @param <T> what is made
   * @param name its name
   * @param doc what it is
   * @param method the method or constructor
   * @param a the first argument
   * @param b the second argument
   * @param c the third argument
   * @param d the fourth argument
   * @return the kind
   */
  public static <A, B, C, D, T> Kind<T> of(
      String name,
      String doc,
      MethodReference.Four<A, B, C, D, T> method,
      Key<A> a,
      Key<B> b,
      Key<C> c,
      Key<D> d) {
    return built(
        name,
        doc,
        values ->
            JavaExpression.call(method, values.get(a), values.get(b), values.get(c), values.get(d)),
        a,
        b,
        c,
        d);
  }

  /**
   * A kind that one call makes of its keys.
   *
   * @param <A> the first argument
   * @param <B> the second argument
   * @param <C> the third argument
   * @param <D> the fourth argument
   * @param <E> the fifth argument
   * @param <T> what is made
   * @param name its name
   * @param doc what it is
   * @param method the method or constructor
   * @param a the first argument
   * @param b the second argument
   * @param c the third argument
   * @param d the fourth argument
   * @param e the fifth argument
   * @return the kind
   */
  public static <A, B, C, D, E, T> Kind<T> of(
      String name,
      String doc,
      MethodReference.Five<A, B, C, D, E, T> method,
      Key<A> a,
      Key<B> b,
      Key<C> c,
      Key<D> d,
      Key<E> e) {
    return built(
        name,
        doc,
        values ->
            JavaExpression.call(
                method, values.get(a), values.get(b), values.get(c), values.get(d), values.get(e)),
        a,
        b,
        c,
        d,
        e);
  }

  /**
   * Returns this kind with one more key, whose value is given to a method if it is there.
   *
   * @param <A> the value
   * @param key the key
   * @param method returns a changed object
   * @return the kind
   */
  public <A> Kind<T> with(Key<A> key, MethodReference.Two<T, A, T> method) {
    return more(key, (made, value) -> JavaExpression.call(method, made, value));
  }

  /**
   * Returns this kind with a key that is false unless given; true calls a method.
   *
   * @param key the key
   * @param doc what it is
   * @param method returns a changed object
   * @return the kind
   */
  public Kind<T> when(String key, String doc, MethodReference.One<T, T> method) {
    return more(
        Key.of(key, ValueTypes.FLAG, false, doc),
        (made, value) -> value.value() ? JavaExpression.call(method, made) : made);
  }

  /**
   * Returns this kind with a key that is true unless given; false calls a method.
   *
   * @param key the key
   * @param doc what it is
   * @param method returns a changed object
   * @return the kind
   */
  public Kind<T> unless(String key, String doc, MethodReference.One<T, T> method) {
    return more(
        Key.of(key, ValueTypes.FLAG, true, doc),
        (made, value) -> value.value() ? made : JavaExpression.call(method, made));
  }

  private <A> Kind<T> more(
      Key<A> key, BiFunction<JavaExpression<T>, JavaExpression<A>, JavaExpression<T>> step) {
    List<Key<?>> all = new ArrayList<>(keys);
    all.add(key);
    return new Kind<>(
        name,
        doc,
        all,
        values -> {
          JavaExpression<T> plain = made.apply(values);
          return values.find(key).map(value -> step.apply(plain, value)).orElse(plain);
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
  public List<Key<?>> keys() {
    return keys;
  }

  @Override
  public String expected() {
    return "the keys of \"" + name + "\"";
  }

  /** Reads what stands after the kind's name: its keys, or the value of the first alone. */
  @Override
  public Optional<JavaExpression<T>> read(Node node, ConfigLocation location) {
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
