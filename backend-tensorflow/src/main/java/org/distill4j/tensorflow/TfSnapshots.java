package org.distill4j.tensorflow;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.distill4j.model.ParameterSpec;
import org.distill4j.model.Weights;
import org.distill4j.optim.OptimizerState;
import org.distill4j.program.Program;
import org.distill4j.spi.LearnerSpec;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Shape;
import org.jspecify.annotations.Nullable;

/** Carries a learner's parameters, states and optimizer slots between host and engine. */
final class TfSnapshots {
  private final TfRuntime runtime;
  private final Map<String, Shape> parameters = new LinkedHashMap<>();
  private final Map<String, Shape> values = new LinkedHashMap<>();
  private final List<String> slots;
  private @Nullable TfCall readValues;
  private @Nullable TfCall readSlots;

  /** Sets the variables to where the training starts. */
  TfSnapshots(TfRuntime runtime, LearnerSpec spec, Program program) {
    this.runtime = runtime;
    this.slots = spec.optimizer().slots();
    program.parameters().forEach(parameter -> add(parameters, parameter));
    values.putAll(parameters);
    program.states().forEach(state -> add(values, state));
    upload(spec.weights(), spec.firstOptimizerState(program));
  }

  private static void add(Map<String, Shape> shapes, ParameterSpec spec) {
    shapes.put(spec.name(), spec.shape());
  }

  private void upload(Weights weights, OptimizerState state) {
    Map<String, HostTensor> all = new LinkedHashMap<>();
    values.keySet().forEach(path -> all.put(TfNames.value(path), weights.get(path)));
    for (String slot : slots) {
      Weights arrays = state.slot(slot);
      parameters.keySet().forEach(path -> all.put(TfNames.slot(slot, path), arrays.get(path)));
    }
    TfVariables.upload(runtime, all);
  }

  Weights weights() {
    if (readValues == null) {
      readValues = TfVariables.download(runtime, renamed(values, TfNames::value));
    }
    return named(values.keySet(), run(readValues));
  }

  OptimizerState optimizerState(long step) {
    if (slots.isEmpty()) {
      return new OptimizerState(step, Map.of());
    }
    Map<String, Weights> state = new LinkedHashMap<>();
    Iterator<HostTensor> arrays = run(slotReader());
    slots.forEach(slot -> state.put(slot, named(parameters.keySet(), arrays)));
    return new OptimizerState(step, state);
  }

  private TfCall slotReader() {
    if (readSlots == null) {
      Map<String, Shape> names = new LinkedHashMap<>();
      slots.forEach(slot -> names.putAll(renamed(parameters, path -> TfNames.slot(slot, path))));
      readSlots = TfVariables.download(runtime, names);
    }
    return readSlots;
  }

  private static Map<String, Shape> renamed(Map<String, Shape> shapes, UnaryOperator<String> name) {
    Map<String, Shape> renamed = new LinkedHashMap<>();
    shapes.forEach((path, shape) -> renamed.put(name.apply(path), shape));
    return renamed;
  }

  private static Iterator<HostTensor> run(TfCall call) {
    return call.run(List.of(), new double[0], TfCall.Write.NONE).iterator();
  }

  private static Weights named(Set<String> paths, Iterator<HostTensor> arrays) {
    Map<String, HostTensor> named = new LinkedHashMap<>();
    paths.forEach(path -> named.put(path, arrays.next()));
    return Weights.of(named);
  }
}
