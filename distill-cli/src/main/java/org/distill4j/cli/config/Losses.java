package org.distill4j.cli.config;

import org.distill4j.core.loss.CrossEntropyLoss;
import org.distill4j.core.loss.DistillationLoss;

/** The losses of {@code org.distill4j.core.loss}. */
final class Losses {
  private Losses() {}

  private static final Key OUTPUT =
      Key.of("output", Types.TEXT, "logits", "the output that holds the logits");
  private static final Key LABELS = Key.of("labels", Types.TEXT, "labels", "which labels");

  static final Family ALL =
      Family.of(
          "loss",
          Kind.created(
              "distillation",
              "alpha·T²·KL(teacher ‖ student) + (1 − alpha)·CE(labels); alpha weighs the SOFT term",
              DistillationLoss.class,
              Key.of("temperature", Schedules.ALL, 1, "T, above 0"),
              Key.of("alpha", Schedules.ALL, 0.5, "weight of the soft term, in [0, 1]"),
              OUTPUT,
              LABELS),
          Kind.created(
              "cross-entropy",
              "−log p(label), of labelled examples; needs no teacher",
              CrossEntropyLoss.class,
              OUTPUT,
              LABELS));
}
