package org.distill4j.dl4j;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.distill4j.backend.Guard;
import org.distill4j.backend.Session;
import org.distill4j.jvm.PlanResource;
import org.distill4j.model.InputNames;
import org.distill4j.model.Predictions;
import org.distill4j.model.Predictor;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.TensorSpec;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A network of Deeplearning4j's own kind, in evaluation mode. */
final class NetworkPredictor implements Predictor {
  private final Dl4jSession engine;
  private final Guard guard;
  private final ComputationGraph graph;
  private final String what;
  private final Map<String, TensorSpec> inputs;
  private final List<String> outputs;

  private NetworkPredictor(
      Session session,
      ComputationGraph graph,
      String what,
      Map<String, TensorSpec> inputs,
      List<String> outputs) {
    this.engine = requireEngine(session);
    this.graph = graph;
    this.what = what;
    this.inputs = inputs;
    this.outputs = outputs;
    PlanResource parameters = () -> free(graph.params());
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
      Session session,
      Supplier<ComputationGraph> reader,
      String what,
      Map<String, TensorSpec> inputs,
      List<String> outputs) {
    return Guard.within(
        session,
        requireEngine(session)
            .prepared(
                () -> {
                  ComputationGraph graph = reader.get();
                  NetworkInputs.requireFits(
                      "The network of " + what,
                      graph.getConfiguration().getNetworkInputs(),
                      graph.getNumOutputArrays(),
                      inputs,
                      outputs);
                  SoftmaxRemoval.beforeSoftmax(graph, outputs);
                  return new NetworkPredictor(session, graph, what, inputs, outputs);
                }));
  }

  @Override
  public Predictions predict(Map<String, HostTensor> given) {
    return guard.call(engine.prepared(() -> run(given)));
  }

  private Predictions run(Map<String, HostTensor> given) {
    List<String> own = graph.getConfiguration().getNetworkInputs();
    INDArray[] results = results(NetworkInputs.inOrder(own, inputs, given));
    Map<String, HostTensor> named = new LinkedHashMap<>();
    for (int i = 0; i < results.length; i++) {
      named.put(outputs.get(i), NetworkArrays.toHost(results[i]));
    }
    return Predictions.of(named);
  }

  private INDArray[] results(Map<String, HostTensor> ordered) {
    INDArray[] arrays = NetworkInputs.toEngine(ordered.values());
    try {
      return graph.output(arrays);
    } catch (RuntimeException failed) {
      throw new IllegalArgumentException(
          "The network of "
              + what
              + " failed on "
              + InputNames.describe(ordered)
              + ": "
              + failed.getMessage()
              + "\nMaybe it takes another shape, or images with the channels elsewhere.",
          failed);
    } finally {
      Arrays.stream(arrays).forEach(INDArray::close);
    }
  }

  @Override
  public void close() {
    guard.close();
  }
}
