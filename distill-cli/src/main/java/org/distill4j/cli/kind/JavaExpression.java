package org.distill4j.cli.kind;

import java.lang.reflect.Array;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A value, and the Java expression that makes it. Both come of the same method references, so that
 * they cannot differ.
 *
 * @param <T> what the value is
 */
public final class JavaExpression<T> {
  private final Lazy<T> value;
  private final Lazy<JavaCode> code;

  private JavaExpression(Supplier<T> value, Supplier<JavaCode> code) {
    this.value = new Lazy<>(value);
    this.code = new Lazy<>(code);
  }

  private JavaExpression(Supplier<T> value, JavaCode code) {
    this(value, () -> code);
  }

  /**
   * A value that Java writes as a literal.
   *
   * @param <T> what it is
   * @param value the value
   * @param java the literal
   * @return the expression
   */
  public static <T> JavaExpression<T> literal(T value, String java) {
    return new JavaExpression<>(() -> value, new JavaCode.Literal(java));
  }

  /**
   * A text.
   *
   * @param value the text
   * @return the expression
   */
  public static JavaExpression<String> text(String value) {
    return literal(value, JavaCode.quoted(value));
  }

  /**
   * A number, written without a point if it is whole.
   *
   * @param value the number
   * @return the expression
   */
  public static JavaExpression<Double> number(double value) {
    boolean whole = value == Math.rint(value) && Math.abs(value) < 1e6;
    return literal(value, whole ? String.valueOf((long) value) : String.valueOf(value));
  }

  /**
   * A path.
   *
   * @param value the path
   * @return the expression
   */
  public static JavaExpression<Path> path(Path value) {
    JavaExpression<String> text = text(value.toString());
    return new JavaExpression<>(
        () -> value, new JavaCode.StaticCall(ClassName.of(Path.class), "of", List.of(text.code())));
  }

