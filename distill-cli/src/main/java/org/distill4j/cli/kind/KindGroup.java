package org.distill4j.cli.kind;

import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.distill4j.cli.yaml.Node;

/**
 * The kinds among which a configuration chooses, for example all layers. A choice is written as the kind's
 * name alone, or as the name with its keys below it.
 *
 * @param <T> what all of its kinds make
 */
public final class KindGroup<T> implements ValueType<T> {
  private final String name;
  private final Supplier<Map<String, Kind<? extends T>>> kinds;
  private final List<ValueType<? extends T>> shorthands;
  private final Making making;

  /** When a value is made. */
  private enum Making {
    /** When it is read, so that errors are found at once. */
    AT_ONCE,
    /** When it is asked for, as it needs files. */
    LATER
  }

  private KindGroup(
      String name,
      Supplier<Map<String, Kind<? extends T>>> kinds,
      List<ValueType<? extends T>> shorthands,
      Making making) {
    this.name = name;
    this.kinds = kinds;
    this.shorthands = List.copyOf(shorthands);
    this.making = making;
  }

  /**
   * A group of known kinds.
   *
   * @param <T> what they make
   * @param name what they are: "colour"
   * @param kinds the kinds
   * @return the group
   */
  @SafeVarargs
  public static <T> KindGroup<T> of(String name, Kind<? extends T>... kinds) {
    Map<String, Kind<? extends T>> byName = new LinkedHashMap<>();
    for (Kind<? extends T> kind : kinds) {
      byName.put(kind.name(), kind);
    }
    Map<String, Kind<? extends T>> all = Collections.unmodifiableMap(byName);
    return new KindGroup<>(name, () -> all, List.of(), Making.AT_ONCE);
  }

  /** A group of the kinds that {@link KindProvider}s add. */
  static <T> KindGroup<T> open(String name) {
    return new KindGroup<>(name, () -> KindRegistry.find().kinds(name), List.of(), Making.AT_ONCE);
  }

  /** This group, whose values are made when they are asked for. */
  KindGroup<T> later() {
    return new KindGroup<>(name, kinds, shorthands, Making.LATER);
  }

  /** This group with something shorter for one of its kinds: a number for a constant. */
  KindGroup<T> or(ValueType<? extends T> shorthand) {
    List<ValueType<? extends T>> more = new ArrayList<>(shorthands);
    more.add(shorthand);
    return new KindGroup<>(name, kinds, more, making);
  }

  /** {@return what its members are: "layer"} */
  public String name() {
    return name;
  }

  /** {@return the kinds by name, in order} */
  public Map<String, Kind<? extends T>> kinds() {
    return kinds.get();
  }

  @Override
  public String expected() {
    StringBuilder text = new StringBuilder("a " + name);
    shorthands.forEach(each -> text.append(" or ").append(each.expected()));
    return text.toString();
  }

  @Override
  public Optional<Expression<T>> read(Node node, ConfigLocation location) {
    Map<String, Kind<? extends T>> all = kinds();
    if (node instanceof Node.Text text && all.containsKey(text.value())) {
      return made(text.value(), new Node.Text("", node.line()), location);
    } else if (node instanceof Node.Fields fields) {
      return keyed(fields, location);
    }
    for (ValueType<? extends T> shorthand : shorthands) {
      if (shorthand.takes(node)) {
        return shorthand.read(node, location).map(Expression::widened);
      }
    }
    if (node instanceof Node.Text text) {
      location.unknown("the " + name, text.value(), all.keySet());
    } else {
      location.refuse(node, expected());
    }
    return Optional.empty();
  }

  private Optional<Expression<T>> keyed(Node.Fields fields, ConfigLocation location) {
    if (fields.fields().size() != 1) {
      String expected = "one " + name + " with its keys below it";
      NumberTexts.advice(fields)
          .ifPresentOrElse(
              wayOut -> location.refuse(" is " + fields.kind(), expected, wayOut),
              () -> location.refuse(fields, expected));
      return Optional.empty();
    }
    Map.Entry<String, Node.Field> only = fields.fields().entrySet().iterator().next();
    if (!kinds().containsKey(only.getKey())) {
      location.unknown("the " + name, only.getKey(), kinds().keySet());
      return Optional.empty();
    }
    ConfigLocation inside = location.key(only.getKey(), only.getValue().line());
    return made(only.getKey(), only.getValue().value(), inside);
  }

  private Optional<Expression<T>> made(String kind, Node body, ConfigLocation location) {
    Optional<Expression<T>> read =
        Optional.ofNullable(kinds().get(kind))
            .flatMap(found -> found.read(body, location).map(Expression::widened));
    return making == Making.LATER ? read : read.filter(made -> isValid(made, location));
  }

  /** Makes the value, and notes what its class says against it. */
  static boolean isValid(Expression<?> expression, ConfigLocation location) {
    try {
      expression.value();
      return true;
    } catch (IllegalArgumentException | UncheckedIOException error) {
      location.refuse(String.valueOf(error.getMessage()));
      return false;
    }
  }
}
