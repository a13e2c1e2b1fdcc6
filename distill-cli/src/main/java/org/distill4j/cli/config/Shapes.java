package org.distill4j.cli.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.distill4j.cli.yaml.Node;
import org.distill4j.tensor.Shape;

/** Lists of whole numbers that are one method's arguments. */
final class Shapes {
  private Shapes() {}

  /** An int array, written as the arguments of a method with any number of them. */
  static final Type SHAPE =
      new Type() {
        @Override
        public String expected() {
          return "a list of whole numbers";
        }

        @Override
        public Optional<Expr> read(Node node, Site site) {
          List<Node> items = node instanceof Node.Items list ? list.items() : List.of(node);
          List<Expr> numbers = new ArrayList<>();
          for (int i = 0; i < items.size(); i++) {
            Site at = node instanceof Node.Items ? site.item(i, items.get(i).line()) : site;
            Types.INTEGER.read(items.get(i), at).ifPresent(numbers::add);
          }
          return numbers.size() == items.size()
              ? Optional.of(Expr.array(int.class, numbers))
              : Optional.empty();
        }
      };

  /** A shape, whose free axes are written as their names. */
  static final Type FREE =
      new Type() {
        @Override
        public String expected() {
          return "a list of whole numbers, and of names of free axes";
        }

        @Override
        public Optional<Expr> read(Node node, Site site) {
          List<Node> items = node instanceof Node.Items list ? list.items() : List.of(node);
          List<Expr> axes = new ArrayList<>();
          for (int i = 0; i < items.size(); i++) {
            Site at = node instanceof Node.Items ? site.item(i, items.get(i).line()) : site;
            axis(items.get(i), at).ifPresent(axes::add);
          }
          return axes.size() == items.size() ? Optional.of(joined(axes)) : Optional.empty();
        }
      };

  private static Optional<Expr> axis(Node node, Site site) {
    boolean named = node instanceof Node.Text text && text.value().matches("[a-z]\\w*");
    return (named ? Types.TEXT : Types.INTEGER).read(node, site);
  }

  /** Axes in a row that are all fixed, or all free, are written as one shape. */
  private static Expr joined(List<Expr> axes) {
    Optional<Expr> shape = Optional.empty();
    int from = 0;
    for (int to = 1; to <= axes.size(); to++) {
      boolean free = axes.get(from).value() instanceof String;
      if (to == axes.size() || axes.get(to).value() instanceof String != free) {
        Expr next =
            Expr.call(
                Shape.class,
                free ? "free" : "of",
                List.of(Expr.array(free ? String.class : int.class, axes.subList(from, to))));
        shape = Optional.of(shape.map(before -> before.then("append", next)).orElse(next));
        from = to;
      }
    }
    return shape.orElseGet(() -> Expr.call(Shape.class, "scalar", List.of()));
  }
}
