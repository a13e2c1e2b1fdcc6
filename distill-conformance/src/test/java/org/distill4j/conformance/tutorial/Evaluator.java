package org.distill4j.conformance.tutorial;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.distill4j.model.Mode;
import org.distill4j.model.Model;
import org.distill4j.model.Predictions;
import org.distill4j.program.Program;
import org.distill4j.program.Recorder;
import org.distill4j.tensor.HostTensor;

/** A model in evaluation mode, recorded once for each batch size. */
final class Evaluator {
  private final Model model;
  private final Map<Integer, Program> programs = new HashMap<>();

  Evaluator(Model model) {
    this.model = model;
  }

  Program program(int batchSize) {
    return programs.computeIfAbsent(
        batchSize, size -> Recorder.forward(model, Mode.EVALUATION, size));
  }

  Predictions predict(HostTensor inputs, NamedArrays parameters, NamedArrays states) {
    Program program = program(inputs.shape().rank() == 0 ? 1 : inputs.shape().dim(0));
    List<HostTensor> feeds = program.reader(0).read(inputs);
    Run run = new Run(program, new Leaves(parameters, states, feeds, List.of()));
    Map<String, HostTensor> outputs = new LinkedHashMap<>();
    program.outputs().forEach((name, tensor) -> outputs.put(name, run.value(tensor).toHost()));
    return Predictions.of(outputs);
  }
}
