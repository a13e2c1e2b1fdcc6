package org.distill4j.conformance;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import org.distill4j.model.Weights;
import org.distill4j.optim.OptimizerState;
import org.distill4j.program.StepInput;
import org.distill4j.train.Learner;
import org.distill4j.train.LearnerSpec;

/**
 * A training of the suite.
 *
 * @param spec what, from where and how
 * @param steps what each step is given, by its number from 0
 */
record TrainingProblem(LearnerSpec spec, IntFunction<StepInput> steps) {
  /**
   * The results of a training.
   *
   * @param losses the loss terms of each step
   * @param weights the weights after the last
   * @param optimizer what the optimizer remembers after the last
   */
  record Trace(List<Map<String, Double>> losses, Weights weights, OptimizerState optimizer) {}

  TrainingProblem with(LearnerSpec changed) {
    return new TrainingProblem(changed, steps);
  }

  TrainingProblem given(IntFunction<StepInput> changed) {
    return new TrainingProblem(spec, changed);
  }

  /** Trains from the beginning. */
  Trace run(DrivenSession session, int count) {
    return run(session, 0, count);
  }

  /** Trains with a learner of its own, from one step to before another. */
  Trace run(DrivenSession session, int from, int to) {
    try (Learner learner = session.learner(spec)) {
      return run(learner, from, to);
    }
  }

  /** Continues a training, from one step to before another. */
  Trace run(Learner learner, int from, int to) {
    List<Map<String, Double>> losses = new ArrayList<>();
    for (int i = from; i < to; i++) {
      losses.add(learner.step(steps.apply(i)).asMap());
    }
    return new Trace(losses, learner.weights(), learner.optimizerState());
  }
}
