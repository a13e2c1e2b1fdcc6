package org.distill4j.cli.kind;

import java.util.Optional;
import java.util.function.BiFunction;
import org.distill4j.cli.yaml.Node;
import org.distill4j.core.loss.WeightedLosses;
import org.distill4j.loss.Loss;

/**
 * Losses added up, each with the keys "name" and "weight" beside its kind. The name is the kind's
 * and the weight 1 unless given.
 */
final class LossList implements ValueType<Loss> {
  private static final String NAME = "name";
  private static final String WEIGHT = "weight";

  @Override
  public String expected() {
    return "a list of losses";
  }

  @Override
  public boolean takes(Node node) {
    return node instanceof Node.Items;
  }

  @Override
  public Optional<Expression<Loss>> read(Node node, ConfigLocation location) {
    Node.Items list = (Node.Items) node;
    if (list.items().isEmpty()) {
      location.refuse(node, expected());
    }
    Optional<Expression<WeightedLosses>> sum = Optional.empty();
    boolean valid = !list.items().isEmpty();
    for (int i = 0; i < list.items().size(); i++) {
      Node item = list.items().get(i);
      ConfigLocation at = location.item(i, item.line());
      sum = plus(sum, new NamedItem(item), at);
      valid &= sum.filter(made -> KindGroup.isValid(made, at)).isPresent();
    }
    return valid ? sum.map(Expression::widened) : Optional.empty();
  }

  private static Optional<Expression<WeightedLosses>> plus(
      Optional<Expression<WeightedLosses>> sum, NamedItem item, ConfigLocation location) {
    Node kind = item.without(NAME, WEIGHT);
    Expression<String> name = Expression.text(item.text(NAME).orElseGet(() -> kindName(kind)));
    Optional<Expression<Loss>> loss = KindGroups.LOSSES.read(kind, location);
    Node weight = item.find(WEIGHT).map(Node.Field::value).orElse(new Node.Text("1", 1));
    ConfigLocation at =
        location.key(WEIGHT, item.find(WEIGHT).map(Node.Field::line).orElse(location.line()));
    if (weight instanceof Node.Text) {
      return both(
          loss,
          ValueTypes.NUMBER.read(weight, at),
          (made, number) ->
              sum.map(before -> Expression.call(WeightedLosses::and, before, name, made, number))
                  .orElseGet(() -> Expression.call(WeightedLosses::of, name, made, number)));
    }
    return both(
        loss,
        KindGroups.SCHEDULES.read(weight, at),
        (made, schedule) ->
            sum.map(before -> Expression.call(WeightedLosses::and, before, name, made, schedule))
                .orElseGet(() -> Expression.call(WeightedLosses::of, name, made, schedule)));
  }

  private static <A, B, R> Optional<R> both(
      Optional<A> one, Optional<B> other, BiFunction<A, B, R> join) {
    return one.flatMap(a -> other.map(b -> join.apply(a, b)));
  }

  private static String kindName(Node kind) {
    return kind instanceof Node.Text text
        ? text.value()
        : kind instanceof Node.Fields fields && !fields.fields().isEmpty()
            ? fields.fields().keySet().iterator().next()
            : "";
  }
}
