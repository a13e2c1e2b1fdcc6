package org.distill4j.cli.kind;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.distill4j.cli.yaml.Node;
import org.distill4j.tensor.Shape;

/** Lists of whole numbers that are one method's arguments. */
public final class ShapeTypes {
  private ShapeTypes() {}

  /** Whole numbers, written as the arguments of a method with any number of them. */
  public static final ValueType<int[]> SHAPE =
      type("a list of whole numbers", ValueTypes.INTEGER, Expression::integers);

  /** A shape, whose free axes are written as their names. */
  public static final ValueType<Shape> FREE =
      type("a list of whole numbers, and of names of free axes", new Axis(), ShapeTypes::joined);

  private static <T, R> ValueType<R> type(
      String expected, ValueType<T> item, Function<List<Expression<T>>, Expression<R>> join) {
    return new ValueType<>() {
      @Override
      public String expected() {
        return expected;
      }

      @Override
      public Optional<Expression<R>> read(Node node, ConfigLocation location) {
        return node instanceof Node.Items list
            ? ValueTypes.items(list.items(), location, item).map(join)
            : item.read(node, location).map(only -> join.apply(List.of(only)));
      }
    };
  }

  /** The length of an axis, or its name. */
  private static final class Axis implements ValueType<Object> {
    @Override
    public String expected() {
      return "a whole number or a name";
    }

    @Override
    public Optional<Expression<Object>> read(Node node, ConfigLocation location) {
      boolean named = node instanceof Node.Text text && text.value().matches("[a-z]\\w*");
      return named
          ? ValueTypes.TEXT.read(node, location).map(Expression::widened)
          : ValueTypes.INTEGER.read(node, location).map(Expression::widened);
    }
  }

  /** Axes in a row that are all fixed, or all free, are written as one shape. */
  private static Expression<Shape> joined(List<Expression<Object>> axes) {
    Optional<Expression<Shape>> shape = Optional.empty();
    int from = 0;
    for (int to = 1; to <= axes.size(); to++) {
      boolean free = isFree(axes.get(from));
      if (to == axes.size() || isFree(axes.get(to)) != free) {
        List<Expression<Object>> alike = axes.subList(from, to);
        Expression<Shape> next = free ? free(alike) : fixed(alike);
        shape = Optional.of(shape.map(before -> before.then(Shape::append, next)).orElse(next));
        from = to;
      }
    }
    return shape.orElseGet(() -> Expression.call(Shape::scalar));
  }

  private static boolean isFree(Expression<?> axis) {
    return axis.value() instanceof String;
  }

  private static Expression<Shape> free(List<Expression<Object>> names) {
    List<Expression<String>> texts =
        names.stream().map(name -> Expression.text((String) name.value())).toList();
    return Expression.call(Shape::free, Expression.array(String.class, texts));
  }

  private static Expression<Shape> fixed(List<Expression<Object>> lengths) {
    List<Expression<Integer>> numbers =
        lengths.stream()
            .map(length -> Expression.literal((Integer) length.value(), length.code().text()))
            .toList();
    return Expression.call(Shape::of, Expression.integers(numbers));
  }
}
