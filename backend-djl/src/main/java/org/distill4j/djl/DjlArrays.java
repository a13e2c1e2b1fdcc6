package org.distill4j.djl;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.distill4j.model.ParameterSpec;
import org.distill4j.model.Weights;
import org.distill4j.program.Program;
import org.distill4j.tensor.DType;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.TensorSpec;

/** Named float arrays on the device. */
final class DjlArrays {
  private final Transfer transfer;
  private final Map<String, Entry> entries = new LinkedHashMap<>();

  private record Entry(NDArray array, TensorSpec spec) {}

  /** Zeros for all that is declared. */
  DjlArrays(Place place, Collection<ParameterSpec> parameters) {
    this.transfer = place.transfer();
    for (ParameterSpec parameter : parameters) {
      TensorSpec spec = new TensorSpec(DType.FLOAT32, parameter.shape());
      entries.put(parameter.name(), new Entry(place.arena().allocate(spec), spec));
    }
  }

  /** Zeros for a program's parameters and states. */
  static DjlArrays weightsOf(Place place, Program program) {
    List<ParameterSpec> all = new ArrayList<>(program.parameters());
    all.addAll(program.states());
    return new DjlArrays(place, all);
  }

  void set(Weights weights) {
    entries.forEach((name, entry) -> transfer.upload(weights.get(name), entry.array));
  }

  /** The arrays of these parameters, in this order. */
  List<NDArray> of(Collection<ParameterSpec> parameters) {
    return parameters.stream().map(parameter -> get(parameter.name())).toList();
  }

  private NDArray get(String name) {
    Entry entry = entries.get(name);
    if (entry == null) {
      throw new IllegalArgumentException(
          "The model asks for "
              + name
              + ", expected one of "
              + entries.keySet()
              + " as for other batch sizes.\nMaybe its layers depend on the batch size.");
    }
    return entry.array;
  }

  Weights toWeights() {
    Map<String, HostTensor> values = new LinkedHashMap<>();
    entries.forEach((name, entry) -> values.put(name, transfer.download(entry.array, entry.spec)));
    return Weights.of(values);
  }
}
