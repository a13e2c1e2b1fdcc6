package org.distill4j.cli.config;

import java.util.List;
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
      Beside beside = new Beside(item);
      Optional<Expr> before = all;
      Optional<Expr> more = layer.read(beside.without(NAME), at);
      all = more.flatMap(each -> before.flatMap(expr -> then(expr, beside.text(NAME), each, at)));
    }
    return all;
  }

  private static Optional<Expr> then(Expr all, Optional<String> name, Expr layer, Site site) {
    Expr next =
        name.map(given -> all.then("then", Expr.text(given), layer))
            .orElseGet(() -> all.then("then", layer));
    return Optional.of(next).filter(expr -> Family.isSound(expr, site));
  }
}
