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
  public Optional<JavaExpression<Loss>> read(Node node, ConfigLocation location) {
    Node.Items list = (Node.Items) node;
    if (list.items().isEmpty()) {
      location.refuse(node, expected());
    }
    Optional<JavaExpression<WeightedLosses>> sum = Optional.empty();
    boolean valid = !list.items().isEmpty();
    for (int i = 0; i < list.items().size(); i++) {
      Node item = list.items().get(i);
      ConfigLocation at = location.item(i, item.line());
      sum = plus(sum, new NamedItem(item), at);
      valid &= sum.filter(made -> KindGroup.isValid(made, at)).isPresent();
    }
    return valid ? sum.map(JavaExpression::widened) : Optional.empty();
  }

  private static Optional<JavaExpression<WeightedLosses>> plus(
      Optional<JavaExpression<WeightedLosses>> sum, NamedItem item, ConfigLocation location) {
    Node kind = item.without(NAME, WEIGHT);
    JavaExpression<String> name =
        JavaExpression.text(item.text(NAME).orElseGet(() -> kindName(kind)));
    Optional<JavaExpression<Loss>> loss = KindGroups.LOSSES.read(kind, location);
    Node weight = item.find(WEIGHT).map(Node.Field::value).orElse(new Node.Text("1", 1));
    ConfigLocation at =
        location.key(WEIGHT, item.find(WEIGHT).map(Node.Field::line).orElse(location.line()));
    if (weight instanceof Node.Text) {
      return both(
          loss,
          ValueTypes.NUMBER.read(weight, at),
          (made, number) ->
              sum.map(before -> before.then(WeightedLosses::and, name, made, number))
                  .orElseGet(() -> JavaExpression.call(WeightedLosses::of, name, made, number)));
    }
    return both(
        loss,
        KindGroups.SCHEDULES.read(weight, at),
        (made, schedule) ->
            sum.map(before -> before.then(WeightedLosses::and, name, made, schedule))
                .orElseGet(() -> JavaExpression.call(WeightedLosses::of, name, made, schedule)));
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
