package org.distill4j.tensorflow;

import java.util.Optional;
import org.distill4j.tensor.Op;
import org.distill4j.tensor.Shape;
import org.distill4j.tensorflow.TfValue.Form;
import org.tensorflow.Output;

/** Sums with a bias, which TensorFlow computes together with a product or convolution. */
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
}
