package org.distill4j.conformance.reference;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.distill4j.spi.Backend;
import org.distill4j.tensor.Algebra;
import org.distill4j.tensor.Op;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.Tensor;

/** The reference backend with a fault in how a program is run. */
public final class FaultyRuns {
  private FaultyRuns() {}

  /** All numbers have eight bits of precision, as bfloat16 has. */
  public static Backend lowPrecision() {
    return new ReferenceBackend(
        new Engine() {
          @Override
          Tape tape() {
            return new Tape() {
              @Override
              Value record(Shape shape, double[] elements, Edge... edges) {
                return super.record(shape, rounded(elements), edges);
              }
            };
          }
        });
  }

  private static double[] rounded(double[] elements) {
    double[] rounded = elements.clone();
    Arrays.setAll(rounded, i -> rounded(elements[i]));
    return rounded;
  }

  private static double rounded(double element) {
    return element == (int) element
        ? element
        : Float.intBitsToFloat(Float.floatToIntBits((float) element) & 0xFFFF0000);
  }

  /** A value that is used many times keeps the gradient of one use. */
  public static Backend lastUseOnly() {
    return new ReferenceBackend(
        new Engine() {
          @Override
          Tape tape() {
            return new Tape() {
              @Override
              Value record(Shape shape, double[] elements, Edge... edges) {
                return super.record(
                    shape,
                    elements,
                    Arrays.stream(edges).map(FaultyRuns::overwriting).toArray(Edge[]::new));
              }
            };
          }
        });
  }

  private static Edge overwriting(Edge edge) {
    return new Edge(
        edge.input(),
        (upstream, gradient) -> {
          Arrays.fill(gradient, 0);
          edge.rule().add(upstream, gradient);
        });
  }

  /** Of feeds of one shape, each reads the first. */
  public static Backend mixedFeeds() {
    return new ReferenceBackend(
        new Engine() {
          @Override
          Algebra<Value> algebra(Tape tape, Leaves leaves) {
            Map<Shape, Value> first = new HashMap<>();
            return new ReferenceAlgebra(tape, leaves) {
              @Override
              public Value feed(Tensor node, Op.Feed op) {
                return first.computeIfAbsent(node.shape(), shape -> super.feed(node, op));
              }
            };
          }
        });
  }
}
