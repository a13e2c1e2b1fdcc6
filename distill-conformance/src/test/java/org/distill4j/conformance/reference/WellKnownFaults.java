package org.distill4j.conformance.reference;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.DoubleBinaryOperator;
import org.distill4j.conformance.DrivenBackend;
import org.distill4j.tensor.Op;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.Tensor;

/** Faults of primitives that engines and their wrappers are known for. */
public final class WellKnownFaults {
  private WellKnownFaults() {}

  private static DoubleArray changed(DoubleArray right, double... elements) {
    return new DoubleArray(right.shape(), elements);
  }

  /** Stretches the narrower operand by going round its elements, which is right for rows alone. */
  public static DrivenBackend cyclicBroadcast() {
    return FaultyKernels.of(
        right ->
            new PassingAlgebra(right) {
              @Override
              public DoubleArray binary(
                  Tensor node, Op.Binary op, DoubleArray left, DoubleArray right) {
                DoubleArray sum = super.binary(node, op, left, right);
                if (op.kind() != Op.BinaryKind.ADD) {
                  return sum;
                }
                double[] a = left.elements();
                double[] b = right.elements();
                double[] sums = sum.elements().clone();
                Arrays.setAll(sums, i -> a[i % a.length] + b[i % b.length]);
                return changed(sum, sums);
              }
            });
  }

  /** One function of one element, by argument and right value. */
  private static DrivenBackend unary(Op.UnaryKind kind, DoubleBinaryOperator value) {
    return FaultyKernels.of(
        right ->
            new PassingAlgebra(right) {
              @Override
              public DoubleArray unary(Tensor node, Op.Unary op, DoubleArray input) {
                DoubleArray result = super.unary(node, op, input);
                if (op.kind() != kind) {
                  return result;
                }
                double[] x = input.elements();
                double[] y = result.elements().clone();
                Arrays.setAll(y, i -> value.applyAsDouble(x[i], result.elements()[i]));
                return changed(result, y);
              }
            });
  }

  /** Gelu by its approximation with tanh. */
  public static DrivenBackend geluByTanh() {
    return unary(
        Op.UnaryKind.GELU,
        (x, y) -> x / 2 * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x * x * x))));
  }

  /** A relu whose gradient passes where its value is 0. */
  public static DrivenBackend reluKink() {
    return FaultyKernels.composites(
        Set.of("relu-gradient"), (composite, inputs, right) -> List.of(inputs.get(0)));
  }

  /** A relu that makes NaN a 0, as {@code x > 0 ? x : 0} does. */
  public static DrivenBackend reluHidesNan() {
    return unary(Op.UnaryKind.RELU, (x, y) -> x > 0 ? x : 0);
  }

  /** An exp that makes NaN a 0. */
  public static DrivenBackend expHidesNan() {
    return unary(Op.UnaryKind.EXP, (x, y) -> Double.isNaN(x) ? 0 : y);
  }

  /** The logarithm of the softmax, taken literally. */
  public static DrivenBackend logOfSoftmax() {
    return FaultyKernels.of(
        "LogSoftmax",
        (node, right) ->
            Arrays.stream(right).map(log -> Math.log((float) Math.exp(log))).toArray());
  }

  /** A softmax that does not subtract the largest logit first. */
  public static DrivenBackend overflowingSoftmax() {
    return FaultyKernels.of(
        right ->
            new PassingAlgebra(right) {
              @Override
              public DoubleArray softmax(Tensor node, Op.Softmax op, DoubleArray input) {
                DoubleArray result = super.softmax(node, op, input);
                double[] x = input.elements();
                double[] y = result.elements().clone();
                Arrays.setAll(y, i -> Float.isInfinite((float) Math.exp(x[i])) ? Double.NaN : y[i]);
                return changed(result, y);
              }
            });
  }

  /** Integers compared as float32, which has no 2²⁴ + 1. */
  public static DrivenBackend comparisonAsFloats() {
    return FaultyKernels.of(
        right ->
            new PassingAlgebra(right) {
              @Override
              public DoubleArray compare(
                  Tensor node, Op.Compare op, DoubleArray left, DoubleArray right) {
                return super.compare(node, op, floats(left), floats(right));
              }
            });
  }

  private static DoubleArray floats(DoubleArray values) {
    return changed(values, Arrays.stream(values.elements()).map(x -> (float) x).toArray());
  }

  /** Scattered rows are written where they should be added: an id that is there twice loses one. */
  public static DrivenBackend scatterOverwrites() {
    return FaultyKernels.of(
        right ->
            new PassingAlgebra(right) {
              @Override
              public DoubleArray scatterAddRows(
                  Tensor node, Op.ScatterAddRows op, DoubleArray values, DoubleArray ids) {
                DoubleArray result = super.scatterAddRows(node, op, values, ids);
                double[] rows = DoubleArray.zeros(result.shape());
                int width = result.shape().dim(1);
                for (int i = 0; i < values.elements().length; i++) {
                  int id = (int) ids.elements()[i / width];
                  rows[id * width + i % width] = values.elements()[i];
                }
                return changed(result, rows);
              }
            });
  }

  /** All numbers have eight bits of precision, as bfloat16 has. */
  public static DrivenBackend lowPrecision() {
    return FaultyKernels.of(
        "", (node, right) -> Arrays.stream(right).map(WellKnownFaults::rounded).toArray());
  }

  private static double rounded(double element) {
    return element == (int) element
        ? element
        : Float.intBitsToFloat(Float.floatToIntBits((float) element) & 0xFFFF0000);
  }

  /** Of feeds of one shape, each reads the first. */
  public static DrivenBackend mixedFeeds() {
    return FaultyKernels.of(
        right ->
            new PassingAlgebra(right) {
              private final Map<Shape, DoubleArray> first = new HashMap<>();

              @Override
              public DoubleArray feed(Tensor node, Op.Feed op) {
                return first.computeIfAbsent(node.shape(), shape -> super.feed(node, op));
              }
            });
  }

  /** Sums p · (log p − log q) from float32 logarithms, whose rounding outweighs small sums. */
  public static DrivenBackend cancellingDivergence() {
    return FaultyKernels.composites(
        Set.of("kl-divergence"),
        (composite, inputs, right) -> {
          double[] logP = inputs.get(0).elements();
          double[] logQ = inputs.get(1).elements();
          DoubleArray result = right.apply(inputs).get(0);
          double[] sums = new double[result.elements().length];
          for (int i = 0; i < logP.length; i++) {
            double apart = (double) (float) logP[i] - (float) logQ[i];
            sums[i * sums.length / logP.length] += Math.exp(logP[i]) * apart;
          }
          return List.of(changed(result, sums));
        });
  }
}
