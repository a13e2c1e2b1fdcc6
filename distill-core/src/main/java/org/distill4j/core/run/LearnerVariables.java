package org.distill4j.core.run;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.distill4j.backend.Session;
import org.distill4j.backend.Variables;
import org.distill4j.model.ParameterSpec;
import org.distill4j.model.Weights;
import org.distill4j.optim.OptimizerState;
import org.distill4j.optim.WeightAverage;
import org.distill4j.program.Recording;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.TensorSpec;

/**
 * A learner's variables on the device: parameters, states and slots, and the sums of gradients once
 * a batch came in micro-batches.
 */
final class LearnerVariables {
  private final Session session;
  private final Map<String, TensorSpec> sums = new LinkedHashMap<>();
  private final List<String> weights;
  private final List<String> trained;
  private final List<String> slots;
  private Variables variables;

  LearnerVariables(
      Session session, Recording declared, List<ParameterSpec> trained, List<String> slots) {
    this.session = session;
    this.trained = trained.stream().map(ParameterSpec::name).toList();
    this.slots = slots;
    Map<String, TensorSpec> specs = new LinkedHashMap<>();
    declared.parameters().forEach(spec -> specs.put(spec.name(), spec(spec)));
    declared.states().forEach(spec -> specs.put(spec.name(), spec(spec)));
    this.weights = List.copyOf(specs.keySet());
    for (ParameterSpec parameter : trained) {
      slots.forEach(slot -> specs.put(VariableNames.slot(parameter.name(), slot), spec(parameter)));
      sums.put(VariableNames.gradientSum(parameter.name()), spec(parameter));
    }
    this.variables = session.variables(specs);
  }

  private static TensorSpec spec(ParameterSpec parameter) {
    return TensorSpec.floats(parameter.shape().dims());
  }

  Variables variables() {
    return variables;
  }

  boolean hasSums() {
    return variables.specs().keySet().containsAll(sums.keySet());
  }

  /** Adds the sums of gradients; programs compiled before with the variables become invalid. */
  void addSums() {
    Map<String, TensorSpec> all = new LinkedHashMap<>(variables.specs());
    Set<String> before = variables.specs().keySet();
    all.putAll(sums);
    Variables more = session.variables(all);
    before.forEach(name -> more.write(name, variables.read(name)));
    variables.close();
    variables = more;
  }

  /** The average begins with the weights, so that it can be used before the first step. */
  void write(Weights values, OptimizerState state) {
    weights.forEach(name -> variables.write(name, values.get(name)));
    for (String slot : slots) {
      boolean begins = slot.equals(WeightAverage.SLOT) && state.step() == 0;
      Weights arrays = begins ? values : state.slot(slot);
      trained.forEach(name -> variables.write(VariableNames.slot(name, slot), arrays.get(name)));
    }
  }

  Weights weights() {
    Map<String, HostTensor> values = new LinkedHashMap<>();
    weights.forEach(name -> values.put(name, variables.read(name)));
    return Weights.of(values);
  }

  OptimizerState optimizerState(long step) {
    Map<String, Weights> states = new LinkedHashMap<>();
    for (String slot : slots) {
      Map<String, HostTensor> values = new LinkedHashMap<>();
      trained.forEach(name -> values.put(name, variables.read(VariableNames.slot(name, slot))));
      states.put(slot, Weights.of(values));
    }
    return new OptimizerState(step, states);
  }

  void close() {
    variables.close();
  }
}
