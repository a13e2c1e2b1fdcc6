package org.distill4j.conformance;

import java.util.ArrayList;
import java.util.List;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.Tensor;
import org.distill4j.tensor.Window;

/** Rows with NaN, which some engines lose. What hides a NaN hides a diverged training. */
final class NanRows {
  private static final HostTensor NUMBERS = SeededValues.floats(231, 2, 4);

  private NanRows() {}

  static List<ProgramCase> all() {
    List<ProgramCase> rows = new ArrayList<>();
    for (int at = 0; at < 4; at++) {
      rows.addAll(rows(at, withNan(at, 2, 4)));
      rows.addAll(pools(at, withNan(at, 1, 1, 2, 4)));
    }
    HostTensor all = HostTensor.ofFloats(Shape.of(1, 2), Float.NaN, Float.NaN);
    rows.add(ProgramCase.unary("position among NaN alone", x -> x.argmax(1), all));
    rows.add(ProgramCase.unary("largest of NaN alone", x -> x.max(1), all));
    return rows;
  }

  /** Numbers, infinity among them, and one NaN in the first row. */
  private static HostTensor withNan(int at, int... dims) {
    float[] values = NUMBERS.toFloatArray();
    values[(at + 1) % 4] = Float.POSITIVE_INFINITY;
    values[at] = Float.NaN;
    return HostTensor.ofFloats(Shape.of(dims), values);
  }

  private static List<ProgramCase> rows(int at, HostTensor nan) {
    String end = " with NaN in column " + at;
    return List.of(
        ProgramCase.unary("largest of each row" + end, x -> x.max(1), nan),
        ProgramCase.unary("largest of each column" + end, x -> x.max(0), nan),
        ProgramCase.unary("largest of all" + end, x -> x.max(), nan),
        ProgramCase.unary("position in each row" + end, x -> x.argmax(1), nan),
        ProgramCase.unary("position in each column" + end, x -> x.argmax(0), nan),
        ProgramCase.unary("softmax" + end, x -> x.softmax(1), nan),
        ProgramCase.unary("softmax over columns" + end, x -> x.softmax(0), nan),
        ProgramCase.unary("log-softmax" + end, x -> x.logSoftmax(1), nan),
        ProgramCase.unary("relu" + end, Tensor::relu, nan),
        ProgramCase.binary("larger of two" + end, Tensor::maximum, nan, NUMBERS),
        ProgramCase.binary("smaller of two" + end, Tensor::minimum, NUMBERS, nan));
  }

  private static List<ProgramCase> pools(int at, HostTensor nan) {
    String end = " with NaN in column " + at;
    return List.of(
        ProgramCase.unary("max pool" + end, x -> x.maxPool2d(2, new Window(2, 0, 1)), nan),
        ProgramCase.unary("padded max pool" + end, x -> x.maxPool2d(3, new Window(2, 1, 1)), nan),
        ProgramCase.unary("overlapping max pool" + end, x -> x.maxPool2d(2, Window.DEFAULT), nan),
        ProgramCase.unary("average pool" + end, x -> x.averagePool2d(2, new Window(2, 0, 1)), nan));
  }
}
