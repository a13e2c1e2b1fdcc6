package org.distill4j.tensorflow;

import org.distill4j.tensor.Shape;
import org.distill4j.tensor.Window;
import org.distill4j.tensorflow.TfValue.Form;
import org.tensorflow.Output;

/**
 * One pooling of an image and its gradients, with the channels last.
 *
 * @param nodes the graph
 * @param size the side of the window
 * @param window stride and padding
 * @param image what is pooled
 */
record TfPooling(TfNodes nodes, int size, Window window, TfValue image) {

  /** TensorFlow's maximum passes over a NaN, so a mean says whether there is one. */
  TfValue max(Shape shape) {
    Output<?> mean = mean();
    return last(shape, nodes.op("SelectV2", nodes.op("IsNan", mean), mean, largest()));
  }

  TfValue average(Shape shape) {
    return last(shape, mean());
  }

  TfValue maxGradient(TfValue gradient) {
    return cropped(pooled("MaxPoolGrad", paddedImage(), largest(), gradient.last()));
  }

  TfValue averageGradient(TfValue gradient) {
    Shape shape = TfValue.lastShape(image.shape());
    int around = 2 * window.padding();
    Output<?> dims =
        nodes.integers(shape.dim(0), shape.dim(1) + around, shape.dim(2) + around, shape.dim(3));
    return cropped(pooled("AvgPoolGrad", dims, gradient.last()));
  }

  /** Picks values where the image is largest in each window. */
  TfValue pickMax(Shape shape, TfValue values) {
    return last(shape, pooled("MaxPoolGradGrad", paddedImage(), largest(), padded(values, 0)));
  }

  private TfValue last(Shape shape, Output<?> pooled) {
    return TfValue.of(nodes, shape, Form.CHANNELS_LAST, pooled);
  }

  private Output<?> mean() {
    return pooled("AvgPool", padded(image, 0));
  }

  private Output<?> largest() {
    return pooled("MaxPool", paddedImage());
  }

  private Output<?> pooled(String type, Output<?>... inputs) {
    long[] sides = {1, size, size, 1};
    long[] strides = {1, window.stride(), window.stride(), 1};
    return nodes.op(
        type,
        builder ->
            builder.setAttr("ksize", sides).setAttr("strides", strides).setAttr("padding", "VALID"),
        inputs);
  }

  private Output<?> paddedImage() {
    return padded(image, Double.NEGATIVE_INFINITY);
  }

  private Output<?> padded(TfValue values, double margin) {
    int padding = window.padding();
    return padding == 0
        ? values.last()
        : nodes.op(
            "PadV2",
            values.last(),
            nodes.matrix(2, 0, 0, padding, padding, padding, padding, 0, 0),
            nodes.number(margin));
  }

  private TfValue cropped(Output<?> gradient) {
    int padding = window.padding();
    Output<?> inner =
        padding == 0
            ? gradient
            : nodes.op(
                "Slice",
                gradient,
                nodes.integers(0, padding, padding, 0),
                nodes.integers(TfValue.lastShape(image.shape()).dims()));
    return last(image.shape(), inner);
  }
}
