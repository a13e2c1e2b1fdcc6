package org.distill4j.core.run;

import java.util.Map;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.distill4j.backend.Session;
import org.distill4j.backend.ShapeCache;
import org.distill4j.backend.Variables;
import org.distill4j.model.Mode;
import org.distill4j.model.Model;
import org.distill4j.model.Predictions;
import org.distill4j.program.BatchShape;
import org.distill4j.program.Recorder;
import org.distill4j.program.ShapeReader;
import org.distill4j.tensor.HostTensor;

/** A model in evaluation mode, compiled for each batch shape that occurs. */
final class Evaluator {
  private final ShapeReader shapes;
  private final ShapeCache<BatchShape, ForwardRun> runs;

  /**
   * Creates an evaluator without compiled programs.
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
    this.shapes = new ShapeReader(model);
    this.runs =
        new ShapeCache<>(
            shape ->
                new ForwardRun(
                    session,
                    variables.get(),
                    variableNames,
                    Recorder.forward(model, Mode.EVALUATION, shape)),
            CompiledProgram::close);
  }

  Predictions predict(Map<String, HostTensor> inputs) {
    return runs.get(shapes.read(inputs)).predict(inputs);
  }

  /** Frees the compiled programs; they are compiled again when they are needed. */
  void close() {
    runs.close();
  }
}
