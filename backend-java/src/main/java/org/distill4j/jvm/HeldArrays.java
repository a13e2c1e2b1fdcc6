package org.distill4j.jvm;

import java.util.Collections;
import java.util.Comparator;
import java.util.Optional;
import java.util.Set;
import java.util.WeakHashMap;

/**
 * The arrays that a session's plans hold between their runs. A session has a plan for each shape of
 * a batch, which are many where texts differ in length, and runs one at a time. Together they hold
 * no more than a share of the heap: the plans that ran longest ago give their arrays up, and make
 * new ones when they run again.
 */
final class HeldArrays {
  private static final int SHARE = 4;

  private final long most;
  private final Set<Plan> holding = Collections.newSetFromMap(new WeakHashMap<>());
  private long runs;

  /**
   * Plans that hold some bytes at most.
   *
   * @param most the bytes; the plan that runs may have more
   */
  HeldArrays(long most) {
    this.most = most;
  }

  /** Plans that hold a quarter of the heap at most. */
  static HeldArrays ofHeap() {
    return new HeldArrays(Runtime.getRuntime().maxMemory() / SHARE);
  }

  /** Makes room for a plan that is going to run. */
  void use(Plan plan) {
    plan.setLastRun(++runs);
    if (holding.add(plan)) {
      makeRoom(plan);
    }
  }

  private void makeRoom(Plan running) {
    long bytes = bytes();
    while (bytes > most) {
      Optional<Plan> oldest =
          holding.stream()
              .filter(plan -> plan != running)
              .min(Comparator.comparingLong(Plan::lastRun));
      if (oldest.isEmpty()) {
        return;
      }
      oldest.get().release();
      holding.remove(oldest.get());
      bytes -= oldest.get().bytes();
    }
  }

  /** Returns the bytes of the plans that hold arrays. */
  long bytes() {
    return holding.stream().mapToLong(Plan::bytes).sum();
  }
}
