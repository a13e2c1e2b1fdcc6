package org.distill4j.djl;

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

/** A model in evaluation mode, compiled for each batch size that it meets. */
final class DjlEvaluator {
  private final Place place;
  private final Model model;
  private final DjlArrays weights;
  private final ModuleCache modules = new ModuleCache(this::compile);

  DjlEvaluator(Place place, Model model, DjlArrays weights) {
    this.place = place;
    this.model = model;
    this.weights = weights;
  }

  Predictions predict(HostTensor inputs) {
    if (inputs.shape().rank() == 0) {
      throw new IllegalArgumentException(
          "The input is a single number, expected a batch on axis 0.\nMaybe reshape it.");
    }
    ProgramModule module = modules.get(inputs.shape().dim(0));
    module.setFeeds(module.reader().read(inputs));
    module.run("predict");
    Map<String, HostTensor> predictions = new LinkedHashMap<>();
    for (String name : module.program().outputs().keySet()) {
      predictions.put(name, module.result(predictions.size()).copy());
    }
    return Predictions.of(predictions);
  }

  private ProgramModule compile(int batchSize) {
    Program program = Recorder.forward(model, Mode.EVALUATION, batchSize).inlined();
    ProgramScript script = new ProgramScript(program, place.device());
    List<TensorSpec> results = program.outputs().values().stream().map(DjlEvaluator::spec).toList();
    ProgramModule module =
        new ProgramModule(place, script, 0, script.predict(), List.of(), results);
    module.bind("parameters", weights.of(program.parameters()));
    module.bind("states", weights.of(program.states()));
    return module;
  }

  private static TensorSpec spec(Tensor output) {
    return new TensorSpec(output.type(), output.shape());
  }
}
