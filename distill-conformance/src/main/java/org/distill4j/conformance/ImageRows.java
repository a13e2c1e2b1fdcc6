package org.distill4j.conformance;

import java.util.List;
import java.util.stream.Stream;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.Tensor;
import org.distill4j.tensor.Window;

/** Rows for convolutions and pooling. */
final class ImageRows {
  private static final HostTensor IMAGE = SeededValues.floats(41, 2, 4, 7, 6);

  private ImageRows() {}

  static List<OpTable> tables() {
    return List.of(
        OpTable.of(21, "convolutions", convolutions()), OpTable.of(22, "pools", pools()));
  }

  private static Stream<OpCase> convolutions() {
    return Stream.of(
            conv("3 × 3", Shape.of(3, 4, 3, 3), Window.DEFAULT, 1),
            conv("1 × 1", Shape.of(3, 4, 1, 1), Window.DEFAULT, 1),
            conv("a kernel that is not square", Shape.of(3, 4, 3, 2), Window.DEFAULT, 1),
            conv("a kernel as large as the image", Shape.of(2, 4, 7, 6), Window.DEFAULT, 1),
            conv("padding 1", Shape.of(3, 4, 3, 3), new Window(1, 1, 1), 1),
            conv("padding 2 with a small kernel", Shape.of(3, 4, 2, 2), new Window(1, 2, 1), 1),
            conv("stride 2", Shape.of(3, 4, 3, 3), new Window(2, 0, 1), 1),
            conv("stride 2, padding 1", Shape.of(3, 4, 3, 3), new Window(2, 1, 1), 1),
            conv("stride 3 that leaves a rest", Shape.of(3, 4, 2, 2), new Window(3, 0, 1), 1),
            conv("dilation 2", Shape.of(3, 4, 3, 2), new Window(1, 0, 2), 1),
            conv("dilation 2, padding 2, stride 2", Shape.of(3, 4, 3, 3), new Window(2, 2, 2), 1),
            conv("dilation 3, padding 3", Shape.of(3, 4, 3, 3), new Window(1, 3, 3), 1),
            conv("two groups", Shape.of(6, 2, 3, 3), Window.DEFAULT, 2),
            conv("two groups, stride 2, padding 1", Shape.of(2, 2, 3, 3), new Window(2, 1, 1), 2),
            conv("depthwise", Shape.of(4, 1, 3, 3), new Window(1, 1, 1), 4),
            conv("depthwise, two for each channel", Shape.of(8, 1, 3, 3), Window.DEFAULT, 4),
            conv("depthwise, dilation 2", Shape.of(4, 1, 3, 3), new Window(1, 2, 2), 4),
            OpCase.binary(
                "one channel, one example",
                (x, w) -> x.conv2d(w, Window.DEFAULT, 1),
                SeededValues.floats(42, 1, 1, 5, 5),
                SeededValues.floats(43, 1, 1, 2, 2)))
        .map(row -> row.within(Tolerances.SUM).gradientWithin(Tolerances.GRADIENT.times(3)));
  }

  private static OpCase conv(String name, Shape kernel, Window window, int groups) {
    return OpCase.binary(
        name, (x, w) -> x.conv2d(w, window, groups), IMAGE, SeededValues.floats(44, kernel.dims()));
  }

  private static Stream<OpCase> pools() {
    HostTensor negative = SeededValues.between(-3, -1, 45, 1, 2, 4, 4);
    return Stream.of(
        max("max 2, side by side", 2, new Window(2, 0, 1), IMAGE),
        max("max 2, overlapping", 2, Window.DEFAULT, IMAGE),
        max("max 3, stride 2, padding 1", 3, new Window(2, 1, 1), IMAGE),
        max("max 3, stride 3 that leaves a rest", 3, new Window(3, 0, 1), IMAGE),
        max("max 2 of negative numbers, padding 1", 2, new Window(2, 1, 1), negative),
        max("max 1", 1, Window.DEFAULT, IMAGE),
        average("average 2, side by side", 2, new Window(2, 0, 1)),
        average("average 2, overlapping", 2, Window.DEFAULT),
        average("average 3, stride 2, padding 1", 3, new Window(2, 1, 1)),
        average("average 3, stride 3 that leaves a rest", 3, new Window(3, 0, 1)),
        average("average 2, padding 1", 2, new Window(2, 1, 1)));
  }

  private static OpCase max(String name, int size, Window window, HostTensor image) {
    return OpCase.unary(name, (Tensor x) -> x.maxPool2d(size, window), image)
        .within(Tolerances.EXACT);
  }

  private static OpCase average(String name, int size, Window window) {
    return OpCase.unary(name, x -> x.averagePool2d(size, window), IMAGE)
        .within(Tolerances.FUNCTION);
  }
}
