package org.distill4j.core.rounds;

import java.util.List;
import org.distill4j.optim.Optimizer;
import org.distill4j.optim.ParameterStep;
import org.distill4j.optim.Schedule;
import org.distill4j.tensor.Tensor;

/** Leaves parameters unchanged and stores their gradients, which another component applies. */
record GradientOptimizer() implements Optimizer {
  static final String GRADIENT = "gradient";

  @Override
  public Schedule learningRate() {
    return Schedule.constant(0);
  }

  @Override
  public List<String> slots() {
    return List.of(GRADIENT);
  }

  @Override
  public List<Tensor> update(ParameterStep step) {
    return List.of(step.parameter(), step.gradient());
  }

  /** Does nothing: gradients are passed on unchanged. */
  @Override
  public double negligible(String slot, ParameterStep.Use use) {
    return 0;
  }
}
