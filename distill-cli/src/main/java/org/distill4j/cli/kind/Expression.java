package org.distill4j.cli.kind;

import java.lang.reflect.Array;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * A value, and the Java expression that makes it. Both come of the same method references, so that
 * they cannot differ. An expression may have {@link Key keys} among its arguments; it has a value
 * where those of the keys are known.
 *
 * @param <T> what the value is
 */
public final class Expression<T> implements Argument<T> {
  private final List<Key<?>> keys;
  private final Function<KeyValues, Expression<T>> bound;
  private final Lazy<T> value;
  private final Lazy<JavaCode> code;

  private Expression(Supplier<T> value, Supplier<JavaCode> code) {
    this.keys = List.of();
    this.bound = values -> this;
    this.value = new Lazy<>(value);
    this.code = new Lazy<>(code);
  }

  private Expression(Supplier<T> value, JavaCode code) {
    this(value, () -> code);
  }

  private Expression(List<Key<?>> keys, Function<KeyValues, Expression<T>> bound) {
    this.keys = keys;
    this.bound = bound;
    this.value = new Lazy<>(Expression::open);
    this.code = new Lazy<>(Expression::open);
  }

  @SuppressWarnings("TypeParameterUnusedInFormals")
  private static <R> R open() {
    throw new IllegalStateException("An expression has keys, whose values are not known.");
  }

  /** An expression that is made when the values of its keys are known. */
  static <T> Expression<T> of(List<Key<?>> keys, Function<KeyValues, Expression<T>> bound) {
    List<Key<?>> all = keys.stream().distinct().toList();
    return all.isEmpty() ? bound.apply(KeyValues.NONE) : new Expression<>(all, bound);
  }

  /**
   * The value of a key.
   *
   * @param <T> what it is
   * @param key the key
   * @return the expression
   */
  public static <T> Expression<T> of(Key<T> key) {
    return of(key.keys(), key::in);
  }

  @Override
  public List<Key<?>> keys() {
    return keys;
  }

  @Override
  public Expression<T> in(KeyValues values) {
    return bound.apply(values);
  }

  /**
   * A value that Java writes as a literal.
   *
   * @param <T> what it is
   * @param value the value
   * @param java the literal
   * @return the expression
   */
  public static <T> Expression<T> literal(T value, String java) {
    return new Expression<>(() -> value, new JavaCode.Literal(java));
  }

  /**
   * A text.
   *
   * @param value the text
   * @return the expression
   */
  public static Expression<String> text(String value) {
    return literal(value, JavaCode.quoted(value));
  }

  /**
   * A number, written without a point if it is whole.
   *
   * @param value the number
   * @return the expression
   */
  public static Expression<Double> number(double value) {
    boolean whole = value == Math.rint(value) && Math.abs(value) < 1e6;
    return literal(value, whole ? String.valueOf((long) value) : String.valueOf(value));
  }

  /**
   * A path.
   *
   * @param value the path
   * @return the expression
   */
  public static Expression<Path> path(Path value) {
    Expression<String> text = text(value.toString());
    return new Expression<>(
        () -> value, new JavaCode.StaticCall(ClassName.of(Path.class), "of", List.of(text.code())));
  }

  /**
   * A constant of an enumeration.
   *
   * @param <E> the enumeration
   * @param value the constant
   * @return the expression
   */
  public static <E extends Enum<E>> Expression<E> constant(E value) {
    ClassName owner = ClassName.of(value.getDeclaringClass());
    return new Expression<>(() -> value, new JavaCode.Constant(owner, value.name()));
  }

  /**
   * A constant of a class.
   *
   * @param <T> what it is
   * @param owner the class
   * @param name the constant
   * @param value its value
   * @return the expression
   */
  public static <T> Expression<T> constant(Class<?> owner, String name, T value) {
    return new Expression<>(() -> value, new JavaCode.Constant(ClassName.of(owner), name));
  }

  /**
   * A local variable.
   *
   * @param <T> what it is
   * @param name its name
   * @param value makes its value when it is first asked for
   * @return the expression
   */
  public static <T> Expression<T> variable(String name, Supplier<T> value) {
    return new Expression<>(value, new JavaCode.Literal(name));
  }

  /**
   * Several values, as the last arguments of a method that takes any number of them.
   *
   * @param <T> what they are
   * @param element their class
   * @param items the values
   * @return the expression
   */
  public static <T> Expression<T[]> array(
      Class<T> element, List<? extends Expression<? extends T>> items) {
    return new Expression<>(
        () -> {
          @SuppressWarnings("unchecked") // The array is made of this class.
          T[] array = (T[]) Array.newInstance(element, items.size());
          for (int i = 0; i < array.length; i++) {
            array[i] = items.get(i).value();
          }
          return array;
        },
        () -> arguments(items));
  }

