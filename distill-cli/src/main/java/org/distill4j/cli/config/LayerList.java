package org.distill4j.cli.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.distill4j.cli.yaml.Node;
import org.distill4j.core.layer.Sequential;

/** Layers one after the other; one with the key "name" beside its kind is named so. */
record LayerList(ValueType layer) implements ValueType {
  private static final String NAME = "name";
  private static final String THEN = "then";

  @Override
  public String expected() {
    return "a list of layers";
  }

  @Override
  public Optional<JavaExpression> read(Node node, ConfigLocation site) {
    if (!(node instanceof Node.Items list)) {
      site.refuse(node, expected());
      return Optional.empty();
    }
    Sequential all = Sequential.of();
    boolean valid = true;
    List<List<JavaExpression>> calls = new ArrayList<>();
    for (int i = 0; i < list.items().size(); i++) {
      Node item = list.items().get(i);
      ConfigLocation at = site.item(i, item.line());
      NamedItem beside = new NamedItem(item);
      Optional<JavaExpression> more = layer.read(beside.without(NAME), at);
      List<JavaExpression> call =
          Stream.of(beside.text(NAME).map(JavaExpression::text), more)
              .flatMap(Optional::stream)
              .toList();
      Optional<Sequential> longer = more.isPresent() ? then(all, call, at) : Optional.empty();
      valid &= longer.isPresent();
      all = longer.orElse(all);
      calls.add(call);
    }
    Object value = all;
    return valid
        ? Optional.of(
            JavaExpression.chain(
                JavaExpression.call(Sequential.class, "of", List.of()), THEN, calls, value))
        : Optional.empty();
  }

  private static Optional<Sequential> then(
      Sequential all, List<JavaExpression> call, ConfigLocation site) {
    try {
      List<Object> values = call.stream().map(JavaExpression::value).toList();
      return Optional.of((Sequential) ReflectiveCalls.invoke(Sequential.class, all, THEN, values));
    } catch (IllegalArgumentException refused) {
      site.refuse(String.valueOf(refused.getMessage()));
      return Optional.empty();
    }
  }
}
