package org.distill4j.core.rounds;

import java.util.List;
import java.util.Map;
import org.distill4j.optim.OptimizerState;
import org.distill4j.train.RoundReport;

/** The step of DiLoCo. */
final class OuterGlobalStep implements GlobalStep {
  private final OuterStep step;
  private final WeightLayout layout;
  private final double[] velocity;
  private float[] values;

  OuterGlobalStep(OuterStep step, WeightLayout layout, float[] values, double[] velocity) {
    this.step = step;
    this.layout = layout;
    this.values = values;
    this.velocity = velocity;
  }

  @Override
  public float[] values() {
    return values;
  }

  @Override
  public void take(int round, RoundAverage average) {
    // A copy, as the values before may still be on their way to a worker.
    float[] next = values.clone();
    layout.forEach(
        part -> {
          if (part.isTrained()) {
            step.apply(next, average.values(), velocity, part.from(), part.to());
          } else {
            int length = part.to() - part.from();
            System.arraycopy(average.values(), part.from(), next, part.from(), length);
          }
        });
    values = next;
  }

  @Override
  public RoundState state(int round, List<RoundReport> reports) {
    OptimizerState none = new OptimizerState(0, Map.of());
    return new RoundState(round, values, velocity.clone(), none, reports);
  }
}