  /** Several whole numbers, as the last arguments of a method. */
  static Expression<int[]> integers(List<Expression<Integer>> items) {
    return new Expression<>(
        () -> items.stream().mapToInt(Expression::value).toArray(), () -> arguments(items));
  }

  /** Several numbers, as the last arguments of a method. */
  static Expression<double[]> numbers(List<Expression<Double>> items) {
    return new Expression<>(
        () -> items.stream().mapToDouble(Expression::value).toArray(), () -> arguments(items));
  }

  private static JavaCode arguments(List<? extends Expression<?>> items) {
    return new JavaCode.Arguments(codes(items));
  }

  private static List<JavaCode> codes(List<? extends Expression<?>> items) {
    return items.stream().<JavaCode>map(Expression::code).toList();
  }

  /**
   * A call.
   *
   * @param <R> the result
   * @param method the method or constructor
   * @return the expression
   */
  public static <R> Expression<R> call(MethodReference.Zero<R> method) {
    return made(method, values -> method.call());
  }

  /**
   * A call.
   *
   * @param <A> the argument
   * @param <R> the result
   * @param method the method or constructor
   * @param a the argument, or the object that the method is called on
   * @return the expression
   */
  public static <A, R> Expression<R> call(
      MethodReference.One<A, R> method, Argument<? extends A> a) {
    return made(method, values -> method.call(a.in(values).value()), a);
  }

  /**
   * A call.
   *
   * @param <A> the first argument
   * @param <B> the second argument
   * @param <R> the result
   * @param method the method or constructor
   * @param a the first argument, or the object that the method is called on
   * @param b the second argument
   * @return the expression
   */
  public static <A, B, R> Expression<R> call(
      MethodReference.Two<A, B, R> method, Argument<? extends A> a, Argument<? extends B> b) {
    return made(method, values -> method.call(a.in(values).value(), b.in(values).value()), a, b);
  }

  /**
   * A call.
   *
   * @param <A> the first argument
   * @param <B> the second argument
   * @param <C> the third argument
   * @param <R> the result
   * @param method the method or constructor
   * @param a the first argument, or the object that the method is called on
   * @param b the second argument
   * @param c the third argument
   * @return the expression
   */
  public static <A, B, C, R> Expression<R> call(
      MethodReference.Three<A, B, C, R> method,
      Argument<? extends A> a,
      Argument<? extends B> b,
      Argument<? extends C> c) {
    return made(
        method,
        values -> method.call(a.in(values).value(), b.in(values).value(), c.in(values).value()),
        a,
        b,
        c);
  }

  /**
   * A call.
   *
   * @param <A> the first argument
   * @param <B> the second argument
   * @param <C> the third argument
   * @param <D> the fourth argument
   * @param <R> the result
   * @param method the method or constructor
   * @param a the first argument, or the object that the method is called on
   * @param b the second argument
   * @param c the third argument
   * @param d the fourth argument
   * @return the expression
   */
  public static <A, B, C, D, R> Expression<R> call(
      MethodReference.Four<A, B, C, D, R> method,
      Argument<? extends A> a,
      Argument<? extends B> b,
      Argument<? extends C> c,
      Argument<? extends D> d) {
    return made(
        method,
        values ->
            method.call(
                a.in(values).value(),
                b.in(values).value(),
                c.in(values).value(),
                d.in(values).value()),
        a,
        b,
        c,
        d);
  }

  /**
   * A call.
   *
   * @param <A> the first argument
   * @param <B> the second argument
   * @param <C> the third argument
   * @param <D> the fourth argument
   * @param <E> the fifth argument
   * @param <R> the result
   * @param method the method or constructor
   * @param a the first argument, or the object that the method is called on
   * @param b the second argument
   * @param c the third argument
   * @param d the fourth argument
   * @param e the fifth argument
   * @return the expression
   */
  public static <A, B, C, D, E, R> Expression<R> call(
      MethodReference.Five<A, B, C, D, E, R> method,
      Argument<? extends A> a,
      Argument<? extends B> b,
      Argument<? extends C> c,
      Argument<? extends D> d,
      Argument<? extends E> e) {
    return made(
        method,
        values ->
            method.call(
                a.in(values).value(),
                b.in(values).value(),
                c.in(values).value(),
                d.in(values).value(),
                e.in(values).value()),
        a,
        b,
        c,
        d,
        e);
  }

