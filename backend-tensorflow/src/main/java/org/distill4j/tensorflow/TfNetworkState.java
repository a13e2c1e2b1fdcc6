package org.distill4j.tensorflow;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.distill4j.model.Weights;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.TensorSpec;
import org.tensorflow.Output;
import org.tensorflow.Session;
import org.tensorflow.types.family.TType;

/** The state of a network of TensorFlow's operations, in memory that every run is fed from. */
final class TfNetworkState {
  private final Map<String, Value> values = new LinkedHashMap<>();

  private record Value(TensorSpec spec, TType tensor) {
    HostTensor toHost() {
      return TfMemory.toHost(tensor, spec);
    }
  }

  TfNetworkState(TfRuntime runtime, Weights first) {
    first
        .asMap()
        .forEach(
            (name, value) ->
                values.put(name, new Value(value.spec(), runtime.own(TfMemory.copyOf(value)))));
  }

  void feed(Session.Runner runner, Map<String, Output<?>> places) {
    places.forEach((name, place) -> runner.feed(place, value(name).tensor()));
  }

  Weights toWeights() {
    Map<String, HostTensor> copies = new LinkedHashMap<>();
    values.forEach((name, value) -> copies.put(name, value.toHost()));
    return Weights.of(copies);
  }

  HostTensor zeros(String name) {
    TensorSpec spec = value(name).spec();
    return HostTensor.allocate(spec.type(), spec.shape());
  }

  void set(Weights weights) {
    Map<String, TensorSpec> owned = new LinkedHashMap<>();
    values.forEach((name, value) -> owned.put(name, value.spec()));
    weights.requireAmong(owned);
    weights
        .asMap()
        .forEach((name, value) -> TfMemory.bytes(value(name).tensor()).put(value.bytes()));
  }

  private Value value(String name) {
    return Objects.requireNonNull(values.get(name));
  }
}