  /**
   * A constant of an enumeration.
   *
   * @param <E> the enumeration
   * @param value the constant
   * @return the expression
   */
  public static <E extends Enum<E>> JavaExpression<E> constant(E value) {
    ClassName owner = ClassName.of(value.getDeclaringClass());
    return new JavaExpression<>(() -> value, new JavaCode.Constant(owner, value.name()));
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
  public static <T> JavaExpression<T> constant(Class<?> owner, String name, T value) {
    return new JavaExpression<>(() -> value, new JavaCode.Constant(ClassName.of(owner), name));
  }

  /**
   * A local variable.
   *
   * @param <T> what it is
   * @param name its name
   * @param value makes its value when it is first asked for
   * @return the expression
   */
  public static <T> JavaExpression<T> variable(String name, Supplier<T> value) {
    return new JavaExpression<>(value, new JavaCode.Literal(name));
  }

  /**
   * Several values, as the last arguments of a method that takes any number of them.
   *
   * @param <T> what they are
   * @param element their class
   * @param items the values
   * @return the expression
   */
  public static <T> JavaExpression<T[]> array(
      Class<T> element, List<? extends JavaExpression<? extends T>> items) {
    return new JavaExpression<>(
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
  static JavaExpression<int[]> integers(List<JavaExpression<Integer>> items) {
    return new JavaExpression<>(
        () -> items.stream().mapToInt(JavaExpression::value).toArray(), () -> arguments(items));
  }

  /** Several numbers, as the last arguments of a method. */
  static JavaExpression<double[]> numbers(List<JavaExpression<Double>> items) {
    return new JavaExpression<>(
        () -> items.stream().mapToDouble(JavaExpression::value).toArray(), () -> arguments(items));
  }

  private static JavaCode arguments(List<? extends JavaExpression<?>> items) {
    return new JavaCode.Arguments(items.stream().<JavaCode>map(JavaExpression::code).toList());
  }

  /**
   * A call without arguments.
   *
   * @param <R> the result
   * @param method the method or constructor
   * @return the expression
   */
  public static <R> JavaExpression<R> call(MethodReference.Zero<R> method) {
    return made(method, method::call);
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
  public static <A, R> JavaExpression<R> call(
      MethodReference.One<A, R> method, JavaExpression<? extends A> a) {
    return made(method, () -> method.call(a.value()), a);
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
  public static <A, B, R> JavaExpression<R> call(
      MethodReference.Two<A, B, R> method,
      JavaExpression<? extends A> a,
      JavaExpression<? extends B> b) {
    return made(method, () -> method.call(a.value(), b.value()), a, b);
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
  public static <A, B, C, R> JavaExpression<R> call(
      MethodReference.Three<A, B, C, R> method,
      JavaExpression<? extends A> a,
      JavaExpression<? extends B> b,
      JavaExpression<? extends C> c) {
    return made(method, () -> method.call(a.value(), b.value(), c.value()), a, b, c);
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
  public static <A, B, C, D, R> JavaExpression<R> call(
      MethodReference.Four<A, B, C, D, R> method,
      JavaExpression<? extends A> a,
      JavaExpression<? extends B> b,
      JavaExpression<? extends C> c,
      JavaExpression<? extends D> d) {
    return made(method, () -> method.call(a.value(), b.value(), c.value(), d.value()), a, b, c, d);
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
  public static <A, B, C, D, E, R> JavaExpression<R> call(
      MethodReference.Five<A, B, C, D, E, R> method,
      JavaExpression<? extends A> a,
      JavaExpression<? extends B> b,
      JavaExpression<? extends C> c,
      JavaExpression<? extends D> d,
      JavaExpression<? extends E> e) {
    return made(
        method,
        () -> method.call(a.value(), b.value(), c.value(), d.value(), e.value()),
        a,
        b,
        c,
        d,
        e);
  }

  private static <R> JavaExpression<R> made(
      MethodReference method, Supplier<R> result, JavaExpression<?>... arguments) {
    List<JavaExpression<?>> given = List.of(arguments);
    return new JavaExpression<>(
        () -> result(method, result, given),
        () -> MethodName.call(method, given.stream().<JavaCode>map(JavaExpression::code).toList()));
  }

  private static <R> R result(
      MethodReference method, Supplier<R> result, List<JavaExpression<?>> arguments) {
    try {
      return result.get();
    } catch (ArithmeticException overflow) {
      List<?> numbers =
          arguments.stream().map(JavaExpression::value).filter(Number.class::isInstance).toList();
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
  public <R> JavaExpression<R> then(MethodReference.One<T, R> method) {
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
  public <A, R> JavaExpression<R> then(
      MethodReference.Two<T, A, R> method, JavaExpression<? extends A> a) {
    return call(method, this, a);
  }

  /**
   * A call on this value.
   *
   * @param <A> the first argument
   * @param <B> the second argument
   * @param <R> the result
   * @param method the method
   * @param a the first argument
   * @param b the second argument
   * @return the expression
   */
  public <A, B, R> JavaExpression<R> then(
      MethodReference.Three<T, A, B, R> method,
      JavaExpression<? extends A> a,
      JavaExpression<? extends B> b) {
    return call(method, this, a, b);
  }

  /**
   * A call on this value.
   *
   * @param <A> the first argument
   * @param <B> the second argument
   * @param <C> the third argument
   * @param <R> the result
   * @param method the method
   * @param a the first argument
   * @param b the second argument
   * @param c the third argument
   * @return the expression
   */
  public <A, B, C, R> JavaExpression<R> then(
      MethodReference.Four<T, A, B, C, R> method,
      JavaExpression<? extends A> a,
      JavaExpression<? extends B> b,
      JavaExpression<? extends C> c) {
    return call(method, this, a, b, c);
  }

  /**
   * A call on this value, if there is an argument for it.
   *
   * @param <A> the argument
   * @param method a method that returns a changed value
   * @param a the argument; empty for no call
   * @return the expression
   */
  public <A> JavaExpression<T> with(
      MethodReference.Two<T, A, T> method, Optional<JavaExpression<A>> a) {
    return a.map(given -> call(method, this, given)).orElse(this);
  }

  /**
   * Returns an expression, whose value is seen as something more general.
   *
   * @param <T> what it is seen as
   * @param expression the expression
   * @return the same expression
   */
  @SuppressWarnings("unchecked") // An expression gives values and takes none.
  public static <T> JavaExpression<T> widened(JavaExpression<? extends T> expression) {
    return (JavaExpression<T>) expression;
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
