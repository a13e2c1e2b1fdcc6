package org.distill4j.jvm;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Assigns memory to the slots of steps. Slots that are not needed at the same time share it: what
 * was freed last is taken first, as it is in the processor's cache.
 */
final class MemoryPlacement {
  private final Set<Slot> kept;
  private final Map<Slot, Integer> lastUses = new HashMap<>();
  private final Map<Integer, Deque<Memory>> free = new HashMap<>();
  private final List<Memory> owned = new ArrayList<>();
  private final Set<Slot> placed = new HashSet<>();

  private MemoryPlacement(Collection<Slot> results) {
    this.kept = new HashSet<>(results);
  }

  /**
   * Makes a plan.
   *
   * @param steps the steps in order
   * @param results the slots that are read after a run
   * @param feeds memory that is given before each run
   * @param scratches memory that steps use while they run
   * @return the plan, whose slots all have memory if somebody reads them
   */
  static Plan plan(
      List<Step> steps,
      Collection<Slot> results,
      List<Memory> feeds,
      Collection<Memory> scratches) {
    MemoryPlacement placement = new MemoryPlacement(results);
    placement.placeAll(steps);
    placement.owned.addAll(feeds);
    return new Plan(steps.stream().map(Step::kernel).toList(), placement.owned, scratches);
  }

  private void placeAll(List<Step> steps) {
    for (int i = 0; i < steps.size(); i++) {
      for (Slot input : steps.get(i).inputs()) {
        lastUses.put(input, i);
      }
    }
    for (int i = 0; i < steps.size(); i++) {
      Step step = steps.get(i);
      Set<Slot> dying = dying(step, i);
      step.outputs().forEach(output -> place(step, output, dying));
      dying.forEach(this::release);
      step.outputs().stream().filter(slot -> !slot.isRead()).forEach(this::release);
    }
  }

  private Set<Slot> dying(Step step, int index) {
    Set<Slot> dying = new LinkedHashSet<>();
    for (Slot input : step.inputs()) {
      boolean last = lastUses.getOrDefault(input, -1) == index;
      if (last && placed.contains(input) && !kept.contains(input)) {
        dying.add(input);
      }
    }
    return dying;
  }

  private void place(Step step, Slot output, Set<Slot> dying) {
    if (!output.hasMemory()) {
      output.place(inPlace(step, output, dying).orElseGet(() -> take(output.size())));
      placed.add(output);
    }
    output.setRead(
        !placed.contains(output) || lastUses.containsKey(output) || kept.contains(output));
  }

  private static Optional<Memory> inPlace(Step step, Slot output, Set<Slot> dying) {
    Optional<Slot> input = dying.stream().filter(slot -> step.canReplace(slot, output)).findFirst();
    input.ifPresent(dying::remove);
    return input.map(Slot::memory);
  }

  private Memory take(int size) {
    Memory memory = free.computeIfAbsent(size, key -> new ArrayDeque<>()).poll();
    if (memory == null) {
      memory = new Memory(size);
      owned.add(memory);
    }
    return memory;
  }

  private void release(Slot slot) {
    free.computeIfAbsent(slot.size(), key -> new ArrayDeque<>()).push(slot.memory());
  }
}
