package org.distill4j.cli.config;

import java.util.List;
import java.util.Optional;
import org.distill4j.cli.yaml.Node;
import org.distill4j.optim.Schedule;

/** Numbers that may change from step to step. */
final class Schedules {
  private Schedules() {}

  private static final Key FROM = Key.required("from", Types.NUMBER, "the value at the first step");
  private static final Key TO = Key.required("to", Types.NUMBER, "the value at the end");
  private static final Key WARMUP =
      Key.free("warmup", Types.LONG, "steps over which it is scaled up from 1/steps to 1");

  static final Family ALL =
      Family.of(
              "schedule",
              Kind.of(
                      "constant",
                      "Always the same; a number alone means this",
                      Schedule.class,
                      "constant",
                      Key.required("value", Types.NUMBER, "the value"))
                  .with("warmup", WARMUP),
              Kind.of(
                      "linear",
                      "In a straight line over the training",
                      Schedule.class,
                      "linear",
                      FROM,
                      TO)
                  .with("warmup", WARMUP),
              Kind.of(
                      "cosine",
                      "Along half a cosine over the training (Loshchilov and Hutter 2017)",
                      Schedule.class,
                      "cosine",
                      FROM,
                      TO)
                  .with("warmup", WARMUP))
          .or(constant());

  private static Type constant() {
    return new Type() {
      @Override
      public String expected() {
        return "a number";
      }

      @Override
      public Optional<Expr> read(Node node, Site site) {
        return Types.NUMBER
            .read(node, site)
            .map(number -> Expr.call(Schedule.class, "constant", List.of(number)));
      }
    };
  }
}
