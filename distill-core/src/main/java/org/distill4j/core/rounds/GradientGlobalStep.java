package org.distill4j.core.rounds;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.distill4j.backend.Session;
import org.distill4j.core.run.GradientUpdate;
import org.distill4j.model.Weights;
import org.distill4j.optim.Progress;
import org.distill4j.tensor.HostTensor;
import org.distill4j.train.LearnerSpec;
import org.distill4j.train.RoundReport;

/** The step of the student's own optimizer along the average of the workers' gradients. */
final class GradientGlobalStep implements GlobalStep {
  private final WeightLayout layout;
  private final GradientUpdate update;
  private final long totalSteps;
  private float[] values;

  GradientGlobalStep(Session session, LearnerSpec spec, WeightLayout layout, long totalSteps) {
    this.layout = layout;
    this.update = GradientUpdate.open(session, spec);
    this.totalSteps = totalSteps;
    this.values = layout.flat(spec.weights());
  }

  @Override
  public float[] values() {
    return values;
  }

  @Override
  public void take(int round, RoundAverage average) {
    Map<String, HostTensor> gradients = new HashMap<>();
    layout.forEach(part -> gradients.put(part.name(), WeightLayout.tensor(average.values(), part)));
    Weights gradient = Weights.of(gradients);
    Weights trained = update.apply(gradient::get, new Progress(round - 1L, totalSteps));
    float[] next = average.values().clone();
    layout.forEach(
        part -> {
          int length = part.to() - part.from();
          if (part.isTrained()) {
            trained.get(part.name()).floats().get(next, part.from(), length);
          }
        });
    values = next;
  }

  @Override
  public RoundState state(int round, List<RoundReport> reports) {
    return new RoundState(round, values, new double[0], update.optimizerState(), reports);
  }

  @Override
  public void close() {
    update.close();
  }
}
