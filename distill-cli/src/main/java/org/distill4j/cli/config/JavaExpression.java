package org.distill4j.cli.config;

import java.lang.reflect.Array;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * A value and the Java expression that makes it. The value is made by calling what the expression
 * calls, so the two cannot differ.
 */
public final class JavaExpression {
  private final Supplier<Object> made;
  private final String java;
  private final Set<String> imports;
  private final List<JavaExpression> items;

  private JavaExpression(Supplier<Object> made, String java, Set<String> imports) {
    this(made, java, imports, List.of());
  }

  private JavaExpression(
      Supplier<Object> made, String java, Set<String> imports, List<JavaExpression> items) {
    this.made = new Lazy(made);
    this.java = java;
    this.imports = imports;
    this.items = List.copyOf(items);
  }

  static JavaExpression literal(Object value, String java) {
    return new JavaExpression(() -> value, java, Set.of());
  }

  static JavaExpression text(String value) {
    return literal(value, quoted(value));
  }

  /** A number; integers without a point are written so. */
  static JavaExpression number(double value) {
    return literal(
        value,
        value == Math.rint(value) && Math.abs(value) < 1e6
            ? String.valueOf((long) value)
            : String.valueOf(value));
  }

  /** Several values, as the last arguments of a method that takes any number of them. */
  static JavaExpression array(Class<?> element, List<JavaExpression> items) {
    Set<String> all = new TreeSet<>();
    items.forEach(item -> all.addAll(item.imports));
    return new JavaExpression(
        () -> array(element, items.toArray(JavaExpression[]::new)), arguments(items), all, items);
  }

  private static Object array(Class<?> element, JavaExpression... items) {
    Object array = Array.newInstance(element, items.length);
    for (int i = 0; i < items.length; i++) {
      Array.set(array, i, items[i].value());
    }
    return array;
  }

  /** A constant of an enumeration. */
  static JavaExpression constant(Enum<?> value) {
    Class<?> owner = value.getDeclaringClass();
    return new JavaExpression(() -> value, name(owner) + "." + value.name(), importOf(owner));
  }

  /**
   * A local variable.
   *
   * @param name its name
   * @param value makes its value when it is first asked for
   * @return the expression
   */
  public static JavaExpression variable(String name, Supplier<Object> value) {
    return new JavaExpression(value, name, Set.of());
  }

  /**
   * A static call.
   *
   * @param owner the class
   * @param method the method
   * @param arguments its arguments
   * @return the expression
   */
  public static JavaExpression call(Class<?> owner, String method, List<JavaExpression> arguments) {
    return new JavaExpression(
        () -> ReflectiveCalls.invoke(owner, null, method, values(arguments)),
        name(owner) + "." + method + "(" + arguments(arguments) + ")",
        imports(owner, arguments));
  }

  /**
   * A new object.
   *
   * @param owner the class
   * @param arguments the constructor's arguments
   * @return the expression
   */
  public static JavaExpression create(Class<?> owner, List<JavaExpression> arguments) {
    return new JavaExpression(
        () -> ReflectiveCalls.create(owner, values(arguments)),
        "new " + name(owner) + "(" + arguments(arguments) + ")",
        imports(owner, arguments));
  }

  /**
   * A call on this value.
   *
   * @param method the method
   * @param arguments its arguments
   * @return the expression
   */
  public JavaExpression then(String method, JavaExpression... arguments) {
    List<JavaExpression> given = List.of(arguments);
    Set<String> all = new TreeSet<>(imports);
    given.forEach(argument -> all.addAll(argument.imports));
    return new JavaExpression(
        () -> ReflectiveCalls.invoke(value().getClass(), value(), method, values(given)),
        java + "." + method + "(" + arguments(given) + ")",
        all);
  }

  /** Calls of one method, each on the value of the one before, and the value of the last. */
  static JavaExpression chain(
      JavaExpression first, String method, List<List<JavaExpression>> calls, Object value) {
    StringBuilder text = new StringBuilder(first.java);
    Set<String> all = new TreeSet<>(first.imports);
    for (List<JavaExpression> call : calls) {
      text.append('.').append(method).append('(').append(arguments(call)).append(')');
      call.forEach(argument -> all.addAll(argument.imports));
    }
    return new JavaExpression(() -> value, text.toString(), all);
  }

  /** {@return the value, made when it is first asked for} */
  public Object value() {
    return made.get();
  }

  /**
   * The value as what it is known to be.
   *
   * @param <T> the type
   * @param type the type
   * @return the value
   */
  public <T> T as(Class<T> type) {
    return type.cast(value());
  }

  /**
   * Some of several values.
   *
   * @param wanted which ones
   * @return those
   */
  public JavaExpression only(Predicate<Object> wanted) {
    Class<?> element = value().getClass().getComponentType();
    return array(element, items.stream().filter(item -> wanted.test(item.value())).toList());
  }

  /** {@return the expression} */
  public String java() {
    return java;
  }

  /** {@return the names of the classes that the expression uses} */
  public Set<String> imports() {
    return imports;
  }

  private static List<Object> values(List<JavaExpression> arguments) {
    return arguments.stream().map(JavaExpression::value).toList();
  }

  private static String arguments(List<JavaExpression> arguments) {
    return arguments.stream().map(JavaExpression::java).collect(Collectors.joining(", "));
  }

  private static Set<String> imports(Class<?> owner, List<JavaExpression> arguments) {
    Set<String> all = new TreeSet<>(importOf(owner));
    arguments.forEach(argument -> all.addAll(argument.imports));
    return all;
  }

  private static Set<String> importOf(Class<?> owner) {
    Class<?> outer = owner.getDeclaringClass() == null ? owner : owner.getDeclaringClass();
    return outer.getPackageName().equals("java.lang") ? Set.of() : Set.of(outer.getName());
  }

  private static String name(Class<?> owner) {
    Class<?> outer = owner.getDeclaringClass();
    return outer == null ? owner.getSimpleName() : name(outer) + "." + owner.getSimpleName();
  }

  /**
   * A text as a Java literal.
   *
   * @param text the text
   * @return the literal with its quotes
   */
  public static String quoted(String text) {
    StringBuilder literal = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        literal.append('\\').append(c);
      } else if (c < ' ' || c > '~') {
        literal.append(String.format("\\u%04x", (int) c));
      } else {
        literal.append(c);
      }
    }
    return literal.append('"').toString();
  }
}
