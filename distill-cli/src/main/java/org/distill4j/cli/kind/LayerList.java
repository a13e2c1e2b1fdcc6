package org.distill4j.cli.kind;

import java.util.List;
import java.util.Optional;
import org.distill4j.cli.yaml.Node;
import org.distill4j.core.layer.Sequential;
import org.distill4j.model.Layer;

/** Layers one after the other; one with the key "name" beside its kind is named so. */
final class LayerList implements ValueType<Layer> {
  private static final String NAME = "name";

  @Override
  public String expected() {
    return "a list of layers";
  }

  @Override
  public boolean takes(Node node) {
    return node instanceof Node.Items;
  }

  @Override
  public Optional<Expression<Layer>> read(Node node, ConfigLocation location) {
    Node.Items list = (Node.Items) node;
    Expression<Sequential> all =
        Expression.call(Sequential::of, Expression.array(Layer.class, List.of()));
    boolean valid = true;
    for (int i = 0; i < list.items().size(); i++) {
      Node item = list.items().get(i);
      ConfigLocation at = location.item(i, item.line());
      Optional<Expression<Sequential>> longer = then(all, new NamedItem(item), at);
      valid &= longer.isPresent();
      all = longer.orElse(all);
    }
    return valid ? Optional.of(Expression.widened(all)) : Optional.empty();
  }

  private static Optional<Expression<Sequential>> then(
      Expression<Sequential> all, NamedItem item, ConfigLocation location) {
    return KindGroups.LAYERS
        .read(item.without(NAME), location)
        .map(
            layer ->
                item.text(NAME)
                    .map(
                        name ->
                            Expression.call(Sequential::then, all, Expression.text(name), layer))
                    .orElseGet(() -> all.then(Sequential::then, layer)))
        .filter(longer -> KindGroup.isValid(longer, location));
  }
}
