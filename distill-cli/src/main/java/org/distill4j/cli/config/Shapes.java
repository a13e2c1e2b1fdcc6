package org.distill4j.cli.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.distill4j.cli.yaml.Node;

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
}
