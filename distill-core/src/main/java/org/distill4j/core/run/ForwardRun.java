package org.distill4j.core.run;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.distill4j.backend.Executable;
import org.distill4j.backend.Session;
import org.distill4j.backend.Variables;
import org.distill4j.model.Predictions;
import org.distill4j.program.FeedReader;
import org.distill4j.program.Recording;
import org.distill4j.tensor.HostTensor;

/** A model in evaluation mode, compiled for one batch shape. */
final class ForwardRun implements CompiledProgram {
  private final List<String> outputs;
  private final FeedReader reader;
  private final Executable executable;

  ForwardRun(
      Session session,
      Variables variables,
      UnaryOperator<String> variableNames,
      Recording recording) {
    this.outputs = List.copyOf(recording.outputs().keySet());
    this.reader = recording.reader(0);
    this.executable = session.compile(ModelPrograms.forward(recording, variableNames), variables);
  }

  Predictions predict(Map<String, HostTensor> inputs) {
    List<HostTensor> results = executable.run(reader.read(inputs));
    Map<String, HostTensor> named = new LinkedHashMap<>();
    outputs.forEach(name -> named.put(name, results.get(named.size())));
    return Predictions.of(named);
  }

  @Override
  public void close() {
    executable.close();
  }
}
