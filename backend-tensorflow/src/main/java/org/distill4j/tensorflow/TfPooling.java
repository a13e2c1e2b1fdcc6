package org.distill4j.tensorflow;

import org.distill4j.tensor.Shape;
import org.distill4j.tensor.Window;
import org.tensorflow.Output;

/**
 * One pooling of an image and its gradients.
 *
 * @param nodes the program's operations
 * @param size the side of the window
 * @param window stride and padding
 * @param image what is pooled, (N, C, H, W)
 */
record TfPooling(TfNodes nodes, int size, Window window, Output<?> image) {

  /** TensorFlow's maximum passes over a NaN, so a mean says whether there is one. */
  Output<?> max() {
    Output<?> mean = average();
    return nodes.op("SelectV2", nodes.op("IsNan", mean), mean, largest());
  }

  Output<?> average() {
    return pooled("AvgPool", padded(image, 0));
  }

  Output<?> maxGradient(Output<?> gradient) {
    return cropped(pooled("MaxPoolGrad", paddedImage(), largest(), gradient));
  }

  Output<?> averageGradient(Output<?> gradient) {
    Shape shape = TfMemory.shape(image);
    int around = 2 * window.padding();
    Output<?> dims =
        nodes.integers(shape.dim(0), shape.dim(1), shape.dim(2) + around, shape.dim(3) + around);
    return cropped(pooled("AvgPoolGrad", dims, gradient));
  }

  /** Picks values where the image is largest in each window. */
  Output<?> pickMax(Output<?> values) {
    return pooled("MaxPoolGradGrad", paddedImage(), largest(), padded(values, 0));
  }

  private Output<?> largest() {
    return pooled("MaxPool", paddedImage());
  }

  private Output<?> pooled(String type, Output<?>... inputs) {
    return nodes.op(
        type,
        builder ->
            builder
                .setAttr("ksize", new long[] {1, 1, size, size})
                .setAttr("strides", new long[] {1, 1, window.stride(), window.stride()})
                .setAttr("padding", "VALID")
                .setAttr("data_format", "NCHW"),
        inputs);
  }

  private Output<?> paddedImage() {
    return padded(image, Double.NEGATIVE_INFINITY);
  }

  private Output<?> padded(Output<?> values, double margin) {
    int padding = window.padding();
    return padding == 0
        ? values
        : nodes.op(
            "PadV2",
            values,
            nodes.matrix(2, 0, 0, 0, 0, padding, padding, padding, padding),
            nodes.number(margin));
  }

  private Output<?> cropped(Output<?> gradient) {
    int padding = window.padding();
    return padding == 0
        ? gradient
        : nodes.op(
            "Slice",
            gradient,
            nodes.integers(0, 0, padding, padding),
            nodes.integers(TfMemory.shape(image).dims()));
  }
}
