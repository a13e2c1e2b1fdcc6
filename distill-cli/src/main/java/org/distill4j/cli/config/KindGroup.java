package org.distill4j.cli.config;

import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.distill4j.cli.yaml.Node;

/**
 * The kinds among which a configuration chooses, all layers say. A choice is written as the kind's
 * name alone, or as the name with its keys below it.
 */
public final class KindGroup implements ValueType {
  private final String name;
  private final Map<String, Kind> kinds;
  private final List<ValueType> shorthands;
  private final Making making;

  /** When a value is made. */
  enum Making {
    /** When it is read, so that errors are found at once. */
    AT_ONCE,
    /** When it is asked for, as it needs files. */
    LATER
  }

  private KindGroup(
      String name, Map<String, Kind> kinds, List<ValueType> shorthands, Making making) {
    this.name = name;
    this.kinds = Collections.unmodifiableMap(kinds);
    this.shorthands = List.copyOf(shorthands);
    this.making = making;
  }

  static KindGroup of(String name, Kind... kinds) {
    Map<String, Kind> byName = new LinkedHashMap<>();
    for (Kind kind : kinds) {
      byName.put(kind.name(), kind);
    }
    return new KindGroup(name, byName, List.of(), Making.AT_ONCE);
  }

  KindGroup later() {
    return new KindGroup(name, kinds, shorthands, Making.LATER);
  }

  /** This family with something shorter for one of its kinds: a number for a constant. */
  KindGroup or(ValueType shorthand) {
    List<ValueType> more = new ArrayList<>(shorthands);
    more.add(shorthand);
    return new KindGroup(name, kinds, more, making);
  }

  /** {@return what its members are: "layer"} */
  public String name() {
    return name;
  }

  /** {@return the kinds by name, in order} */
  public Map<String, Kind> kinds() {
    return kinds;
  }

  @Override
  public String expected() {
    StringBuilder text = new StringBuilder("a " + name);
    shorthands.forEach(each -> text.append(" or ").append(each.expected()));
    return text.toString();
  }

  @Override
  public Optional<JavaExpression> read(Node node, ConfigLocation site) {
    if (node instanceof Node.Text text && kinds.containsKey(text.value())) {
      return made(text.value(), new Node.Text("", node.line()), site);
    } else if (node instanceof Node.Fields fields) {
      return keyed(fields, site);
    }
    return shorthand(node, site);
  }

  private Optional<JavaExpression> shorthand(Node node, ConfigLocation site) {
    for (ValueType shorthand : shorthands) {
      boolean list = node instanceof Node.Items;
      boolean number = node instanceof Node.Text text && text.value().matches("[-+.\\d].*");
      if (shorthand.expected().startsWith("a list") ? list : number) {
        return shorthand.read(node, site);
      }
    }
    if (node instanceof Node.Text text) {
      site.unknown("the " + name, text.value(), kinds.keySet());
    } else {
      site.refuse(node, expected());
    }
    return Optional.empty();
  }

  private Optional<JavaExpression> keyed(Node.Fields fields, ConfigLocation site) {
    if (fields.fields().size() != 1) {
      String expected = "one " + name + " with its keys below it";
      NumberTexts.advice(fields)
          .ifPresentOrElse(
              wayOut -> site.refuse(" is " + fields.kind(), expected, wayOut),
              () -> site.refuse(fields, expected));
      return Optional.empty();
    }
    Map.Entry<String, Node.Field> only = fields.fields().entrySet().iterator().next();
    if (!kinds.containsKey(only.getKey())) {
      site.unknown("the " + name, only.getKey(), kinds.keySet());
      return Optional.empty();
    }
    ConfigLocation inside = site.key(only.getKey(), only.getValue().line());
    return made(only.getKey(), only.getValue().value(), inside);
  }

  private Optional<JavaExpression> made(String kind, Node body, ConfigLocation site) {
    Optional<JavaExpression> read =
        Optional.ofNullable(kinds.get(kind)).flatMap(k -> k.read(body, site));
    return making == Making.LATER ? read : read.filter(expr -> isValid(expr, site));
  }

  /** Makes the value, and notes what its class says against it. */
  static boolean isValid(JavaExpression expr, ConfigLocation site) {
    try {
      expr.value();
      return true;
    } catch (IllegalArgumentException | UncheckedIOException error) {
      site.refuse(String.valueOf(error.getMessage()));
      return false;
    }
  }
}
