package org.distill4j.cli.config;

import java.io.UncheckedIOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.distill4j.cli.yaml.Node;

/** Plain values and lists of them. */
final class ValueTypes {
  private ValueTypes() {}

  static final ValueType TEXT = scalar("a text", text -> Optional.of(JavaExpression.text(text)));

  static final ValueType INTEGER = scalar("a whole number", text -> integer(text));

  static final ValueType THREADS = scalar("auto or a whole number", text -> threads(text));

  static final ValueType LONG =
      scalar(
          "a whole number",
          text ->
              NumberTexts.whole(text)
                  .map(value -> JavaExpression.literal(value, value + longSuffix(value))));

  static final ValueType NUMBER =
      scalar("a number", text -> NumberTexts.number(text).map(JavaExpression::number));

  static final ValueType FLAG = scalar("true or false", text -> flag(text));

  /**
   * A path; a relative one begins at the folder of the file that names it, ~ at the home folder.
   */
  static final ValueType PATH =
      new ValueType() {
        @Override
        public String expected() {
          return "a path";
        }

        @Override
        public Optional<JavaExpression> read(Node node, ConfigLocation site) {
          if (node instanceof Node.Text text && !text.value().isEmpty()) {
            return path(text.value(), site);
          }
          site.refuse(node, expected());
          return Optional.empty();
        }
      };

  private static ValueType scalar(
      String expected, Function<String, Optional<JavaExpression>> read) {
    return new ValueType() {
      @Override
      public String expected() {
        return expected;
      }

      @Override
      public Optional<JavaExpression> read(Node node, ConfigLocation site) {
        Optional<JavaExpression> value =
            node instanceof Node.Text text ? read.apply(text.value()) : Optional.empty();
        if (value.isEmpty()) {
          Optional<String> advice =
              node instanceof Node.Text text ? NumberTexts.advice(text.value()) : Optional.empty();
          advice.ifPresentOrElse(
              wayOut -> site.refuse(" is " + node.kind(), expected, wayOut),
              () -> site.refuse(node, expected));
        }
        return value;
      }
    };
  }

  private static Optional<JavaExpression> integer(String text) {
    return NumberTexts.whole(text)
        .filter(value -> value == value.intValue())
        .map(value -> JavaExpression.literal(value.intValue(), value.toString()));
  }

  private static Optional<JavaExpression> threads(String text) {
    return text.equals("auto")
        ? Optional.of(JavaExpression.call(OptionalInt.class, "empty", List.of()))
        : integer(text).map(count -> JavaExpression.call(OptionalInt.class, "of", List.of(count)));
  }

  private static String longSuffix(long value) {
    return value == (int) value ? "" : "L";
  }

  private static Optional<JavaExpression> flag(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "true", "yes", "on" -> Optional.of(JavaExpression.literal(true, "true"));
      case "false", "no", "off" -> Optional.of(JavaExpression.literal(false, "false"));
      default -> Optional.empty();
    };
  }

  private static Optional<JavaExpression> path(String text, ConfigLocation site) {
    if (text.chars().anyMatch(Character::isISOControl)) {
      site.refuse(
          " has a tabulator or a line break in it",
          "a path",
          "a backslash in double quotes begins an escape; use single quotes, or write /");
      return Optional.empty();
    }
    boolean home = text.equals("~") || text.startsWith("~/") || text.startsWith("~\\");
    try {
      Path path =
          home ? Path.of(System.getProperty("user.home"), text.substring(1)) : Path.of(text);
      return Optional.of(pathOf(site.folder().resolve(path)));
    } catch (InvalidPathException error) {
      site.refuse(
          " is \"" + Node.shown(text) + "\" (" + error.getReason() + ")",
          "a path",
          "set LC_ALL=C.UTF-8, if there are letters beyond a to z");
      return Optional.empty();
    }
  }

  static JavaExpression pathOf(Path path) {
    return JavaExpression.call(Path.class, "of", List.of(JavaExpression.text(path.toString())));
  }

  /** A list whose items are joined to one expression. */
  static ValueType list(ValueType item, Function<List<JavaExpression>, JavaExpression> join) {
    return new ValueType() {
      @Override
      public String expected() {
        return "a list, each item " + item.expected();
      }

      @Override
      public Optional<JavaExpression> read(Node node, ConfigLocation site) {
        if (!(node instanceof Node.Items items)) {
          site.refuse(node, expected());
          return Optional.empty();
        }
        List<JavaExpression> read = new ArrayList<>();
        for (int i = 0; i < items.items().size(); i++) {
          Node each = items.items().get(i);
          item.read(each, site.item(i, each.line())).ifPresent(read::add);
        }
        return read.size() == items.items().size()
            ? Optional.of(join.apply(read))
            : Optional.empty();
      }
    };
  }

  /** A type whose values are made into others. */
  static ValueType mapped(ValueType type, UnaryOperator<JavaExpression> change) {
    return new ValueType() {
      @Override
      public String expected() {
        return type.expected();
      }

      @Override
      public Optional<JavaExpression> read(Node node, ConfigLocation site) {
        return type.read(node, site).map(change);
      }
    };
  }

  /** A type whose values are looked at once more; what is thrown is noted. */
  static ValueType checked(ValueType type, Consumer<Object> check) {
    return new ValueType() {
      @Override
      public String expected() {
        return type.expected();
      }

      @Override
      public Optional<JavaExpression> read(Node node, ConfigLocation site) {
        Optional<JavaExpression> value = type.read(node, site);
        try {
          value.ifPresent(given -> check.accept(given.value()));
          return value;
        } catch (IllegalArgumentException | UncheckedIOException error) {
          site.refuse(String.valueOf(error.getMessage()));
          return Optional.empty();
        }
      }
    };
  }

  /** A type that is defined by itself, as layers are made of layers. */
  static ValueType later(Supplier<ValueType> type) {
    return new ValueType() {
      @Override
      public String expected() {
        return type.get().expected();
      }

      @Override
      public Optional<JavaExpression> read(Node node, ConfigLocation site) {
        return type.get().read(node, site);
      }
    };
  }
}
