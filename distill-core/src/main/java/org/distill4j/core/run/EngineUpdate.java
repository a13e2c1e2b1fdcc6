package org.distill4j.core.run;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.distill4j.backend.Executable;
import org.distill4j.backend.Session;
import org.distill4j.model.ParameterSpec;
import org.distill4j.model.Weights;
import org.distill4j.optim.OptimizerState;
import org.distill4j.program.Recording;
import org.distill4j.program.StepInput;
import org.distill4j.tensor.HostTensor;
import org.distill4j.train.LearnerSpec;

/**
 * The update of weights that an engine's network keeps, from gradients that its engine computes.
 */
final class EngineUpdate {
  private final UpdateRecording update;
  private final LearnerVariables variables;
  private final Executable finish;
  private final Executable flush;
  private long step;

  EngineUpdate(Session session, LearnerSpec spec, Recording declared) {
    OptimizerState state = spec.firstOptimizerState(declared);
    this.update = new UpdateRecording(spec.withoutWeights(), declared);
    this.variables = new LearnerVariables(session, declared, update.trained(), spec.slots());
    variables.addSums();
    variables.write(spec.weights(), state);
    this.finish = session.compile(StepRecording.finish(update), variables.variables());
    this.flush = session.compile(update.flush(), variables.variables());
    this.step = state.step();
  }

  /** Takes a step along gradients, and gives the trained weights after it. */
  Weights apply(GradientSum gradients, StepInput input) {
    for (ParameterSpec parameter : update.trained()) {
      HostTensor sum = gradients.get(parameter.name());
      variables.variables().write(Paths.gradientSum(parameter.name()), sum);
    }
    finish.run(List.of(), update.scalars().values(input.progress(), step + 1));
    step++;
    if (step % Training.FLUSH_PERIOD == 0) {
      flush.run(List.of());
    }
    Map<String, HostTensor> values = new LinkedHashMap<>();
    update.trained().forEach(one -> values.put(one.name(), variables.variables().read(one.name())));
    return Weights.of(values);
  }

  OptimizerState optimizerState() {
    return variables.optimizerState(step);
  }

  void close() {
    finish.close();
    flush.close();
    variables.close();
  }
}
