package org.distill4j.cli.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.distill4j.cli.yaml.Node;
import org.distill4j.core.layer.Sequential;

/** Layers one after the other; one with the key "name" beside its kind is named so. */
record LayerList(Type layer) implements Type {
  private static final String NAME = "name";
  private static final String THEN = "then";

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
    Sequential all = Sequential.of();
    boolean valid = true;
    List<List<Expr>> calls = new ArrayList<>();
    for (int i = 0; i < list.items().size(); i++) {
      Node item = list.items().get(i);
      Site at = site.item(i, item.line());
      Beside beside = new Beside(item);
      Optional<Expr> more = layer.read(beside.without(NAME), at);
      List<Expr> call =
          Stream.of(beside.text(NAME).map(Expr::text), more).flatMap(Optional::stream).toList();
      Optional<Sequential> longer = more.isPresent() ? then(all, call, at) : Optional.empty();
      valid &= longer.isPresent();
      all = longer.orElse(all);
      calls.add(call);
    }
    Object value = all;
    return valid
        ? Optional.of(Expr.chain(Expr.call(Sequential.class, "of", List.of()), THEN, calls, value))
        : Optional.empty();
  }

  private static Optional<Sequential> then(Sequential all, List<Expr> call, Site site) {
    try {
      List<Object> values = call.stream().map(Expr::value).toList();
      return Optional.of((Sequential) Calls.invoke(Sequential.class, all, THEN, values));
    } catch (IllegalArgumentException refused) {
      site.refuse(String.valueOf(refused.getMessage()));
      return Optional.empty();
    }
  }
}
