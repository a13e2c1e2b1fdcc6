package org.distill4j.conformance.broken;

import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** All of them. */
public final class Breakages {
  private static final List<Supplier<Stream<Breakage>>> GROUPS =
      List.of(
          KnownBreakages::all,
          LossBreakages::all,
          ModelBreakages::all,
          OptimizerBreakages::all,
          LearnerBreakages::all,
          InputBreakages::all,
          SnapshotBreakages::all,
          SessionBreakages::all,
          MemoryBreakages::all,
          RefusalBreakages::all,
          ProgramBreakages::all,
          PrimitiveBreakages::all);

  private Breakages() {}

  /** Each in one way. */
  public static List<Breakage> all() {
    return GROUPS.stream().flatMap(Supplier::get).toList();
  }
}
