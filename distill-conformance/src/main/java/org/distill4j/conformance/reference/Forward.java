package org.distill4j.conformance.reference;

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
import org.distill4j.tensor.Tensor;
import org.distill4j.tensor.TensorSpec;

/** A model in evaluation mode, recorded once for each batch size. */
final class Forward {
  private final Model model;
  private final Engine engine;
  private final Map<Integer, Program> programs = new HashMap<>();

  Forward(Model model, Engine engine) {
    this.model = model;
    this.engine = engine;
  }

  Program program(int batchSize) {
    return programs.computeIfAbsent(
        batchSize, size -> Recorder.forward(model, Mode.EVALUATION, size));
  }

  Predictions predict(HostTensor inputs, Named parameters, Named states) {
    Program program = program(rows(inputs));
    List<HostTensor> feeds = program.reader(0).read(inputs);
    Leaves leaves = new Leaves(parameters, states, Leaves.copies(feeds), List.of());
    Evaluation run = new Evaluation(program, engine, leaves);
    Map<String, HostTensor> outputs = new LinkedHashMap<>();
    program.outputs().forEach((name, t) -> outputs.put(name, Hosts.tensor(spec(t), run.value(t))));
    return Predictions.of(outputs);
  }

  private static TensorSpec spec(Tensor tensor) {
    return new TensorSpec(tensor.type(), tensor.shape());
  }

  /** A tensor without a batch axis gets the message of one that has a wrong shape. */
  private static int rows(HostTensor inputs) {
    return inputs.shape().rank() == 0 ? 1 : inputs.shape().dim(0);
  }
}
