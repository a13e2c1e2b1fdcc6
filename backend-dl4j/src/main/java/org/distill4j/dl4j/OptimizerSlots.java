package org.distill4j.dl4j;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.distill4j.model.ParameterSpec;
import org.distill4j.model.Weights;
import org.distill4j.optim.OptimizerState;
import org.distill4j.tensor.HostTensor;

/** What an optimizer remembers of each parameter. */
final class OptimizerSlots {
  private final List<String> names;
  private final List<ParameterSpec> parameters;
  private final float[][][] arrays;
  private long step;

  OptimizerSlots(List<ParameterSpec> parameters, OptimizerState state) {
    this.names = List.copyOf(state.slots().keySet());
    this.parameters = parameters;
    this.arrays = new float[parameters.size()][names.size()][];
    this.step = state.step();
    for (int i = 0; i < parameters.size(); i++) {
      for (int k = 0; k < names.size(); k++) {
        arrays[i][k] = state.slot(names.get(k)).get(parameters.get(i).name()).toFloatArray();
      }
    }
  }

  /** Counts a step and says its number, from 1. */
  long nextStep() {
    return ++step;
  }

  /** The arrays of one parameter. */
  float[][] of(int parameter) {
    return arrays[parameter];
  }

  OptimizerState toState() {
    Map<String, Weights> slots = new LinkedHashMap<>();
    for (int k = 0; k < names.size(); k++) {
      slots.put(names.get(k), copy(k));
    }
    return new OptimizerState(step, slots);
  }

  private Weights copy(int slot) {
    Map<String, HostTensor> copies = new LinkedHashMap<>();
    for (int i = 0; i < parameters.size(); i++) {
      ParameterSpec spec = parameters.get(i);
      copies.put(spec.name(), HostTensor.ofFloats(spec.shape(), arrays[i][slot]));
    }
    return Weights.of(copies);
  }
}
