package org.distill4j.cli.config;

import java.util.List;
import java.util.Optional;
import org.distill4j.cli.yaml.Node;
import org.distill4j.optim.Schedule;

/** Numbers that may change from step to step. */
final class ScheduleKinds {
  private ScheduleKinds() {}

  private static final Key FROM =
      Key.required("from", ValueTypes.NUMBER, "the value at the first step");
  private static final Key TO = Key.required("to", ValueTypes.NUMBER, "the value at the end");
  private static final Key WARMUP =
      Key.free("warmup", ValueTypes.LONG, "steps over which it is scaled up from 1/steps to 1");

  static final KindGroup ALL =
      KindGroup.of(
              "schedule",
              Kind.of(
                      "constant",
                      "Always the same; a number alone means this",
                      Schedule.class,
                      "constant",
                      Key.required("value", ValueTypes.NUMBER, "the value"))
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

  private static ValueType constant() {
    return new ValueType() {
      @Override
      public String expected() {
        return "a number";
      }

      @Override
      public Optional<JavaExpression> read(Node node, ConfigLocation site) {
        return ValueTypes.NUMBER
            .read(node, site)
            .map(number -> JavaExpression.call(Schedule.class, "constant", List.of(number)));
      }
    };
  }
}