  private static <R> Expression<R> made(
      MethodReference method, Function<KeyValues, R> result, Argument<?>... arguments) {
    List<Argument<?>> given = List.of(arguments);
    return of(
        given.stream().<Key<?>>flatMap(argument -> argument.keys().stream()).toList(),
        values -> {
          List<Expression<?>> known = given.stream().<Expression<?>>map(a -> a.in(values)).toList();
          return new Expression<>(
              () -> result(method, () -> result.apply(values), known),
              () -> MethodName.call(method, codes(known)));
        });
  }

  private static <R> R result(
      MethodReference method, Supplier<R> result, List<Expression<?>> arguments) {
    try {
      return result.get();
    } catch (ArithmeticException overflow) {
      List<?> numbers =
          arguments.stream().map(Expression::value).filter(Number.class::isInstance).toList();
      throw new IllegalArgumentException(
          MethodName.shown(method)
              + " was given "
              + numbers
              + " ("
              + overflow.getMessage()
              + "), expected numbers that can be reckoned with.\nMaybe one has a digit too many.",
          overflow);
    }
  }

  /**
   * A call on this value.
   *
   * @param <R> the result
   * @param method the method
   * @return the expression
   */
  public <R> Expression<R> then(MethodReference.One<T, R> method) {
    return call(method, this);
  }

  /**
   * A call on this value.
   *
   * @param <A> the argument
   * @param <R> the result
   * @param method the method
   * @param a the argument
   * @return the expression
   */
  public <A, R> Expression<R> then(MethodReference.Two<T, A, R> method, Argument<? extends A> a) {
    return call(method, this, a);
  }

  /**
   * A call on this value, if there is an argument for it.
   *
   * @param <A> the argument
   * @param method a method that returns a changed value
   * @param a the argument; empty for no call
   * @return the expression
   */
  public <A> Expression<T> with(MethodReference.Two<T, A, T> method, Optional<Expression<A>> a) {
    return a.map(given -> call(method, this, given)).orElse(this);
  }

  /**
   * A call on this value, if a key that may be left out is given.
   *
   * @param <A> the argument
   * @param method a method that returns a changed value
   * @param key the key of the argument
   * @return the expression
   */
  public <A> Expression<T> with(MethodReference.Two<T, A, T> method, Key<A> key) {
    return given(key, call(method, this, key), this);
  }

  /**
   * A call on this value, if a key is true.
   *
   * @param key the key
   * @param method a method that returns a changed value
   * @return the expression
   */
  public Expression<T> when(Key<Boolean> key, MethodReference.One<T, T> method) {
    return choice(key, call(method, this), this);
  }

  /**
   * A call on this value, if a key is false.
   *
   * @param key the key
   * @param method a method that returns a changed value
   * @return the expression
   */
  public Expression<T> unless(Key<Boolean> key, MethodReference.One<T, T> method) {
    return choice(key, this, call(method, this));
  }

  /**
   * One of two expressions.
   *
   * @param <T> what they are
   * @param key the key that decides
   * @param yes where it is true
   * @param no where it is false
   * @return the expression
   */
  public static <T> Expression<T> choice(Key<Boolean> key, Expression<T> yes, Expression<T> no) {
    return either(key, values -> values.value(key), yes, no);
  }

  /**
   * One of two expressions.
   *
   * @param <T> what they are
   * @param key a key that may be left out
   * @param with where it is given
   * @param without where it is left out
   * @return the expression
   */
  public static <T> Expression<T> given(Key<?> key, Expression<T> with, Expression<T> without) {
    return either(key, values -> values.find(key).isPresent(), with, without);
  }

  private static <T> Expression<T> either(
      Key<?> key, Predicate<KeyValues> first, Expression<T> one, Expression<T> other) {
    List<Key<?>> keys =
        Stream.of(other.keys(), List.<Key<?>>of(key), one.keys())
            .<Key<?>>flatMap(List::stream)
            .toList();
    return of(keys, values -> (first.test(values) ? one : other).in(values));
  }

  /**
   * Returns an expression, whose value is seen as something more general.
   *
   * @param <T> what it is seen as
   * @param expression the expression
   * @return the same expression
   */
  @SuppressWarnings("unchecked") // An expression gives values and takes none.
  public static <T> Expression<T> widened(Expression<? extends T> expression) {
    return (Expression<T>) expression;
  }

  /** {@return the value, made when it is first asked for} */
  public T value() {
    return value.get();
  }

  /** {@return the expression as Java writes it} */
  public JavaCode code() {
    return code.get();
  }
}
