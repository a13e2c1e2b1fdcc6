package org.distill4j.tensorflow;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import org.distill4j.tensor.Shape;
import org.tensorflow.Output;

/**
 * A tensor of a program in a graph. It is computed in one form and converted to another when that
 * is asked for; a form that nobody asks for is never computed.
 */
final class TfValue {
  /** How the elements are laid out. */
  enum Form {
    /** As the program has them. */
    PLAIN,
    /** An image (N, C, H, W) as (N, H, W, C), the only one that kernels for the CPU know. */
    CHANNELS_LAST,
    /** All axes but the last as one: what a product of a batch with one matrix gives. */
    ROWS
  }

  private static final int[] TO_LAST = {0, 2, 3, 1};
  private static final int[] TO_FIRST = {0, 3, 1, 2};

  private final TfNodes nodes;
  private final Shape shape;
  private final Form form;
  private final Map<Form, Supplier<Output<?>>> makers;
  private final Map<Form, Output<?>> made = new EnumMap<>(Form.class);
  private final Optional<ToDoubleFunction<double[]>> number;

  private TfValue(
      TfNodes nodes,
      Shape shape,
      Form form,
      Map<Form, Supplier<Output<?>>> makers,
      Optional<ToDoubleFunction<double[]>> number) {
    this.nodes = nodes;
    this.shape = shape;
    this.form = form;
    this.makers = makers;
    this.number = number;
  }

  /** What is computed in one form. */
  static TfValue of(TfNodes nodes, Shape shape, Form form, Output<?> output) {
    return lazy(nodes, shape, Map.of(form, () -> output));
  }

  /** What is computed when it is asked for, as the program has it. */
  static TfValue lazy(TfNodes nodes, Shape shape, Supplier<Output<?>> maker) {
    return lazy(nodes, shape, Map.of(Form.PLAIN, maker));
  }

  /** What is computed when it is asked for, in one of some forms; plain if both are there. */
  static TfValue lazy(TfNodes nodes, Shape shape, Map<Form, Supplier<Output<?>>> makers) {
    Form form = makers.containsKey(Form.PLAIN) ? Form.PLAIN : makers.keySet().iterator().next();
    return new TfValue(nodes, shape, form, makers, Optional.empty());
  }

  /** A number that the host computes from those that a run is given. */
  static TfValue number(
      TfNodes nodes, ToDoubleFunction<double[]> number, Supplier<Output<?>> placeholder) {
    return new TfValue(
        nodes, Shape.scalar(), Form.PLAIN, Map.of(Form.PLAIN, placeholder), Optional.of(number));
  }

  Shape shape() {
    return shape;
  }

  /** The form in which it costs nothing more. */
  Form form() {
    return form;
  }

  Optional<ToDoubleFunction<double[]>> number() {
    return number;
  }

  Output<?> plain() {
    return in(Form.PLAIN);
  }

  Output<?> last() {
    return in(Form.CHANNELS_LAST);
  }

  Output<?> rows() {
    return in(Form.ROWS);
  }

  /** In some form; a vector or number is the same in rows, and a number in all. */
  Output<?> in(Form wanted) {
    if (shape.rank() == 0 || (shape.rank() < 3 && wanted == Form.ROWS)) {
      return made(Form.PLAIN);
    }
    return made(wanted);
  }

  private Output<?> made(Form wanted) {
    Output<?> known = made.get(wanted);
    if (known == null) {
      known = makers.containsKey(wanted) ? makers.get(wanted).get() : converted(wanted);
      made.put(wanted, known);
    }
    return known;
  }

  private Output<?> converted(Form wanted) {
    return switch (wanted) {
      case ROWS -> nodes.reshape(plain(), rowDims(shape));
      case CHANNELS_LAST -> permuted(image(shape), plain(), TO_LAST);
      case PLAIN ->
          form == Form.ROWS
              ? nodes.reshape(rows(), shape.dims())
              : permuted(lastShape(shape), last(), TO_FIRST);
    };
  }

  private static int[] rowDims(Shape shape) {
    int width = shape.dim(-1);
    return new int[] {Math.toIntExact(shape.size() / width), width};
  }

  /** An image's shape with its channels last. */
  static Shape lastShape(Shape shape) {
    return permuted(image(shape), TO_LAST);
  }

  /** Where an axis is in some form, which is plain or that of an image. */
  static int axis(Form form, int axis) {
    return form == Form.CHANNELS_LAST ? TO_FIRST[axis] : axis;
  }

  private static Shape image(Shape shape) {
    Shape image = shape;
    while (image.rank() < TO_LAST.length) {
      image = image.prepend(1);
    }
    return image;
  }

  private Output<?> permuted(Shape from, Output<?> image, int[] order) {
    return moves(from, order)
        ? nodes.transpose(from.equals(shape) ? image : nodes.reshape(image, from.dims()), order)
        : nodes.reshape(image, permuted(from, order).dims());
  }

  /** Whether values change places, and not axes of length one alone. */
  private static boolean moves(Shape shape, int[] order) {
    int[] longer = Arrays.stream(order).filter(axis -> shape.dim(axis) > 1).toArray();
    return !Arrays.equals(longer, Arrays.stream(longer).sorted().toArray());
  }

  private static Shape permuted(Shape shape, int[] order) {
    return Shape.of(Arrays.stream(order).map(shape::dim).toArray());
  }
}
