package org.distill4j.jvm;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The end of a run, when variables take their new values. A step that makes nothing else writes
 * them where they are, after all that reads the old ones; what cannot be made in place is copied.
 */
final class VariableUpdates {
  private final List<Step> steps;

  /** For each slot, the variable whose new value it is. */
  private final Map<Slot, Slot> targets = new HashMap<>();

  private final Set<Slot> readElsewhere = new HashSet<>();
  private final Set<Step> inPlace = new HashSet<>();
  private final List<Step> copies = new ArrayList<>();

  private VariableUpdates(List<Step> steps, Map<Slot, Slot> values, Set<Slot> outputs) {
    this.steps = steps;
    this.readElsewhere.addAll(outputs);
    steps.forEach(step -> readElsewhere.addAll(step.inputs()));
    values.forEach(this::assign);
  }

  /**
   * Puts the updates at the end.
   *
   * @param steps the steps in order
   * @param values the slot of each variable's new value, by the variable's own; no variable's
   * @param outputs the slots that are read after a run
   * @return all steps in order
   */
  static List<Step> atEnd(List<Step> steps, Map<Slot, Slot> values, Set<Slot> outputs) {
    return new VariableUpdates(steps, values, outputs).ordered();
  }

  /** Copies a slot that becomes the value of several variables to the others. */
  private void assign(Slot variable, Slot value) {
    if (targets.putIfAbsent(value, variable) != null) {
      readElsewhere.add(value);
      copies.add(copy(value, variable));
    }
  }

  private static Step copy(Slot value, Slot variable) {
    return new Step(
        List.of(value),
        List.of(),
        Map.of(),
        () -> System.arraycopy(value.floats(), 0, variable.floatsToWrite(), 0, value.size()));
  }

  private List<Step> ordered() {
    steps.stream().filter(this::makesUpdatesAlone).forEach(inPlace::add);
    while (inPlace.removeIf(this::readsAnUpdate)) {
      // Until none reads what another one overwrites.
    }
    List<Step> ordered = new ArrayList<>(steps);
    ordered.removeAll(inPlace);
    steps.stream().filter(inPlace::contains).forEach(ordered::add);
    Set<Slot> placed = place();
    targets.forEach(
        (value, variable) -> {
          if (!placed.contains(value)) {
            ordered.add(copy(value, variable));
          }
        });
    ordered.addAll(copies);
    return ordered;
  }

  private Set<Slot> place() {
    Set<Slot> placed = new HashSet<>();
    for (Step step : inPlace) {
      for (Slot output : step.outputs()) {
        Slot variable = targets.get(output);
        if (variable != null) {
          output.place(variable.memory());
          placed.add(output);
        }
      }
    }
    return placed;
  }

  private boolean makesUpdatesAlone(Step step) {
    boolean any = false;
    for (Slot output : step.outputs()) {
      Slot variable = targets.get(output);
      if (readElsewhere.contains(output)) {
        return false;
      } else if (variable != null) {
        any = true;
        if (step.inputs().contains(variable) && !step.canReplace(variable, output)) {
          return false;
        }
      }
    }
    return any;
  }

  private boolean readsAnUpdate(Step step) {
    Set<Slot> others = new HashSet<>();
    inPlace.stream()
        .filter(other -> !other.equals(step))
        .forEach(other -> other.outputs().forEach(output -> addTarget(others, output)));
    return step.inputs().stream().anyMatch(others::contains);
  }

  private void addTarget(Set<Slot> all, Slot output) {
    Slot variable = targets.get(output);
    if (variable != null) {
      all.add(variable);
    }
  }
}
