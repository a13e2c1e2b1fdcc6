package org.distill4j.tensorflow;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.distill4j.tensor.Op;
import org.distill4j.tensor.Shape;
import org.distill4j.tensorflow.TfValue.Form;
import org.tensorflow.Output;

/**
 * Sums that TensorFlow computes faster in another form: of a matrix or image and a bias, which it
 * takes together with the product or convolution, and along axes that are dropped at once.
 */
final class TfBiases {
  private TfBiases() {}

  static Optional<TfValue> added(TfNodes nodes, Op.BinaryKind kind, TfValue left, TfValue right) {
    if (kind != Op.BinaryKind.ADD) {
      return Optional.empty();
    }
    return added(nodes, left, right).or(() -> added(nodes, right, left));
  }

  private static Optional<TfValue> added(TfNodes nodes, TfValue value, TfValue bias) {
    Form form = value.form();
    if (!isBias(value, bias.shape())) {
      return Optional.empty();
    }
    Output<?> vector =
        form == Form.CHANNELS_LAST
            ? nodes.reshape(bias.plain(), value.shape().dim(1))
            : bias.plain();
    return Optional.of(
        TfValue.of(nodes, value.shape(), form, nodes.op("BiasAdd", value.in(form), vector)));
  }

  /** Whether a shape is that of one number for each feature, or for each channel of an image. */
  private static boolean isBias(TfValue value, Shape bias) {
    Shape shape = value.shape();
    if (value.form() == Form.CHANNELS_LAST) {
      int channels = shape.dim(1);
      return bias.rank() > 2 && bias.size() == channels && bias.dim(-3) == channels;
    }
    return shape.rank() > 1 && bias.equals(Shape.of(shape.dim(-1)));
  }

  /** What was reduced along some axes, without those axes. */
  static Optional<TfValue> withoutAxes(TfNodes nodes, Shape result, TfValue kept) {
    return kept.reduced()
        .filter(reduced -> dropped(reduced).equals(result))
        .map(reduced -> TfValue.of(nodes, result, Form.PLAIN, dropping(nodes, reduced)));
  }

  private static Shape dropped(TfValue.Reduced reduced) {
    Shape shape = reduced.of().shape();
    return Shape.of(
        IntStream.range(0, shape.rank())
            .filter(axis -> !reduced.axes().contains(axis))
            .map(shape::dim)
            .toArray());
  }

  private static Output<?> dropping(TfNodes nodes, TfValue.Reduced reduced) {
    TfValue of = reduced.of();
    int rank = of.shape().rank();
    boolean last = of.form() == Form.CHANNELS_LAST;
    List<Integer> left =
        IntStream.range(0, rank).filter(axis -> !reduced.axes().contains(axis)).boxed().toList();
    // Axes of an image with its channels last are in their order for one axis that is left.
    Form form = last && left.size() < 2 ? Form.CHANNELS_LAST : Form.PLAIN;
    int[] axes =
        reduced.axes().stream()
            .mapToInt(axis -> form == Form.PLAIN ? axis : TfValue.lastAxis(axis))
            .toArray();
    return nodes.op(reduced.type(), of.in(form), nodes.integers(axes));
  }
}
