package org.distill4j.dl4j;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.layers.FrozenLayer;
import org.deeplearning4j.nn.layers.normalization.BatchNormalization;
import org.distill4j.model.Weights;
import org.distill4j.tensor.DType;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.TensorSpec;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The parameters of one of the engine's networks, and which of them are trained. */
final class NetworkWeights {
  /** What batch normalisation keeps beside its trained parameters. */
  private static final Set<String> STATISTICS = Set.of("mean", "var", "log10stdev");

  private final Map<String, INDArray> parameters;
  private final Set<String> trained = new LinkedHashSet<>();
  private final Set<String> statistics = new LinkedHashSet<>();

  NetworkWeights(EngineNetworkKind network) {
    this.parameters = network.parameters();
    Map<String, Layer> layers = network.layers();
    for (String name : parameters.keySet()) {
      int end = name.lastIndexOf('_');
      Layer layer = layers.get(name.substring(0, end));
      if (layer instanceof BatchNormalization && STATISTICS.contains(name.substring(end + 1))) {
        statistics.add(name);
      } else if (!(layer instanceof FrozenLayer)) {
        trained.add(name);
      }
    }
  }

  Set<String> trained() {
    return Collections.unmodifiableSet(trained);
  }

  Weights toWeights() {
    Map<String, HostTensor> values = new LinkedHashMap<>();
    parameters.forEach((name, array) -> values.put(name, NetworkArrays.toHost(array)));
    return Weights.of(values);
  }

  void set(Weights weights) {
    Map<String, TensorSpec> owned = new LinkedHashMap<>();
    parameters.keySet().forEach(name -> owned.put(name, spec(name)));
    weights.requireAmong(owned);
    weights.asMap().forEach((name, value) -> parameter(name).assign(NetworkArrays.toEngine(value)));
  }

  private TensorSpec spec(String name) {
    return new TensorSpec(DType.FLOAT32, shape(name));
  }

  private INDArray parameter(String name) {
    return Objects.requireNonNull(parameters.get(name));
  }

  private Shape shape(String name) {
    return Shape.ofLongs(parameter(name).shape());
  }

  /**
   * Takes apart what a backward pass gives: gradients, and the steps of statistics, which the
   * engine hands to an updater that does nothing but subtract them.
   */
  Weights take(Map<String, INDArray> found) {
    for (String name : statistics) {
      INDArray kept = parameter(name);
      kept.subi(required(found, name).reshape(kept.shape()));
    }
    Map<String, HostTensor> gradients = new LinkedHashMap<>();
    for (String name : trained) {
      gradients.put(name, NetworkArrays.toHost(required(found, name), shape(name)));
    }
    return Weights.of(gradients);
  }

  private static INDArray required(Map<String, INDArray> found, String name) {
    return Objects.requireNonNull(found.get(name), name);
  }
}
