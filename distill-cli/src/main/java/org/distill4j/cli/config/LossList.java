package org.distill4j.cli.config;

import java.util.List;
import java.util.Optional;
import org.distill4j.cli.yaml.Node;
import org.distill4j.core.loss.WeightedLosses;

/**
 * Losses added up, each with the keys "name" and "weight" beside its kind. The name is the kind's
 * and the weight 1 unless given.
 */
record LossList(ValueType loss) implements ValueType {
  private static final String NAME = "name";
  private static final String WEIGHT = "weight";

  @Override
  public String expected() {
    return "a list of losses";
  }

  @Override
  public Optional<JavaExpression> read(Node node, ConfigLocation site) {
    if (!(node instanceof Node.Items list) || list.items().isEmpty()) {
      site.refuse(node, expected());
      return Optional.empty();
    }
    Optional<JavaExpression> sum = Optional.empty();
    boolean valid = true;
    for (int i = 0; i < list.items().size(); i++) {
      ConfigLocation at = site.item(i, list.items().get(i).line());
      Optional<JavaExpression> before = sum;
      sum = arguments(list.items().get(i), at).map(given -> plus(before, given));
      valid &= sum.filter(expr -> KindGroup.isValid(expr, at)).isPresent();
    }
    return valid ? sum : Optional.empty();
  }

  private static JavaExpression plus(Optional<JavaExpression> before, List<JavaExpression> given) {
    return before
        .map(expr -> expr.then("and", given.toArray(JavaExpression[]::new)))
        .orElseGet(() -> JavaExpression.call(WeightedLosses.class, "of", given));
  }

  /** Name, loss and weight. */
  private Optional<List<JavaExpression>> arguments(Node item, ConfigLocation site) {
    NamedItem beside = new NamedItem(item);
    Node kind = beside.without(NAME, WEIGHT);
    Optional<JavaExpression> read = loss.read(kind, site);
    Optional<JavaExpression> weight =
        beside
            .find(WEIGHT)
            .map(field -> weight(field.value(), site.key(WEIGHT, field.line())))
            .orElseGet(() -> Optional.of(JavaExpression.number(1)));
    String name = beside.text(NAME).orElseGet(() -> name(kind));
    return read.flatMap(
        made -> weight.map(given -> List.of(JavaExpression.text(name), made, given)));
  }

  private static Optional<JavaExpression> weight(Node node, ConfigLocation site) {
    return node instanceof Node.Text
        ? ValueTypes.NUMBER.read(node, site)
        : ScheduleKinds.ALL.read(node, site);
  }

  private static String name(Node kind) {
    return kind instanceof Node.Text text
        ? text.value()
        : kind instanceof Node.Fields fields && !fields.fields().isEmpty()
            ? fields.fields().keySet().iterator().next()
            : "";
  }
}
