package org.distill4j.conformance.reference;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.DoubleBinaryOperator;
import org.distill4j.spi.Backend;
import org.distill4j.tensor.Op;
import org.distill4j.tensor.Shape;

/** Faults of primitives that engines and their wrappers are known for. */
public final class WellKnownFaults {
  private WellKnownFaults() {}

  /** Stretches the narrower operand by going round its elements, which is right for rows alone. */
  public static Backend cyclicBroadcast() {
    return FaultyPrimitives.of(
        "Binary[kind=ADD",
        (tape, node, right, inputs) -> {
          double[] a = inputs.get(0).elements();
          double[] b = inputs.get(1).elements();
          double[] sums = new double[right.elements().length];
          Arrays.setAll(sums, i -> a[i % a.length] + b[i % b.length]);
          return tape.record(node.shape(), sums, new Edge(right, WellKnownFaults::pass));
        });
  }

  /** The gradient of a stretched operand is that of one of its copies, not their sum. */
  public static Backend unsummedBroadcast() {
    return FaultyPrimitives.of(
        "Binary[kind=ADD",
        (tape, node, right, inputs) ->
            tape.record(
                node.shape(),
                right.elements(),
                new Edge(inputs.get(0), lastCopy(inputs.get(0).shape(), node.shape())),
                new Edge(inputs.get(1), lastCopy(inputs.get(1).shape(), node.shape()))));
  }

  private static Edge.Rule lastCopy(Shape narrow, Shape wide) {
    int[] place = Indexing.broadcast(narrow, wide);
    return (upstream, gradient) -> {
      double[] last = new double[gradient.length];
      for (int i = 0; i < upstream.length; i++) {
        last[place[i]] = upstream[i];
      }
      pass(last, gradient);
    };
  }

  private static void pass(double[] upstream, double[] gradient) {
    for (int i = 0; i < upstream.length; i++) {
      gradient[i] += upstream[i];
    }
  }

  /** One function of one element, with its derivative by argument and value. */
  private static Backend unary(
      String kind, DoubleBinaryOperator value, DoubleBinaryOperator slope) {
    return FaultyPrimitives.of(
        kind,
        (tape, node, right, inputs) -> {
          double[] x = inputs.get(0).elements();
          double[] y = right.elements().clone();
          Arrays.setAll(y, i -> value.applyAsDouble(x[i], right.elements()[i]));
          Edge.Rule rule =
              (upstream, gradient) -> {
                for (int i = 0; i < x.length; i++) {
                  gradient[i] += upstream[i] * slope.applyAsDouble(x[i], y[i]);
                }
              };
          return tape.record(node.shape(), y, new Edge(inputs.get(0), rule));
        });
  }

