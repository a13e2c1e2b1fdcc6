package org.distill4j.conformance.tutorial;

import org.distill4j.tensor.Op;
import org.distill4j.tensor.Tensor;

/** The primitives that compute each element by itself. */
final class Elementwise {
  private Elementwise() {}

  static Value binary(Tape tape, Tensor node, Op.BinaryKind kind, Value left, Value right) {
    int[] l = Places.repeat(left.shape(), node.shape());
    int[] r = Places.repeat(right.shape(), node.shape());
    return tape.result(
        node,
        i -> Functions.of(kind, left.at(l[i]), right.at(r[i])),
        upstream -> {
          for (int i = 0; i < l.length; i++) {
            double a = left.at(l[i]);
            double b = right.at(r[i]);
            left.add(l[i], upstream[i] * Functions.leftSlope(kind, a, b));
            right.add(r[i], upstream[i] * Functions.rightSlope(kind, a, b));
          }
        },
        left,
        right);
  }

  static Value unary(Tape tape, Tensor node, Op.UnaryKind kind, Value input) {
    return tape.result(
        node,
        i -> Functions.of(kind, input.at(i)),
        upstream -> {
          for (int i = 0; i < upstream.length; i++) {
            input.add(i, upstream[i] * Functions.slope(kind, input.at(i)));
          }
        },
        input);
  }

  static Value power(Tape tape, Tensor node, double n, Value input) {
    return tape.result(
        node,
        i -> Math.pow(input.at(i), n),
        upstream -> {
          for (int i = 0; i < upstream.length; i++) {
            input.add(i, n == 0 ? 0 : upstream[i] * n * Math.pow(input.at(i), n - 1));
          }
        },
        input);
  }

  static Value compare(Tape tape, Tensor node, Op.CompareKind kind, Value left, Value right) {
    int[] l = Places.repeat(left.shape(), node.shape());
    int[] r = Places.repeat(right.shape(), node.shape());
    return tape.constant(node, i -> Functions.of(kind, left.at(l[i]), right.at(r[i])) ? 1 : 0);
  }

  static Value where(Tape tape, Tensor node, Value condition, Value yes, Value no) {
    int[] c = Places.repeat(condition.shape(), node.shape());
    int[] y = Places.repeat(yes.shape(), node.shape());
    int[] n = Places.repeat(no.shape(), node.shape());
    return tape.result(
        node,
        i -> condition.at(c[i]) != 0 ? yes.at(y[i]) : no.at(n[i]),
        upstream -> {
          for (int i = 0; i < upstream.length; i++) {
            if (condition.at(c[i]) != 0) {
              yes.add(y[i], upstream[i]);
            } else {
              no.add(n[i], upstream[i]);
            }
          }
        },
        yes,
        no);
  }
}
