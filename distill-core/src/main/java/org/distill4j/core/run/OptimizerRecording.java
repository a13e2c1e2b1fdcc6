package org.distill4j.core.run;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.distill4j.ir.Program;
import org.distill4j.model.ParameterSpec;
import org.distill4j.optim.Clipping;
import org.distill4j.optim.Optimizer;
import org.distill4j.optim.ParameterStep;
import org.distill4j.optim.Progress;
import org.distill4j.tensor.Tensor;

/** How the gradients of all parameters change them: clipping, then the optimizer for each. */
final class OptimizerRecording {
  private final Optimizer optimizer;
  private final Clipping clipping;
  private final List<ParameterSpec> parameters;

  OptimizerRecording(Optimizer optimizer, Clipping clipping, List<ParameterSpec> parameters) {
    this.optimizer = optimizer;
    this.clipping = clipping;
    this.parameters = parameters;
  }

  /** The values of the scalars that {@link #updates} reads. */
  double[] scalars(Progress progress, long step) {
    List<Double> values = new ArrayList<>();
    values.add(optimizer.learningRate().at(progress));
    values.addAll(optimizer.numbers(step));
    return values.stream().mapToDouble(value -> value).toArray();
  }

  /** The number of those scalars. */
  int scalarCount() {
    return 1 + optimizer.numbers(1).size();
  }

  /**
   * The new values of parameters and slots.
   *
   * @param gradients the gradient of each parameter
   * @param firstScalar the place of the first scalar in the program
   */
  Map<String, Tensor> updates(List<Tensor> gradients, int firstScalar) {
    List<Tensor> clipped = clipping.clip(gradients);
    Map<String, Tensor> updates = new LinkedHashMap<>();
    for (int i = 0; i < parameters.size(); i++) {
      add(updates, parameters.get(i), clipped.get(i), firstScalar);
    }
    return updates;
  }

  private void add(
      Map<String, Tensor> updates, ParameterSpec parameter, Tensor gradient, int firstScalar) {
    List<String> names = names(parameter);
    List<Tensor> old =
        names.stream().map(name -> Programs.variable(name, parameter.shape())).toList();
    List<Tensor> numbers = new ArrayList<>();
    for (int i = 1; i < scalarCount(); i++) {
      numbers.add(Programs.scalar(firstScalar + i));
    }
    List<Tensor> slots = old.subList(1, old.size());
    List<Tensor> next =
        optimizer.update(
            new ParameterStep(
                old.get(0), gradient, slots, Programs.scalar(firstScalar), numbers));
    for (int i = 0; i < names.size(); i++) {
      updates.put(names.get(i), next.get(i));
    }
  }

  /** The parameter's variable and those of its slots. */
  private List<String> names(ParameterSpec parameter) {
    List<String> names = new ArrayList<>(List.of(parameter.name()));
    optimizer.slots().forEach(slot -> names.add(Paths.slot(parameter.name(), slot)));
    return names;
  }

  /** Sets what is negligible in slots to 0. */
  Program flush() {
    Map<String, Tensor> updates = new LinkedHashMap<>();
    for (ParameterSpec parameter : parameters) {
      for (String slot : optimizer.slots()) {
        String name = Paths.slot(parameter.name(), slot);
        Tensor value = Programs.variable(name, parameter.shape());
        Tensor limit = Tensor.of(optimizer.negligible(slot));
        updates.put(name, value.abs().less(limit).where(Tensor.of(0), value));
      }
    }
    return new Program(List.of(), 0, Map.of(), updates);
  }
}