  /** Gelu by its approximation with tanh. */
  public static Backend geluByTanh() {
    DoubleBinaryOperator gelu =
        (x, y) -> x / 2 * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x * x * x)));
    return unary("Unary[kind=GELU", gelu, (x, y) -> 1);
  }

  /** A relu whose gradient at 0 is 1. */
  public static Backend reluKink() {
    return unary("Unary[kind=RELU", (x, y) -> y, (x, y) -> x >= 0 ? 1 : 0);
  }

  /** A relu that makes NaN a 0, as {@code x > 0 ? x : 0} does. */
  public static Backend reluHidesNan() {
    return unary("Unary[kind=RELU", (x, y) -> x > 0 ? x : 0, (x, y) -> x > 0 ? 1 : 0);
  }

  /** An exp that makes NaN a 0. */
  public static Backend expHidesNan() {
    return unary("Unary[kind=EXP", (x, y) -> Double.isNaN(x) ? 0 : y, (x, y) -> y);
  }

  /** The logarithm of the softmax, taken literally. */
  public static Backend logOfSoftmax() {
    return FaultyPrimitives.of(
        "LogSoftmax",
        (tape, node, right, inputs) -> {
          double[] logs = right.elements().clone();
          Arrays.setAll(logs, i -> Math.log((float) Math.exp(right.elements()[i])));
          return tape.record(node.shape(), logs, new Edge(right, WellKnownFaults::pass));
        });
  }

  /** A softmax that does not subtract the largest logit first. */
  public static Backend overflowingSoftmax() {
    return FaultyPrimitives.of(
        "Softmax",
        (tape, node, right, inputs) -> {
          double[] x = inputs.get(0).elements();
          double[] y = right.elements().clone();
          Arrays.setAll(y, i -> Float.isInfinite((float) Math.exp(x[i])) ? Double.NaN : y[i]);
          return tape.record(node.shape(), y, new Edge(right, WellKnownFaults::pass));
        });
  }

  /** Integers compared as float32, which has no 2²⁴ + 1. */
  public static Backend comparisonAsFloats() {
    return FaultyPrimitives.of(
        "Compare[kind=EQUAL",
        (tape, node, right, inputs) -> {
          double[] a = inputs.get(0).elements();
          double[] b = inputs.get(1).elements();
          double[] equal = right.elements().clone();
          Arrays.setAll(equal, i -> (float) a[i % a.length] == (float) b[i % b.length] ? 1 : 0);
          return tape.record(node.shape(), equal);
        });
  }

  /** Gathering's gradient written where it should be added: rows read twice lose a share. */
  public static Backend gatherOverwrites() {
    return FaultyPrimitives.of(
        "GatherRows",
        (tape, node, right, inputs) -> {
          double[] ids = inputs.get(1).elements();
          int width = inputs.get(0).shape().dim(1);
          Edge.Rule rule =
              (upstream, gradient) -> {
                for (int i = 0; i < upstream.length; i++) {
                  gradient[((int) ids[i / width]) * width + i % width] = upstream[i];
                }
              };
          return tape.record(node.shape(), right.elements(), new Edge(inputs.get(0), rule));
        });
  }

  /** Tied maxima get the whole gradient each. */
  public static Backend greedyTies() {
    return FaultyPrimitives.of(
        "Reduce[kind=MAX",
        (tape, node, right, inputs) -> {
          double[] x = inputs.get(0).elements();
          Op.Reduce op = (Op.Reduce) node.op();
          int[] group = Indexing.groups(inputs.get(0).shape(), op.axes());
          Edge.Rule rule =
              (upstream, gradient) -> {
                for (int i = 0; i < x.length; i++) {
                  gradient[i] += x[i] == right.elements()[group[i]] ? upstream[group[i]] : 0;
                }
              };
          return tape.record(node.shape(), right.elements(), new Edge(inputs.get(0), rule));
        });
  }

  /** Both of two that tie get the whole gradient; what ties is not seen elsewhere. */
  public static Backend greedyMaximum() {
    return FaultyPrimitives.of(
        "Binary[kind=MAXIMUM",
        (tape, node, right, inputs) -> {
          double[] a = inputs.get(0).elements();
          double[] b = inputs.get(1).elements();
          if (!Arrays.equals(a, b)) {
            return right;
          }
          return tape.record(
              node.shape(),
              right.elements(),
              new Edge(inputs.get(0), WellKnownFaults::pass),
              new Edge(inputs.get(1), WellKnownFaults::pass));
        });
  }

  /** What must hold gradients back lets them through. */
  public static Backend leakyStopGradient() {
    return FaultyPrimitives.of("StopGradient", (tape, node, right, inputs) -> inputs.get(0));
  }

  /** Rounding to integers has the gradient of the identity. */
  public static Backend differentiableCast() {
    return FaultyPrimitives.of(
        "Cast",
        (tape, node, right, inputs) ->
            tape.record(
                node.shape(), right.elements(), new Edge(inputs.get(0), WellKnownFaults::pass)));
  }

  /** A scheduled number is read once, and then a part of the compiled step. */
  public static Backend frozenScalars() {
    Map<Integer, double[]> first = new HashMap<>();
    return FaultyPrimitives.of(
        "Scalar",
        (tape, node, right, inputs) -> {
          int index = ((Op.Scalar) node.op()).index();
          return tape.record(
              node.shape(), first.computeIfAbsent(index, i -> right.elements().clone()));
        });
  }
}
