package org.distill4j.tensorflow;

import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.distill4j.model.Mode;
import org.distill4j.model.Model;
import org.distill4j.model.Predictions;
import org.distill4j.program.FeedReader;
import org.distill4j.program.Program;
import org.distill4j.program.Recorder;
import org.distill4j.tensor.HostTensor;
import org.jspecify.annotations.Nullable;

/** A model in evaluation mode over a runtime's variables, compiled for each batch size it meets. */
final class TfForward {
  private final TfRuntime runtime;
  private final Model model;
  private final Map<Integer, Sized> sizes = new HashMap<>();

  TfForward(TfRuntime runtime, Model model) {
    this.runtime = runtime;
    this.model = model;
  }

  Predictions predict(HostTensor inputs) {
    runtime.requireOpen();
    Sized sized = sizes.computeIfAbsent(rows(inputs), this::record);
    List<HostTensor> values = sized.reader.read(inputs);
    return sized.predict(runtime, values);
  }

  private static int rows(HostTensor inputs) {
    if (inputs.shape().rank() == 0) {
      throw new IllegalArgumentException(
          "The input batch is "
              + inputs.spec()
              + ", expected a batch axis.\nMaybe reshape a single example to (1, …).");
    }
    return inputs.shape().dim(0);
  }

  private Sized record(int batchSize) {
    Program program = Recorder.forward(model, Mode.EVALUATION, batchSize).inlined();
    return new Sized(program);
  }

  /** The program for one batch size, compiled when the first inputs were found to fit. */
  private static final class Sized {
    private final Program program;
    private final FeedReader reader;
    private @Nullable TfCall call;

    Sized(Program program) {
      this.program = program;
      this.reader = program.reader(0);
    }

    Predictions predict(TfRuntime runtime, List<HostTensor> values) {
      if (call == null) {
        call = TfCompiler.forward(runtime, program);
      }
      Iterator<HostTensor> results = call.run(values, new double[0], TfCall.Write.NONE).iterator();
      Map<String, HostTensor> outputs = new LinkedHashMap<>();
      program.outputs().keySet().forEach(name -> outputs.put(name, results.next()));
      return Predictions.of(outputs);
    }
  }
}
