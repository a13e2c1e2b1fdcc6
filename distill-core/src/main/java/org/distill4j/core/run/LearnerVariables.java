package org.distill4j.core.run;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.distill4j.backend.Session;
import org.distill4j.backend.Variables;
import org.distill4j.model.ParameterSpec;
import org.distill4j.model.Weights;
import org.distill4j.optim.Optimizer;
import org.distill4j.optim.OptimizerState;
import org.distill4j.program.Program;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.TensorSpec;

/** What a learner keeps on the device: parameters, states, slots and gradient sums. */
final class LearnerVariables {
  private final Variables variables;
  private final List<String> weights;
  private final List<String> parameters;
  private final List<String> slots;

  LearnerVariables(Session session, Program declared, Optimizer optimizer) {
    this.parameters = declared.parameters().stream().map(ParameterSpec::name).toList();
    this.slots = optimizer.slots();
    Map<String, TensorSpec> specs = new LinkedHashMap<>();
    declared.parameters().forEach(spec -> specs.put(spec.name(), spec(spec)));
    declared.states().forEach(spec -> specs.put(spec.name(), spec(spec)));
    this.weights = List.copyOf(specs.keySet());
    for (ParameterSpec parameter : declared.parameters()) {
      slots.forEach(slot -> specs.put(Paths.slot(parameter.name(), slot), spec(parameter)));
      specs.put(Paths.gradientSum(parameter.name()), spec(parameter));
    }
    this.variables = session.variables(specs);
  }

  private static TensorSpec spec(ParameterSpec parameter) {
    return TensorSpec.floats(parameter.shape().dims());
  }

  Variables variables() {
    return variables;
  }

  void write(Weights values, OptimizerState state) {
    weights.forEach(name -> variables.write(name, values.get(name)));
    for (String slot : slots) {
      Weights arrays = state.slot(slot);
      parameters.forEach(name -> variables.write(Paths.slot(name, slot), arrays.get(name)));
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
      parameters.forEach(name -> values.put(name, variables.read(Paths.slot(name, slot))));
      states.put(slot, Weights.of(values));
    }
    return new OptimizerState(step, states);
  }

  void close() {
    variables.close();
  }
}
