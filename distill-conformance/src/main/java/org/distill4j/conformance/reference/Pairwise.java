package org.distill4j.conformance.reference;

import java.util.function.DoubleBinaryOperator;
import org.distill4j.tensor.Op;
import org.distill4j.tensor.Shape;

/** The primitives on pairs of elements, with broadcasting. */
final class Pairwise {
  private Pairwise() {}

  static Value binary(Tape tape, Shape shape, Op.BinaryKind kind, Value left, Value right) {
    double[] a = stretch(left, shape);
    double[] b = stretch(right, shape);
    Edge toLeft = new Edge(left, rule(left, shape, a, b, leftSlope(kind)));
    Edge toRight = new Edge(right, rule(right, shape, a, b, rightSlope(kind)));
    return tape.record(shape, zip(a, b, function(kind)), toLeft, toRight);
  }

  static Value compare(Tape tape, Shape shape, Op.CompareKind kind, Value left, Value right) {
    return tape.record(shape, zip(stretch(left, shape), stretch(right, shape), truth(kind)));
  }

  static Value where(Tape tape, Shape shape, Value condition, Value yes, Value no) {
    double[] chosen = stretch(condition, shape);
    double[] a = stretch(yes, shape);
    double[] b = stretch(no, shape);
    double[] result = new double[chosen.length];
    for (int i = 0; i < result.length; i++) {
      result[i] = chosen[i] != 0 ? a[i] : b[i];
    }
    Edge toYes = new Edge(yes, where(yes, shape, chosen, 1));
    Edge toNo = new Edge(no, where(no, shape, chosen, 0));
    return tape.record(shape, result, toYes, toNo);
  }

  /** Adds only where the choice was made, so that what was not chosen gets an exact 0. */
  private static Edge.Rule where(Value input, Shape shape, double[] chosen, double wanted) {
    return (upstream, gradient) -> {
      int[] place = Indexing.broadcast(input.shape(), shape);
      for (int i = 0; i < upstream.length; i++) {
        if (chosen[i] == wanted) {
          gradient[place[i]] += upstream[i];
        }
      }
    };
  }

  private static double[] stretch(Value input, Shape shape) {
    return input.shape().equals(shape)
        ? input.elements()
        : Moves.pick(input.elements(), Indexing.broadcast(input.shape(), shape));
  }

  private static double[] zip(double[] a, double[] b, DoubleBinaryOperator function) {
    double[] result = new double[a.length];
    for (int i = 0; i < result.length; i++) {
      result[i] = function.applyAsDouble(a[i], b[i]);
    }
    return result;
  }

  private static Edge.Rule rule(
      Value input, Shape shape, double[] a, double[] b, DoubleBinaryOperator slope) {
    return (upstream, gradient) -> {
      int[] place = Indexing.broadcast(input.shape(), shape);
      for (int i = 0; i < upstream.length; i++) {
        gradient[place[i]] += upstream[i] * slope.applyAsDouble(a[i], b[i]);
      }
    };
  }

  private static DoubleBinaryOperator function(Op.BinaryKind kind) {
    return switch (kind) {
      case ADD -> (a, b) -> a + b;
      case SUB -> (a, b) -> a - b;
      case MUL -> (a, b) -> a * b;
      case DIV -> (a, b) -> a / b;
      case MAXIMUM -> Math::max;
      case MINIMUM -> Math::min;
    };
  }

  private static DoubleBinaryOperator leftSlope(Op.BinaryKind kind) {
    return switch (kind) {
      case ADD, SUB -> (a, b) -> 1;
      case MUL -> (a, b) -> b;
      case DIV -> (a, b) -> 1 / b;
      case MAXIMUM -> Pairwise::share;
      case MINIMUM -> (a, b) -> share(b, a);
    };
  }

  private static DoubleBinaryOperator rightSlope(Op.BinaryKind kind) {
    return switch (kind) {
      case ADD -> (a, b) -> 1;
      case SUB -> (a, b) -> -1;
      case MUL -> (a, b) -> a;
      case DIV -> (a, b) -> -a / (b * b);
      case MAXIMUM -> (a, b) -> share(b, a);
      case MINIMUM -> Pairwise::share;
    };
  }

  /** The share of the gradient that the first of two gets for being the larger; half at a tie. */
  private static double share(double one, double other) {
    return one == other ? 0.5 : one > other ? 1 : 0;
  }

  private static DoubleBinaryOperator truth(Op.CompareKind kind) {
    return switch (kind) {
      case EQUAL -> (a, b) -> a == b ? 1 : 0;
      case LESS -> (a, b) -> a < b ? 1 : 0;
      case LESS_OR_EQUAL -> (a, b) -> a <= b ? 1 : 0;
    };
  }
}
