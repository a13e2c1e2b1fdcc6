package org.distill4j.cli.config;

import static org.distill4j.cli.kind.Expression.call;
import static org.distill4j.cli.kind.Key.free;
import static org.distill4j.cli.kind.Key.required;
import static org.distill4j.cli.kind.ValueTypes.LONG;
import static org.distill4j.cli.kind.ValueTypes.NUMBER;

import org.distill4j.cli.kind.Key;
import org.distill4j.cli.kind.Kind;
import org.distill4j.cli.kind.KindGroups;
import org.distill4j.cli.kind.KindRegistry;
import org.distill4j.optim.Schedule;

/** Numbers that may change from step to step. */
final class ScheduleKinds {
  private ScheduleKinds() {}

  private static final Key<Double> FROM = required("from", NUMBER, "the value at the first step");
  private static final Key<Double> TO = required("to", NUMBER, "the value at the end");
  private static final Key<Long> WARMUP =
      free("warmup", LONG, "steps over which it is scaled up from 1/steps to 1");

  /** Adds the schedules. */
  static void addTo(KindRegistry registry) {
    registry.add(
        KindGroups.SCHEDULES,
        Kind.of(
            "constant",
            "Always the same; a number alone means this",
            call(Schedule::constant, required("value", NUMBER, "the value"))
                .with(Schedule::warmup, WARMUP)),
        Kind.of(
            "linear",
            "In a straight line over the training",
            call(Schedule::linear, FROM, TO).with(Schedule::warmup, WARMUP)),
        Kind.of(
            "cosine",
            "Along half a cosine over the training (Loshchilov and Hutter 2017)",
            call(Schedule::cosine, FROM, TO).with(Schedule::warmup, WARMUP)));
  }
}
