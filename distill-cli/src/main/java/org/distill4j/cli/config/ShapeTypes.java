package org.distill4j.cli.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.distill4j.cli.yaml.Node;
import org.distill4j.tensor.Shape;

/** Lists of whole numbers that are one method's arguments. */
final class ShapeTypes {
  private ShapeTypes() {}

  /** An int array, written as the arguments of a method with any number of them. */
  static final ValueType SHAPE =
      new ValueType() {
        @Override
        public String expected() {
          return "a list of whole numbers";
        }

        @Override
        public Optional<JavaExpression> read(Node node, ConfigLocation site) {
          List<Node> items = node instanceof Node.Items list ? list.items() : List.of(node);
          List<JavaExpression> numbers = new ArrayList<>();
          for (int i = 0; i < items.size(); i++) {
            ConfigLocation at =
                node instanceof Node.Items ? site.item(i, items.get(i).line()) : site;
            ValueTypes.INTEGER.read(items.get(i), at).ifPresent(numbers::add);
          }
          return numbers.size() == items.size()
              ? Optional.of(JavaExpression.array(int.class, numbers))
              : Optional.empty();
        }
      };

  /** A shape, whose free axes are written as their names. */
  static final ValueType FREE =
      new ValueType() {
        @Override
        public String expected() {
          return "a list of whole numbers, and of names of free axes";
        }

        @Override
        public Optional<JavaExpression> read(Node node, ConfigLocation site) {
          List<Node> items = node instanceof Node.Items list ? list.items() : List.of(node);
          List<JavaExpression> axes = new ArrayList<>();
          for (int i = 0; i < items.size(); i++) {
            ConfigLocation at =
                node instanceof Node.Items ? site.item(i, items.get(i).line()) : site;
            axis(items.get(i), at).ifPresent(axes::add);
          }
          return axes.size() == items.size() ? Optional.of(joined(axes)) : Optional.empty();
        }
      };

  private static Optional<JavaExpression> axis(Node node, ConfigLocation site) {
    boolean named = node instanceof Node.Text text && text.value().matches("[a-z]\\w*");
    return (named ? ValueTypes.TEXT : ValueTypes.INTEGER).read(node, site);
  }

  /** Axes in a row that are all fixed, or all free, are written as one shape. */
  private static JavaExpression joined(List<JavaExpression> axes) {
    Optional<JavaExpression> shape = Optional.empty();
    int from = 0;
    for (int to = 1; to <= axes.size(); to++) {
      boolean free = axes.get(from).value() instanceof String;
      if (to == axes.size() || axes.get(to).value() instanceof String != free) {
        JavaExpression next =
            JavaExpression.call(
                Shape.class,
                free ? "free" : "of",
                List.of(
                    JavaExpression.array(free ? String.class : int.class, axes.subList(from, to))));
        shape = Optional.of(shape.map(before -> before.then("append", next)).orElse(next));
        from = to;
      }
    }
    return shape.orElseGet(() -> JavaExpression.call(Shape.class, "scalar", List.of()));
  }
}
