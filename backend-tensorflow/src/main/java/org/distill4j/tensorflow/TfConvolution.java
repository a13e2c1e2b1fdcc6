package org.distill4j.tensorflow;

import java.util.HashMap;
import java.util.Map;
import org.distill4j.tensor.Op;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.Window;
import org.distill4j.tensorflow.TfValue.Form;
import org.tensorflow.Output;

/** Convolution and its gradients, with the channels last. */
final class TfConvolution {
  private final TfNodes nodes;
  private final Map<Filtered, Output<?>> filters = new HashMap<>();
  private final Map<Spread, Output<?>> spread = new HashMap<>();

  /** Weights that are used as filters of some number of groups. */
  private record Filtered(TfValue weights, boolean eachChannelAlone) {}

  /** An image that is convolved by windows of some size. */
  private record Spread(TfValue image, Window window, boolean same, int rows, int columns) {}

  TfConvolution(TfNodes nodes) {
    this.nodes = nodes;
  }

  TfValue forward(Op.Conv2d op, Shape shape, TfValue input, TfValue weights) {
    TfFilter filter = TfFilter.of(nodes, op.groups(), weights.shape());
    TfImageLayout layout = TfImageLayout.of(nodes, op.window(), input.shape(), weights.shape());
    Output<?> dense =
        filter.forward(layout.geometry(), spread(layout, input), filter(filter, weights));
    return last(shape, layout.joined(dense));
  }

  TfValue inputGradient(Op.Conv2dInputGradient op, Shape shape, TfValue gradient, TfValue weights) {
    TfFilter filter = TfFilter.of(nodes, op.groups(), weights.shape());
    TfImageLayout layout = TfImageLayout.of(nodes, op.window(), shape, weights.shape());
    Output<?> dense =
        filter.inputGradient(
            layout.geometry(),
            layout.spreadShape(),
            filter(filter, weights),
            layout.spreadGradient(gradient));
    return last(shape, layout.joinedInput(dense));
  }

  TfValue weightGradient(Op.Conv2dWeightGradient op, Shape shape, TfValue gradient, TfValue input) {
    TfFilter filter = TfFilter.of(nodes, op.groups(), shape);
    TfImageLayout layout = TfImageLayout.of(nodes, op.window(), input.shape(), shape);
    Output<?> found =
        filter.weightGradient(
            layout.geometry(), spread(layout, input), layout.spreadGradient(gradient));
    return TfValue.of(nodes, shape, Form.PLAIN, filter.toWeights(found));
  }

  /** An image as it is convolved, once for all uses. */
  private Output<?> spread(TfImageLayout layout, TfValue image) {
    return spread.computeIfAbsent(
        new Spread(image, layout.window(), layout.isSame(), layout.rows(), layout.columns()),
        key -> layout.spread(image));
  }

  /** Weights as the kernels want them, once for all uses. */
  private Output<?> filter(TfFilter filter, TfValue weights) {
    return filters.computeIfAbsent(
        new Filtered(weights, filter.eachChannelAlone()), key -> filter.fromWeights(weights));
  }

  private TfValue last(Shape shape, Output<?> image) {
    return TfValue.of(nodes, shape, Form.CHANNELS_LAST, image);
  }

  /**
   * How a kernel moves over an image.
   *
   * @param stride the distance between positions
   * @param padding how TensorFlow calls what is added at the edges
   */
  record Geometry(int stride, String padding) {}
}
