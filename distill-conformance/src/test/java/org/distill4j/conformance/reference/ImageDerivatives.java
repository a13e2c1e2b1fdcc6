package org.distill4j.conformance.reference;

import static org.distill4j.conformance.reference.DerivativeRow.one;
import static org.distill4j.conformance.reference.DerivativeRow.two;

import java.util.ArrayList;
import java.util.List;
import org.distill4j.tensor.ImageGradients;
import org.distill4j.tensor.Op;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.Tensor;
import org.distill4j.tensor.Window;

/** The primitives on images. */
final class ImageDerivatives {
  private ImageDerivatives() {}

  static List<DerivativeRow> all() {
    List<DerivativeRow> rows = new ArrayList<>();
    rows.addAll(convolution(Window.DEFAULT, 1, Shape.of(2, 2, 5, 4), Shape.of(3, 2, 3, 2)));
    rows.addAll(convolution(new Window(2, 1, 1), 1, Shape.of(2, 2, 5, 4), Shape.of(3, 2, 3, 3)));
    rows.addAll(convolution(new Window(1, 2, 2), 1, Shape.of(1, 2, 5, 5), Shape.of(2, 2, 3, 3)));
    rows.addAll(convolution(new Window(2, 1, 1), 2, Shape.of(1, 4, 5, 5), Shape.of(6, 2, 3, 3)));
    rows.addAll(convolution(new Window(1, 1, 1), 3, Shape.of(2, 3, 4, 4), Shape.of(3, 1, 3, 3)));
    rows.addAll(convolution(new Window(1, 4, 4), 1, Shape.of(1, 2, 2, 3), Shape.of(2, 2, 3, 3)));
    for (Window window : List.of(new Window(2, 0, 1), new Window(1, 0, 1), new Window(2, 1, 1))) {
      rows.addAll(pooling(2, window, Shape.of(2, 2, 5, 5)));
      rows.addAll(pooling(3, window, Shape.of(1, 2, 5, 6)));
    }
    return rows;
  }

  private static List<DerivativeRow> convolution(
      Window window, int groups, Shape image, Shape kernel) {
    Op.Conv2d op = new Op.Conv2d(window, groups);
    Shape result = nothing(image).conv2d(nothing(kernel), window, groups).shape();
    return List.of(
        two("conv2d, " + window, (x, w) -> x.conv2d(w, window, groups), image, kernel),
        two(
            "gradient of conv2d in its input, " + window,
            (g, w) -> ImageGradients.convolutionInput(g, w, op, image),
            result,
            kernel),
        two(
            "gradient of conv2d in its weights, " + window,
            (g, x) -> ImageGradients.convolutionWeights(g, x, op, kernel),
            result,
            image));
  }

  private static List<DerivativeRow> pooling(int size, Window window, Shape image) {
    Op.Pool2d max = new Op.Pool2d(Op.PoolKind.MAX, size, window);
    Op.Pool2d average = new Op.Pool2d(Op.PoolKind.AVERAGE, size, window);
    Shape result = nothing(image).maxPool2d(size, window).shape();
    return List.of(
        one("max pool, " + window, x -> x.maxPool2d(size, window), image.dims()),
        one("average pool, " + window, x -> x.averagePool2d(size, window), image.dims()),
        two(
            "gradient of a max pool, " + window,
            (g, x) -> ImageGradients.pooling(g, x, max),
            result,
            image),
        two(
            "gradient of an average pool, " + window,
            (g, x) -> ImageGradients.pooling(g, x, average),
            result,
            image),
        two(
            "pickMax2d, " + window,
            (values, x) -> ImageGradients.pickMax(values, x, size, window),
            image,
            image));
  }

  private static Tensor nothing(Shape shape) {
    return Tensor.of(0).broadcastTo(shape.dims());
  }
}
