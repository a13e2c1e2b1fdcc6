package org.distill4j.conformance.reference;

import java.util.Arrays;
import org.distill4j.spi.Backend;
import org.distill4j.tensor.Shape;

/**
 * The reference backend made as imprecise as an engine: all that is computed is rounded to float32.
 */
public final class SinglePrecision extends Engine {
  private SinglePrecision() {}

  /** The backend. */
  public static Backend backend() {
    return new ReferenceBackend(new SinglePrecision());
  }

  @Override
  Tape tape() {
    return new RoundingTape();
  }

  @Override
  void update(Update update, Named parameters, Named gradients) {
    super.update(update, parameters, gradients);
    parameters.forEach((name, values) -> round(values));
    update.slots().values().forEach(slot -> slot.forEach((name, values) -> round(values)));
  }

  private static void round(double[] values) {
    Arrays.setAll(values, i -> isInteger(values[i]) ? values[i] : (float) values[i]);
  }

  /** Ids and labels are kept as doubles too, and must stay what they are. */
  private static boolean isInteger(double value) {
    return value == (int) value;
  }

  private static final class RoundingTape extends Tape {
    @Override
    Value record(Shape shape, double[] elements, Edge... edges) {
      double[] rounded = elements.clone();
      round(rounded);
      Edge[] rounding = Arrays.stream(edges).map(RoundingTape::rounding).toArray(Edge[]::new);
      return super.record(shape, rounded, rounding);
    }

    private static Edge rounding(Edge edge) {
      return new Edge(
          edge.input(),
          (upstream, gradient) -> {
            edge.rule().add(upstream, gradient);
            round(gradient);
          });
    }
  }
}
