package org.distill4j.cli.config;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.distill4j.cli.yaml.Node;

/** Plain values and lists of them. */
final class Types {
  private Types() {}

  static final Type TEXT = scalar("a text", text -> Optional.of(Expr.text(text)));

  static final Type INTEGER = scalar("a whole number", text -> integer(text));

  static final Type THREADS = scalar("auto or a whole number", text -> threads(text));

  static final Type LONG =
      scalar(
          "a whole number",
          text -> whole(text).map(value -> Expr.literal(value, value + longSuffix(value))));

  static final Type NUMBER = scalar("a number", text -> number(text).map(Expr::number));

  static final Type FLAG = scalar("true or false", text -> flag(text));

  static final Type PATH = scalar("a path", text -> path(text));

  private static Type scalar(String expected, Function<String, Optional<Expr>> read) {
    return new Type() {
      @Override
      public String expected() {
        return expected;
      }

      @Override
      public Optional<Expr> read(Node node, Site site) {
        Optional<Expr> value =
            node instanceof Node.Text text ? read.apply(text.value()) : Optional.empty();
        if (value.isEmpty()) {
          site.refuse(node, expected);
        }
        return value;
      }
    };
  }

  private static Optional<Long> whole(String text) {
    try {
      return Optional.of(Long.parseLong(text.replace("_", "")));
    } catch (NumberFormatException other) {
      return Optional.empty();
    }
  }

  private static Optional<Expr> integer(String text) {
    return whole(text)
        .filter(value -> value == value.intValue())
        .map(value -> Expr.literal(value.intValue(), value.toString()));
  }

  private static Optional<Expr> threads(String text) {
    return text.equals("auto")
        ? Optional.of(Expr.call(OptionalInt.class, "empty", List.of()))
        : integer(text).map(count -> Expr.call(OptionalInt.class, "of", List.of(count)));
  }

  private static String longSuffix(long value) {
    return value == (int) value ? "" : "L";
  }

  private static Optional<Double> number(String text) {
    // Not what Double.parseDouble takes besides: "1f", "0x1p3", "NaN".
    if (!text.matches("[-+]?(\\d+\\.?\\d*|\\.\\d+)([eE][-+]?\\d+)?")) {
      return Optional.empty();
    }
    return Optional.of(Double.parseDouble(text)).filter(Double::isFinite);
  }

  private static Optional<Expr> flag(String text) {
    return text.equals("true") || text.equals("false")
        ? Optional.of(Expr.literal(text.equals("true"), text))
        : Optional.empty();
  }

  private static Optional<Expr> path(String text) {
    try {
      Path path = Path.of(text);
      return text.isEmpty() ? Optional.empty() : Optional.of(pathOf(path));
    } catch (InvalidPathException error) {
      return Optional.empty();
    }
  }

  static Expr pathOf(Path path) {
    return Expr.call(Path.class, "of", List.of(Expr.text(path.toString())));
  }

  /** A list whose items are joined to one expression. */
  static Type list(Type item, Function<List<Expr>, Expr> join) {
    return new Type() {
      @Override
      public String expected() {
        return "a list, each item " + item.expected();
      }

      @Override
      public Optional<Expr> read(Node node, Site site) {
        if (!(node instanceof Node.Items items)) {
          site.refuse(node, expected());
          return Optional.empty();
        }
        List<Expr> read = new ArrayList<>();
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

  /** A type whose values are looked at once more; what is thrown is noted. */
  static Type checked(Type type, Consumer<Object> check) {
    return new Type() {
      @Override
      public String expected() {
        return type.expected();
      }

      @Override
      public Optional<Expr> read(Node node, Site site) {
        Optional<Expr> value = type.read(node, site);
        try {
          value.ifPresent(given -> check.accept(given.value()));
          return value;
        } catch (IllegalArgumentException error) {
          site.refuse(String.valueOf(error.getMessage()));
          return Optional.empty();
        }
      }
    };
  }

  /** A type that is defined by itself, as layers are made of layers. */
  static Type later(Supplier<Type> type) {
    return new Type() {
      @Override
      public String expected() {
        return type.get().expected();
      }

      @Override
      public Optional<Expr> read(Node node, Site site) {
        return type.get().read(node, site);
      }
    };
  }
}
