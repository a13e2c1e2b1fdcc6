package org.distill4j.jvm;

import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

/**
 * Steps over arrays with fixed memory: running it again and again allocates nothing, unless its
 * arrays were given up meanwhile.
 */
final class Plan implements AutoCloseable {
  private final Runnable[] kernels;
  private final List<Memory> placed;
  private final Collection<Memory> scratches;
  private long lastRun;

  /**
   * A plan.
   *
   * @param kernels the steps
   * @param placed memory that is written in each run before it is read
   * @param scratches memory whose content may outlast a run
   */
  Plan(List<Runnable> kernels, List<Memory> placed, Collection<Memory> scratches) {
    this.kernels = kernels.toArray(new Runnable[0]);
    this.placed = placed;
    this.scratches = scratches;
  }

  void run() {
    for (Runnable kernel : kernels) {
      kernel.run();
    }
  }

  /** Returns the bytes of the arrays that it owns. */
  long bytes() {
    return Stream.concat(placed.stream(), scratches.stream()).mapToLong(Memory::bytes).sum();
  }

  /** The number of its last run, among those of the session. */
  long lastRun() {
    return lastRun;
  }

  void setLastRun(long run) {
    lastRun = run;
  }

  /** Gives the arrays up; the next run makes new ones. */
  void release() {
    placed.forEach(Memory::release);
  }

  int size() {
    return kernels.length;
  }

  @Override
  public void close() {
    placed.forEach(Memory::close);
    scratches.forEach(Memory::close);
  }
}
