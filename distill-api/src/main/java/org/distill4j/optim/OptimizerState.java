package org.distill4j.optim;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.distill4j.model.ParameterSpec;
import org.distill4j.model.Weights;
import org.distill4j.tensor.DType;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Shape;

/**
 * The state of an optimizer, on the host.
 *
 * @param step the number of steps taken
 * @param slots for each of the optimizer's slots, the arrays by the names of their parameters
 */
public record OptimizerState(long step, Map<String, Weights> slots) {
  /** Takes a copy of the map. */
  public OptimizerState {
    slots = Collections.unmodifiableMap(new LinkedHashMap<>(slots));
  }

  /**
   * Returns the state before the first step: zeros.
   *
   * @param optimizer the optimizer
   * @param parameters the parameters it is to change
   * @return the state at step 0
   */
  public static OptimizerState initial(Optimizer optimizer, Collection<ParameterSpec> parameters) {
    return initial(optimizer.slots(), parameters);
  }

  /**
   * Returns the state before the first step: zeros.
   *
   * @param names the names of the slots
   * @param parameters the parameters that have them
   * @return the state at step 0
   */
  public static OptimizerState initial(
      Collection<String> names, Collection<ParameterSpec> parameters) {
    Map<String, Weights> slots = new LinkedHashMap<>();
    for (String slot : names) {
      Map<String, HostTensor> zeros = new LinkedHashMap<>();
      parameters.forEach(
          spec -> zeros.put(spec.name(), HostTensor.allocate(DType.FLOAT32, spec.shape())));
      slots.put(slot, Weights.of(zeros));
    }
    return new OptimizerState(0, slots);
  }

  /**
   * Returns the arrays of one slot.
   *
   * @param name the slot's name
   * @return the arrays by the names of their parameters
   * @throws IllegalArgumentException if there is no such slot
   */
  public Weights slot(String name) {
    Weights slot = slots.get(name);
    if (slot == null) {
      throw new IllegalArgumentException(
          "There is no optimizer slot \""
              + name
              + "\", expected one of "
              + slots.keySet()
              + ".\nMaybe the snapshot is of another optimizer.");
    }
    return slot;
  }

  /**
   * Checks that this is the state of an optimizer for a model.
   *
   * @param optimizer the optimizer that resumes
   * @param parameters the parameters it is to change
   * @throws IllegalArgumentException if a slot, a name or a shape differs
   */
  public void require(Optimizer optimizer, Collection<ParameterSpec> parameters) {
    require(optimizer.slots(), parameters);
  }

  /**
   * Checks that this has the given slots and parameters.
   *
   * @param names the names of the slots
   * @param parameters the parameters that have them
   * @throws IllegalArgumentException if a slot, a name or a shape differs
   */
  public void require(Collection<String> names, Collection<ParameterSpec> parameters) {
    Map<String, Map<String, Shape>> wanted = shapes(names, parameters);
    if (!shapes(this).equals(wanted)) {
      throw new IllegalArgumentException(
          "The optimizer state holds "
              + shapes(this)
              + ", expected "
              + wanted
              + ".\nMaybe the snapshot is of another optimizer or model.");
    }
  }

  private static Map<String, Map<String, Shape>> shapes(
      Collection<String> names, Collection<ParameterSpec> parameters) {
    Map<String, Shape> named = new LinkedHashMap<>();
    parameters.forEach(spec -> named.put(spec.name(), spec.shape()));
    Map<String, Map<String, Shape>> shapes = new LinkedHashMap<>();
    names.forEach(slot -> shapes.put(slot, named));
    return shapes;
  }

  private static Map<String, Map<String, Shape>> shapes(OptimizerState state) {
    Map<String, Map<String, Shape>> shapes = new LinkedHashMap<>();
    state.slots.forEach(
        (slot, arrays) -> {
          Map<String, Shape> named = new LinkedHashMap<>();
          arrays.asMap().forEach((name, array) -> named.put(name, array.shape()));
          shapes.put(slot, named);
        });
    return shapes;
  }
}
