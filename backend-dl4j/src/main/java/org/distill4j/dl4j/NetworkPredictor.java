package org.distill4j.dl4j;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.distill4j.backend.Guard;
import org.distill4j.backend.Session;
import org.distill4j.jvm.PlanPart;
import org.distill4j.model.InputNames;
import org.distill4j.model.Predictions;
import org.distill4j.model.Predictor;
import org.distill4j.tensor.HostTensor;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A network of Deeplearning4j's own kind, in evaluation mode. */
final class NetworkPredictor implements Predictor {
  private final Dl4jSession engine;
  private final Guard guard;
  private final ComputationGraph graph;
  private final String what;
  private final List<String> outputs;

  private NetworkPredictor(
      Session session, ComputationGraph graph, String what, List<String> outputs) {
    this.engine = requireEngine(session);
    this.graph = graph;
    this.what = what;
    this.outputs = outputs;
    PlanPart parameters = () -> free(graph.params());
    this.guard = Guard.child(session, this, "teacher", parameters::close);
    engine.closeAtEnd(parameters);
  }

  private static void free(INDArray parameters) {
    if (!parameters.wasClosed()) {
      parameters.close();
    }
  }

  static Dl4jSession requireEngine(Session session) {
    return Dl4jSession.of(
        session,
        "reads zips and Keras files",
        "open a second session for the teacher: new Dl4jBackend().open(…).");
  }

  static NetworkPredictor open(
      Session session, Supplier<ComputationGraph> reader, String what, List<String> outputs) {
    return Guard.within(
        session,
        requireEngine(session)
            .prepared(
                () -> {
                  ComputationGraph graph = reader.get();
                  requireFits(graph, what, outputs);
                  Scores.beforeSoftmax(graph, outputs);
                  return new NetworkPredictor(session, graph, what, outputs);
                }));
  }

  private static void requireFits(ComputationGraph graph, String what, List<String> outputs) {
    int inputs = graph.getNumInputArrays();
    int found = graph.getNumOutputArrays();
    if (inputs != 1 || found != outputs.size()) {
      throw new IllegalArgumentException(
          "The network of "
              + what
              + " takes "
              + inputs
              + " inputs and gives "
              + found
              + " outputs, and the names "
              + outputs
              + " were given, expected one input and a name for each output.\n"
              + "Maybe name those that are not used too.");
    }
  }

  @Override
  public Predictions predict(Map<String, HostTensor> inputs) {
    return guard.call(engine.prepared(() -> run(InputNames.only(inputs))));
  }

  private Predictions run(HostTensor inputs) {
    INDArray[] said = said(inputs);
    Map<String, HostTensor> named = new LinkedHashMap<>();
    for (int i = 0; i < said.length; i++) {
      named.put(outputs.get(i), Hosts.toHost(said[i]));
    }
    return Predictions.of(named);
  }

  private INDArray[] said(HostTensor inputs) {
    try (INDArray given = Hosts.toEngine(inputs)) {
      return graph.output(given);
    } catch (RuntimeException failed) {
      throw new IllegalArgumentException(
          "The network of "
              + what
              + " failed on "
              + inputs.spec()
              + ": "
              + failed.getMessage()
              + "\nMaybe it takes another shape, or images with the channels elsewhere.",
          failed);
    }
  }

  @Override
  public void close() {
    guard.close();
  }
}
