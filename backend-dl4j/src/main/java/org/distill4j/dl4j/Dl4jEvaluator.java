package org.distill4j.dl4j;

import java.util.LinkedHashMap;
import java.util.Map;
import org.distill4j.model.Mode;
import org.distill4j.model.Model;
import org.distill4j.model.Predictions;
import org.distill4j.program.Recorder;
import org.distill4j.tensor.DType;
import org.distill4j.tensor.HostTensor;

/** Runs a model in evaluation mode with weights that somebody else may change in between. */
final class Dl4jEvaluator implements AutoCloseable {
  private static final double[] NO_NUMBERS = {};

  private final CompiledSizes sizes;

  Dl4jEvaluator(Model model, Dl4jWeights weights) {
    this.sizes =
        new CompiledSizes(
            batch ->
                Compiler.forward(
                    Recorder.forward(model, Mode.EVALUATION, batch).inlined(), weights));
  }

  Predictions predict(HostTensor inputs) {
    requireBatch(inputs);
    Compiled compiled = sizes.of(inputs.shape().dim(0));
    compiled.run(compiled.reader().read(inputs), NO_NUMBERS);
    Map<String, HostTensor> outputs = new LinkedHashMap<>();
    compiled.outputs().forEach((name, value) -> outputs.put(name, copy(value)));
    return Predictions.of(outputs);
  }

  private static void requireBatch(HostTensor inputs) {
    if (inputs.shape().rank() == 0) {
      throw new IllegalArgumentException(
          "The input batch is "
              + inputs.spec()
              + ", expected the batch on axis 0.\nMaybe a single example needs that axis.");
    }
  }

  private static HostTensor copy(Value value) {
    HostTensor copy = HostTensor.allocate(value.type(), value.shape());
    if (value.type() == DType.FLOAT32) {
      copy.floats().put(value.slot().floats());
    } else {
      copy.ints().put(value.slot().ints());
    }
    return copy;
  }

  @Override
  public void close() {
    sizes.close();
  }
}
