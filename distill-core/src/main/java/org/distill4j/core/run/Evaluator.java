package org.distill4j.core.run;

import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.distill4j.backend.Session;
import org.distill4j.backend.Variables;
import org.distill4j.model.Mode;
import org.distill4j.model.Model;
import org.distill4j.model.Predictions;
import org.distill4j.program.Recorder;
import org.distill4j.tensor.HostTensor;

/** A model in evaluation mode, compiled for each batch size that it meets. */
final class Evaluator {
  private final BatchSizes<ForwardRun> runs;

  /**
   * Nothing is compiled yet.
   *
   * @param session compiles
   * @param model the model
   * @param variables its parameters and states, and maybe more
   * @param variableNames which variable is read for a path of the model
   */
  Evaluator(
      Session session,
      Model model,
      Supplier<Variables> variables,
      UnaryOperator<String> variableNames) {
    this.runs =
        new BatchSizes<>(
            size ->
                new ForwardRun(
                    session,
                    variables.get(),
                    variableNames,
                    Recorder.forward(model, Mode.EVALUATION, size)));
  }

  Predictions predict(HostTensor inputs) {
    if (inputs.shape().rank() == 0) {
      throw new IllegalArgumentException(
          "The input is a single number, expected a batch on axis 0.\nMaybe reshape it.");
    }
    return runs.get(inputs.shape().dim(0)).predict(inputs);
  }

  /** Frees what was compiled; it is compiled again if it is needed. */
  void close() {
    runs.close();
  }
}
