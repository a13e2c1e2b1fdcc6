package org.distill4j.conformance.reference;

import java.util.Arrays;
import org.distill4j.tensor.Op;
import org.distill4j.tensor.Shape;

/** Two-dimensional pooling. */
final class Pooling {
  private final Sweep sweep;
  private final Shape image;
  private final int size;

  private Pooling(Shape image, Shape result, Op.Pool2d op) {
    this.sweep = Sweep.of(image, result, op.window());
    this.image = image;
    this.size = op.size();
  }

  static Value pool2d(Tape tape, Shape shape, Op.Pool2d op, Value input) {
    Pooling pooling = new Pooling(input.shape(), shape, op);
    return switch (op.kind()) {
      case MAX -> pooling.max(tape, shape, input);
      case AVERAGE -> pooling.average(tape, shape, input);
    };
  }

  private Value max(Tape tape, Shape shape, Value input) {
    double[] x = input.elements();
    int[] winner = new int[Math.toIntExact(shape.size())];
    Arrays.fill(winner, -1);
    visit(
        (at, from) -> {
          if (winner[at] < 0 || x[from] > x[winner[at]] || Double.isNaN(x[from])) {
            winner[at] = from;
          }
        });
    Edge.Rule rule =
        (upstream, gradient) -> {
          for (int i = 0; i < winner.length; i++) {
            gradient[winner[i]] += upstream[i];
          }
        };
    return tape.record(shape, Moves.pick(x, winner), new Edge(input, rule));
  }

  private Value average(Tape tape, Shape shape, Value input) {
    double[] x = input.elements();
    double[] means = new double[Math.toIntExact(shape.size())];
    double share = 1.0 / (size * size);
    visit((at, from) -> means[at] += x[from] * share);
    Edge.Rule rule =
        (upstream, gradient) -> visit((at, from) -> gradient[from] += upstream[at] * share);
    return tape.record(shape, means, new Edge(input, rule));
  }

  private void visit(Sweep.Visitor visitor) {
    int resultPlane = sweep.rows() * sweep.columns();
    int imagePlane = sweep.height() * sweep.width();
    for (int plane = 0; plane < image.dim(0) * image.dim(1); plane++) {
      int at = plane * resultPlane;
      int from = plane * imagePlane;
      for (int element = 0; element < size * size; element++) {
        sweep.visit(element / size, element % size, (i, j) -> visitor.meet(at + i, from + j));
      }
    }
  }
}
