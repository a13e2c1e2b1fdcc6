package org.distill4j.dl4j;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.layers.IOutputLayer;
import org.distill4j.backend.Guard;
import org.distill4j.backend.Session;
import org.distill4j.model.EngineNetwork;
import org.distill4j.model.InputNames;
import org.distill4j.model.Predictions;
import org.distill4j.model.Weights;
import org.distill4j.teacher.PredictorTeacher;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.TensorSpec;
import org.nd4j.linalg.api.ndarray.INDArray;

/** One of the engine's networks, run forward and backward by the engine. */
final class Dl4jNetwork implements EngineNetwork {
  private final Dl4jSession engine;
  private final Guard guard;
  private final EngineNetworkKind network;
  private final NetworkWeights weights;
  private final Map<String, TensorSpec> inputs;
  private final List<String> names;
  private final Map<String, TensorSpec> specs;

  private Dl4jNetwork(
      Session session,
      Dl4jSession engine,
      EngineNetworkKind network,
      Map<String, TensorSpec> inputs,
      List<String> names) {
    this.engine = engine;
    this.guard = Guard.child(session, this, "network", () -> {});
    this.network = network;
    this.weights = new NetworkWeights(network);
    this.inputs = Collections.unmodifiableMap(new LinkedHashMap<>(inputs));
    this.names = names;
    this.specs = PredictorTeacher.of("the network", this, inputs, "network").outputs();
  }

  static Dl4jNetwork open(
      Session session,
      EngineNetworkKind network,
      Map<String, TensorSpec> inputs,
      List<String> names) {
    Dl4jSession engine =
        Dl4jSession.of(
            session,
            "runs networks of Deeplearning4j",
            "open a session for the network, and train it on the session that is there.");
    return Guard.within(
        session,
        engine.prepared(
            () -> {
              requireFits(network, inputs, names);
              return new Dl4jNetwork(session, engine, network, inputs, names);
            }));
  }

  private static void requireFits(
      EngineNetworkKind network, Map<String, TensorSpec> inputs, List<String> names) {
    if (network.parameters().isEmpty()) {
      throw new IllegalArgumentException(
          "The network has no parameters, expected an initialized one with something to train.\n"
              + "Maybe call its init() first.");
    }
    NetworkInputs.requireFits("The network", network.inputs(), network.outputs(), inputs, names);
    network.ends().forEach(Dl4jNetwork::requireNoLoss);
  }

  private static void requireNoLoss(Layer end) {
    if (end instanceof IOutputLayer) {
      throw new IllegalArgumentException(
          "The network ends in the output layer \""
              + end.conf().getLayer().getLayerName()
              + "\", which computes a loss of its own, expected a layer that computes none.\n"
              + "Maybe use a DenseLayer with Activation.IDENTITY, whose output are logits.");
    }
  }

  @Override
  public Map<String, TensorSpec> inputs() {
    return inputs;
  }

  @Override
  public Map<String, TensorSpec> outputs() {
    return specs;
  }

  @Override
  public Weights weights() {
    return call(weights::toWeights);
  }

  @Override
  public Set<String> trained() {
    return weights.trained();
  }

  @Override
  public void set(Weights values) {
    call(
        () -> {
          weights.set(values);
          return values;
        });
  }

  @Override
  public Predictions predict(Map<String, HostTensor> given) {
    return call(() -> named(run(network::evaluate, given)));
  }

  @Override
  public Weights gradients(Map<String, HostTensor> given, UnaryOperator<Predictions> inOutputs) {
    return call(
        () -> {
          Predictions found = inOutputs.apply(named(run(network::forward, given)));
          INDArray[] directions =
              names.stream()
                  .map(name -> NetworkArrays.toEngine(found.get(name)))
                  .toArray(INDArray[]::new);
          return weights.take(network.backward(directions).gradientForVariable());
        });
  }

  private <T> T call(Supplier<T> work) {
    return guard.call(engine.prepared(work));
  }

  private INDArray[] run(Function<INDArray[], INDArray[]> pass, Map<String, HostTensor> given) {
    Map<String, HostTensor> ordered = NetworkInputs.inOrder(network.inputs(), inputs, given);
    try {
      return pass.apply(NetworkInputs.toEngine(ordered.values()));
    } catch (RuntimeException failed) {
      throw new IllegalArgumentException(
          "The network failed on "
              + InputNames.describe(ordered)
              + ": "
              + failed.getMessage()
              + "\nMaybe it takes another shape, or images with the channels elsewhere.",
          failed);
    }
  }

  private Predictions named(INDArray[] results) {
    Map<String, HostTensor> named = new LinkedHashMap<>();
    for (int i = 0; i < results.length; i++) {
      named.put(names.get(i), NetworkArrays.toHost(results[i]));
    }
    return Predictions.of(named);
  }

  @Override
  public void close() {
    guard.close();
  }
}
