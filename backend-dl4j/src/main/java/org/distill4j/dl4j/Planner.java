package org.distill4j.dl4j;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Turns the steps of a tape into a plan: drops those whose result nobody reads, and lets slots that
 * are not needed at the same time share memory.
 */
final class Planner {
  private final List<Step> steps;
  private final Set<Slot> kept;
  private final Map<Slot, Integer> lastUses = new HashMap<>();
  private final Map<Integer, Deque<Memory>> free = new HashMap<>();
  private final List<Memory> owned = new ArrayList<>();
  private final Set<Slot> placed = new HashSet<>();

  private Planner(List<Step> steps, Collection<Slot> results) {
    this.kept = new HashSet<>(results);
    this.steps = needed(steps);
  }

  /**
   * Makes the plan.
   *
   * @param tape what was laid down
   * @param results the slots that are read after a run
   * @return the plan, whose slots all have memory
   */
  static Plan plan(Tape tape, Collection<Slot> results) {
    Planner planner = new Planner(tape.steps(), results);
    planner.placeAll();
    planner.owned.addAll(tape.scratches());
    return new Plan(planner.steps.stream().map(Step::kernel).toList(), planner.owned);
  }

  private List<Step> needed(List<Step> all) {
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

  private void placeAll() {
    for (int i = 0; i < steps.size(); i++) {
      for (Slot used : used(steps.get(i))) {
        lastUses.put(used, i);
      }
    }
    for (int i = 0; i < steps.size(); i++) {
      Step step = steps.get(i);
      for (Slot output : step.outputs()) {
        output.place(take(output.size()));
        placed.add(output);
      }
      for (Slot used : used(step)) {
        release(used, i);
      }
    }
  }

  private static Set<Slot> used(Step step) {
    Set<Slot> used = new HashSet<>(step.inputs());
    used.addAll(step.outputs());
    return used;
  }

  private Memory take(int size) {
    Memory memory = free.computeIfAbsent(size, key -> new ArrayDeque<>()).poll();
    if (memory == null) {
      memory = new Memory(size);
      owned.add(memory);
    }
    return memory;
  }

  private void release(Slot used, int step) {
    boolean last = lastUses.getOrDefault(used, -1) == step;
    if (last && placed.contains(used) && !kept.contains(used)) {
      free.computeIfAbsent(used.size(), key -> new ArrayDeque<>()).push(used.memory());
    }
  }
}
