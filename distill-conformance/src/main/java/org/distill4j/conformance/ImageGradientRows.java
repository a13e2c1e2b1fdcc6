package org.distill4j.conformance;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.ImageGradients;
import org.distill4j.tensor.Op;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.Tensor;
import org.distill4j.tensor.Window;

/** The primitives of gradients. */
final class ImageGradientRows {
  private static final float INFINITY = Float.POSITIVE_INFINITY;
  private static final Shape IMAGE = Shape.of(2, 4, 7, 6);

  private ImageGradientRows() {}

  /** Uses dilations with a padding as large, so that an image is as large after it as before. */
  static List<ProgramCase> narrow() {
    List<ProgramCase> rows = new ArrayList<>();
    for (int dilation = 2; dilation <= 4; dilation++) {
      Window window = new Window(1, dilation, dilation);
      for (Shape image :
          List.of(Shape.of(2, 2, 1, 1), Shape.of(1, 2, 3, 2), Shape.of(1, 2, 5, 1))) {
        rows.addAll(convolution("", image, Shape.of(3, 2, 3, 3), window, 1));
      }
    }
    return rows;
  }

  static List<ProgramCase> convolutions() {
    return Stream.of(
            convolution("", IMAGE, Shape.of(3, 4, 3, 3), Window.DEFAULT, 1),
            convolution("", IMAGE, Shape.of(3, 4, 1, 1), Window.DEFAULT, 1),
            convolution("", IMAGE, Shape.of(3, 4, 3, 2), new Window(2, 1, 1), 1),
            convolution("a rest, ", IMAGE, Shape.of(3, 4, 2, 2), new Window(3, 0, 1), 1),
            convolution("", IMAGE, Shape.of(3, 4, 2, 2), new Window(1, 2, 1), 1),
            convolution("", IMAGE, Shape.of(3, 4, 3, 3), new Window(2, 2, 2), 1),
            convolution("two groups, ", IMAGE, Shape.of(6, 2, 3, 3), new Window(2, 1, 1), 2),
            convolution("depthwise, ", IMAGE, Shape.of(8, 1, 3, 3), new Window(1, 1, 1), 4))
        .flatMap(List::stream)
        .toList();
  }

  private static List<ProgramCase> convolution(
      String what, Shape image, Shape kernel, Window window, int groups) {
    Op.Conv2d op = new Op.Conv2d(window, groups);
    HostTensor x = SeededValues.floats(251, image.dims());
    HostTensor w = SeededValues.floats(252, kernel.dims());
    Shape result = Tensor.of(x).conv2d(Tensor.of(w), window, groups).shape();
    HostTensor g = SeededValues.floats(253, result.dims());
    String name = what + image + " by " + kernel + ", " + window;
    return Stream.of(
            ProgramCase.binary("value: " + name, (a, b) -> a.conv2d(b, window, groups), x, w),
            ProgramCase.binary(
                "in the input: " + name,
                (a, b) -> ImageGradients.convolutionInput(a, b, op, image),
                g,
                w),
            ProgramCase.binary(
                "in the weights: " + name,
                (a, b) -> ImageGradients.convolutionWeights(a, b, op, kernel),
                g,
                x))
        .map(row -> row.within(Tolerances.SUM))
        .toList();
  }

  static List<ProgramCase> pools() {
    HostTensor image = SeededValues.floats(254, IMAGE.dims());
    HostTensor ties = SeededValues.ints(0, 2, 255, IMAGE.dims());
    List<ProgramCase> rows = new ArrayList<>();
    for (Window window : List.of(new Window(2, 0, 1), Window.DEFAULT, new Window(2, 1, 1))) {
      for (int size = 2; size <= 3; size++) {
        rows.addAll(pool("", image, size, window));
        rows.addAll(pool("ties, ", floats(ties), size, window));
      }
    }
    return rows;
  }

  private static HostTensor floats(HostTensor ints) {
    float[] values = new float[ints.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = ints.ints().get(i);
    }
    return HostTensor.ofFloats(ints.shape(), values);
  }

  private static List<ProgramCase> pool(String what, HostTensor image, int size, Window window) {
    Op.Pool2d max = new Op.Pool2d(Op.PoolKind.MAX, size, window);
    Op.Pool2d average = new Op.Pool2d(Op.PoolKind.AVERAGE, size, window);
    Shape result = Tensor.of(image).maxPool2d(size, window).shape();
    HostTensor g = SeededValues.floats(256, result.dims());
    HostTensor values = SeededValues.floats(257, image.shape().dims());
    String name = what + size + " × " + size + ", " + window;
    return List.of(
        ProgramCase.binary("max: " + name, (a, x) -> ImageGradients.pooling(a, x, max), g, image),
        ProgramCase.binary(
            "average: " + name, (a, x) -> ImageGradients.pooling(a, x, average), g, image),
        ProgramCase.binary(
            "picked: " + name,
            (a, x) -> ImageGradients.pickMax(a, x, size, window),
            values,
            image));
  }

  static List<ProgramCase> others() {
    HostTensor cube = SeededValues.floats(258, 2, 3, 4);
    HostTensor rows = SeededValues.floats(259, 3, 2, 5);
    HostTensor ids = HostTensor.ofInts(Shape.of(3, 2), 4, 0, 4, 2, 4, 0);
    HostTensor edges =
        HostTensor.ofFloats(
            Shape.of(9), 0, 0.5f, -1, 3, -6, 1e-30f, INFINITY, -INFINITY, Float.NaN);
    return List.of(
        ProgramCase.unary("zeros before", x -> x.pad(0, 2, 0), cube).within(Tolerances.EXACT),
        ProgramCase.unary("zeros after", x -> x.pad(1, 0, 1), cube).within(Tolerances.EXACT),
        ProgramCase.unary("zeros around", x -> x.pad(2, 1, 3), cube).within(Tolerances.EXACT),
        ProgramCase.binary("rows added up", (x, i) -> x.scatterAddRows(i, 7), rows, ids),
        ProgramCase.binary(
            "one row",
            (x, i) -> x.scatterAddRows(i, 1),
            rows,
            HostTensor.ofInts(Shape.of(3, 2), new int[6])),
        ProgramCase.unary("erf", Tensor::erf, SeededValues.between(-4, 4, 260, 5, 5)),
        ProgramCase.unary("erf at the edges", Tensor::erf, edges));
  }
}
