package org.distill4j.cli.config;

import java.util.List;
import java.util.Optional;
import org.distill4j.cli.yaml.Node;
import org.distill4j.core.loss.WeightedLosses;

/**
 * Losses added up, each with the keys "name" and "weight" beside its kind. The name is the kind's
 * and the weight 1 unless given.
 */
record LossList(Type loss) implements Type {
  private static final String NAME = "name";
  private static final String WEIGHT = "weight";

  @Override
  public String expected() {
    return "a list of losses";
  }

  @Override
  public Optional<Expr> read(Node node, Site site) {
    if (!(node instanceof Node.Items list) || list.items().isEmpty()) {
      site.refuse(node, expected());
      return Optional.empty();
    }
    Optional<Expr> sum = Optional.empty();
    boolean sound = true;
    for (int i = 0; i < list.items().size(); i++) {
      Site at = site.item(i, list.items().get(i).line());
      Optional<Expr> before = sum;
      sum = arguments(list.items().get(i), at).map(given -> plus(before, given));
      sound &= sum.filter(expr -> Family.isSound(expr, at)).isPresent();
    }
    return sound ? sum : Optional.empty();
  }

  private static Expr plus(Optional<Expr> before, List<Expr> given) {
    return before
        .map(expr -> expr.then("and", given.toArray(Expr[]::new)))
        .orElseGet(() -> Expr.call(WeightedLosses.class, "of", given));
  }

  /** Name, loss and weight. */
  private Optional<List<Expr>> arguments(Node item, Site site) {
    Beside beside = new Beside(item);
    Node kind = beside.without(NAME, WEIGHT);
    Optional<Expr> read = loss.read(kind, site);
    Optional<Expr> weight =
        beside
            .find(WEIGHT)
            .map(field -> weight(field.value(), site.key(WEIGHT, field.line())))
            .orElseGet(() -> Optional.of(Expr.number(1)));
    String name = beside.text(NAME).orElseGet(() -> name(kind));
    return read.flatMap(made -> weight.map(given -> List.of(Expr.text(name), made, given)));
  }

  private static Optional<Expr> weight(Node node, Site site) {
    return node instanceof Node.Text
        ? Types.NUMBER.read(node, site)
        : Schedules.ALL.read(node, site);
  }

  private static String name(Node kind) {
    return kind instanceof Node.Text text
        ? text.value()
        : kind instanceof Node.Fields fields && !fields.fields().isEmpty()
            ? fields.fields().keySet().iterator().next()
            : "";
  }
}
