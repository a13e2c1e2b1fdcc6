package org.distill4j.cli.config;

import org.distill4j.cli.kind.Key;
import org.distill4j.cli.kind.Kind;
import org.distill4j.cli.kind.KindGroups;
import org.distill4j.cli.kind.KindRegistry;
import org.distill4j.cli.kind.ValueTypes;
import org.distill4j.optim.Schedule;

/** Numbers that may change from step to step. */
final class ScheduleKinds {
  private ScheduleKinds() {}

  private static final Key<Double> FROM =
      Key.required("from", ValueTypes.NUMBER, "the value at the first step");
  private static final Key<Double> TO =
      Key.required("to", ValueTypes.NUMBER, "the value at the end");
  private static final Key<Long> WARMUP =
      Key.free("warmup", ValueTypes.LONG, "steps over which it is scaled up from 1/steps to 1");

  /** Adds the schedules. */
  static void addTo(KindRegistry registry) {
    registry.add(
        KindGroups.SCHEDULES,
        Kind.of(
                "constant",
                "Always the same; a number alone means this",
                Schedule::constant,
                Key.required("value", ValueTypes.NUMBER, "the value"))
            .with(WARMUP, Schedule::warmup),
        Kind.of("linear", "In a straight line over the training", Schedule::linear, FROM, TO)
            .with(WARMUP, Schedule::warmup),
        Kind.of(
                "cosine",
                "Along half a cosine over the training (Loshchilov and Hutter 2017)",
                Schedule::cosine,
                FROM,
                TO)
            .with(WARMUP, Schedule::warmup));
  }
}
