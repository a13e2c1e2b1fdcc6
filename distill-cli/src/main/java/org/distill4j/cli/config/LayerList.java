package org.distill4j.cli.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.distill4j.cli.yaml.Node;
import org.distill4j.core.layer.Sequential;

/** Layers one after the other; one with the key "name" beside its kind is named so. */
record LayerList(Type layer) implements Type {
  private static final String NAME = "name";

  @Override
  public String expected() {
    return "a list of layers";
  }

  @Override
  public Optional<Expr> read(Node node, Site site) {
    if (!(node instanceof Node.Items list)) {
      site.refuse(node, expected());
      return Optional.empty();
    }
    Optional<Expr> all = Optional.of(Expr.call(Sequential.class, "of", List.of()));
    for (int i = 0; i < list.items().size(); i++) {
      Node item = list.items().get(i);
      Site at = site.item(i, item.line());
      Optional<Expr> before = all;
      Optional<Expr> more = layer.read(unnamed(item), at);
      all = more.flatMap(each -> before.flatMap(expr -> then(expr, name(item), each, at)));
    }
    return all;
  }

  private static Optional<Expr> then(Expr all, Optional<String> name, Expr layer, Site site) {
    Expr next =
        name.map(given -> all.then("then", Expr.text(given), layer))
            .orElseGet(() -> all.then("then", layer));
    return Optional.of(next).filter(expr -> Family.isSound(expr, site));
  }

  private static Optional<String> name(Node item) {
    Node.Field field = item instanceof Node.Fields fields ? fields.fields().get(NAME) : null;
    return field != null && field.value() instanceof Node.Text text
        ? Optional.of(text.value())
        : Optional.empty();
  }

  private static Node unnamed(Node item) {
    if (!(item instanceof Node.Fields fields) || name(item).isEmpty()) {
      return item;
    }
    Map<String, Node.Field> rest = new LinkedHashMap<>(fields.fields());
    rest.remove(NAME);
    return new Node.Fields(rest, item.line());
  }
}
