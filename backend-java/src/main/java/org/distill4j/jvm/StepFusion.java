package org.distill4j.jvm;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Drops steps whose results nobody reads, and fuses elementwise steps whose results only one other
 * elementwise step reads.
 */
final class StepFusion {
  private final Set<Slot> kept;
  private final Map<Slot, Integer> readers = new HashMap<>();

  /** The remaining steps, by one of the slots that each writes. */
  private final Map<Slot, Step> left = new LinkedHashMap<>();

  private StepFusion(Set<Slot> kept) {
    this.kept = kept;
  }

  /**
   * Simplifies steps.
   *
   * @param all the steps in order
   * @param kept the slots that are read after a run
   * @return fewer steps in order
   */
  static List<Step> simplify(List<Step> all, Set<Slot> kept) {
    List<Step> needed = needed(all, kept);
    StepFusion fusion = new StepFusion(kept);
    needed.forEach(step -> step.inputs().forEach(fusion::count));
    needed.forEach(fusion::add);
    return List.copyOf(fusion.left.values());
  }

  private static List<Step> needed(List<Step> all, Set<Slot> kept) {
    Set<Slot> read = new HashSet<>(kept);
    List<Step> backwards = new ArrayList<>();
    for (int i = all.size() - 1; i >= 0; i--) {
      Step step = all.get(i);
      if (step.outputs().stream().anyMatch(read::contains)) {
        backwards.add(step);
        read.addAll(step.inputs());
      }
    }
    Collections.reverse(backwards);
    return backwards;
  }

  private void count(Slot slot) {
    readers.merge(slot, 1, Integer::sum);
  }

  private void add(Step step) {
    Slot output = step.outputs().get(0);
    left.put(output, step.kernel() instanceof FormulaKernel own ? grown(own, output) : step);
  }

  private Step grown(FormulaKernel kernel, Slot output) {
    ElementwiseFormula formula = kernel.formula();
    for (Slot slot : formula.slots()) {
      Step before = left.get(slot);
      if (before != null
          && before.kernel() instanceof FormulaKernel other
          && isReadOnce(slot)
          && formula.canTakeIn(slot, other.formula())) {
        formula = formula.takeIn(slot, other.formula());
        left.remove(slot);
      }
    }
    return step(kernel.engine(), formula, output);
  }

  private boolean isReadOnce(Slot slot) {
    return Objects.equals(readers.get(slot), 1) && !kept.contains(slot);
  }

  /** A step that computes a formula. */
  static Step step(PlanEngine engine, ElementwiseFormula formula, Slot output) {
    List<Slot> slots = formula.slots();
    return new Step(
        slots,
        List.of(output),
        Map.of(output, Set.copyOf(slots)),
        new FormulaKernel(engine, formula, output));
  }
}
