package org.distill4j.cli.kind;

import java.io.UncheckedIOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.distill4j.cli.yaml.Node;

/** Plain values and lists of them. */
public final class ValueTypes {
  private ValueTypes() {}

  /** A text. */
  public static final ValueType<String> TEXT =
      scalar("a text", text -> Optional.of(Expression.text(text)));

  /** A whole number. */
  public static final ValueType<Integer> INTEGER = scalar("a whole number", ValueTypes::integer);

  /** A number of threads; empty for "auto". */
  public static final ValueType<OptionalInt> THREADS =
      scalar("auto or a whole number", ValueTypes::threads);

  /** A whole number of 64 bits. */
  public static final ValueType<Long> LONG =
      scalar(
          "a whole number",
          text ->
              NumberTexts.whole(text)
                  .map(value -> Expression.literal(value, value + longSuffix(value))));

  /** A number. */
  public static final ValueType<Double> NUMBER =
      scalar("a number", text -> NumberTexts.number(text).map(Expression::number));

  /** True or false. */
  public static final ValueType<Boolean> FLAG = scalar("true or false", ValueTypes::flag);

  /**
   * A path; a relative one begins at the folder of the file that names it, ~ at the home folder.
   */
  public static final ValueType<Path> PATH =
      of(
          "a path",
          (node, location) -> {
            if (node instanceof Node.Text text && !text.value().isEmpty()) {
              return path(text.value(), location);
            }
            location.refuse(node, "a path");
            return Optional.empty();
          });

  /** Texts. */
  public static final ValueType<String[]> TEXTS =
      list(TEXT, names -> Expression.array(String.class, names));

  /** Numbers. */
  public static final ValueType<double[]> NUMBERS = list(NUMBER, Expression::numbers);

  /** A type of one form of values. */
  private static <T> ValueType<T> of(
      String expected, BiFunction<Node, ConfigLocation, Optional<Expression<T>>> read) {
    return later(() -> expected, read);
  }

  private static <T> ValueType<T> later(
      Supplier<String> expected, BiFunction<Node, ConfigLocation, Optional<Expression<T>>> read) {
    return new ValueType<>() {
      @Override
      public String expected() {
        return expected.get();
      }

      @Override
      public Optional<Expression<T>> read(Node node, ConfigLocation location) {
        return read.apply(node, location);
      }
    };
  }

  private static <T> ValueType<T> scalar(
      String expected, Function<String, Optional<Expression<T>>> read) {
    return of(
        expected,
        (node, location) -> {
          Optional<String> text =
              node instanceof Node.Text given ? Optional.of(given.value()) : Optional.empty();
          Optional<Expression<T>> value = text.flatMap(read);
          if (value.isEmpty()) {
            text.flatMap(NumberTexts::advice)
                .ifPresentOrElse(
                    wayOut -> location.refuse(" is " + node.kind(), expected, wayOut),
                    () -> location.refuse(node, expected));
          }
          return value;
        });
  }

  private static Optional<Expression<Integer>> integer(String text) {
    return NumberTexts.whole(text)
        .filter(value -> value == value.intValue())
        .map(value -> Expression.literal(value.intValue(), value.toString()));
  }

  private static Optional<Expression<OptionalInt>> threads(String text) {
    return text.equals("auto")
        ? Optional.of(Expression.call(OptionalInt::empty))
        : integer(text).map(count -> Expression.call(OptionalInt::of, count));
  }

  private static String longSuffix(long value) {
    return value == (int) value ? "" : "L";
  }

  private static Optional<Expression<Boolean>> flag(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "true", "yes", "on" -> Optional.of(Expression.literal(true, "true"));
      case "false", "no", "off" -> Optional.of(Expression.literal(false, "false"));
      default -> Optional.empty();
    };
  }

  private static Optional<Expression<Path>> path(String text, ConfigLocation location) {
    if (text.chars().anyMatch(Character::isISOControl)) {
      location.refuse(
          " has a tabulator or a line break in it",
          "a path",
          "a backslash in double quotes begins an escape; use single quotes, or write /");
      return Optional.empty();
    }
    boolean home = text.equals("~") || text.startsWith("~/") || text.startsWith("~\\");
    try {
      Path path =
          home ? Path.of(System.getProperty("user.home"), text.substring(1)) : Path.of(text);
      return Optional.of(Expression.path(location.folder().resolve(path)));
    } catch (InvalidPathException error) {
      location.refuse(
          " is \"" + Node.shown(text) + "\" (" + error.getReason() + ")",
          "a path",
          "set LC_ALL=C.UTF-8, if there are letters beyond a to z");
      return Optional.empty();
    }
  }

  /**
   * A list whose items are joined to one value.
   *
   * @param <T> what an item becomes
   * @param <R> what the list becomes
   * @param item what an item may be
   * @param join joins them
   * @return the type
   */
  public static <T, R> ValueType<R> list(
      ValueType<T> item, Function<List<Expression<T>>, Expression<R>> join) {
    return later(
        () -> "a list, each item " + item.expected(),
        (node, location) -> {
          if (node instanceof Node.Items items) {
            return items(items.items(), location, item).map(join);
          }
          location.refuse(node, "a list, each item " + item.expected());
          return Optional.empty();
        });
  }

  /**
   * A list of at least one item.
   *
   * @param <T> what an item becomes
   * @param <R> what the list becomes
   * @param name what the items are, for messages
   * @param example an item as it is written, for messages
   * @param item what an item may be
   * @param join joins them
   * @return the type
   */
  public static <T, R> ValueType<R> some(
      String name,
      String example,
      ValueType<T> item,
      Function<List<Expression<T>>, Expression<R>> join) {
    ValueType<List<Expression<T>>> items =
        checked(
            list(item),
            given -> {
              if (given.isEmpty()) {
                throw new IllegalArgumentException(
                    "The list of "
                        + name
                        + " is empty, expected at least one.\nMaybe - "
                        + example
                        + ".");
              }
            });
    return mapped(items, given -> join.apply(given.value()));
  }

  /**
   * A list whose items stay as they are.
   *
   * @param <T> what an item becomes
   * @param item what an item may be
   * @return the type
   */
  public static <T> ValueType<List<Expression<T>>> list(ValueType<T> item) {
    return list(item, items -> Expression.literal(items, item.expected()));
  }

  /** The items of a list; empty if something is wrong with one. */
  static <T> Optional<List<Expression<T>>> items(
      List<Node> items, ConfigLocation location, ValueType<T> item) {
    List<Expression<T>> read = new ArrayList<>();
    for (int i = 0; i < items.size(); i++) {
      Node each = items.get(i);
      item.read(each, location.item(i, each.line())).ifPresent(read::add);
    }
    return read.size() == items.size() ? Optional.of(read) : Optional.empty();
  }

  /**
   * A type whose values are made into others.
   *
   * @param <T> what the type reads
   * @param <R> what it becomes
   * @param type the type
   * @param change makes the other value
   * @return the type
   */
  public static <T, R> ValueType<R> mapped(
      ValueType<T> type, Function<Expression<T>, Expression<R>> change) {
    return later(type::expected, (node, location) -> type.read(node, location).map(change));
  }

  /**
   * A type whose values are checked once more.
   *
   * @param <T> what the type reads
   * @param type the type
   * @param check throws what is wrong with a value, which is noted
   * @return the type
   */
  public static <T> ValueType<T> checked(ValueType<T> type, Consumer<T> check) {
    return later(
        type::expected,
        (node, location) -> {
          Optional<Expression<T>> value = type.read(node, location);
          try {
            value.ifPresent(given -> check.accept(given.value()));
            return value;
          } catch (IllegalArgumentException | UncheckedIOException error) {
            location.refuse(String.valueOf(error.getMessage()));
            return Optional.empty();
          }
        });
  }

  /**
   * A type that is defined by itself, as layers are made of layers.
   *
   * @param <T> what it reads
   * @param type gives the type when it is needed
   * @return the type
   */
  public static <T> ValueType<T> later(Supplier<ValueType<T>> type) {
    return later(() -> type.get().expected(), (node, location) -> type.get().read(node, location));
  }

  /** A type that stands beside others, with the form in which its values are written. */
  static <T> ValueType<T> written(ValueType<T> type, Predicate<Node> form) {
    return new ValueType<>() {
      @Override
      public String expected() {
        return type.expected();
      }

      @Override
      public Optional<Expression<T>> read(Node node, ConfigLocation location) {
        return type.read(node, location);
      }

      @Override
      public boolean takes(Node node) {
        return form.test(node);
      }
    };
  }
}
