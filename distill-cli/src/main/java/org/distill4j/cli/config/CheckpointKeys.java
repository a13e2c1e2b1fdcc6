package org.distill4j.cli.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.distill4j.core.checkpoint.Checkpoints;

/** How the trainings of a run are written to disk, so that they can go on. */
public final class CheckpointKeys {
  private CheckpointKeys() {}

  private static final Key FOLDER =
      Key.free(
          "folder", ValueTypes.PATH, "where; \"checkpoints\" in the output folder if left out");
  private static final Key STEPS =
      Key.free(
          "every-steps", ValueTypes.LONG, "steps after which one is written, besides each epoch");
  private static final Key MINUTES =
      Key.free("every-minutes", ValueTypes.LONG, "minutes after which one is written");
  private static final Key KEPT =
      Key.of(
          "kept",
          ValueTypes.INTEGER,
          3,
          "how many of the newest are kept, besides the best epoch's");

  static final Section SECTION = Section.of("checkpoints", FOLDER, STEPS, MINUTES, KEPT);

  /** The section whose numbers are looked at when it is read. */
  static final ValueType CHECKED =
      ValueTypes.checked(
          SECTION,
          values ->
              expression(Checkpoints.Start.NEW, Path.of(""), Optional.of((KeyValues) values))
                  .as(Checkpoints.class));

  /**
   * The folder of all checkpoints of a run.
   *
   * @param output the run's folder
   * @param section what the configuration says of checkpoints; empty for nothing
   * @return the folder
   */
  public static Path folder(Path output, Optional<KeyValues> section) {
    return section
        .flatMap(values -> values.find(FOLDER))
        .map(folder -> folder.as(Path.class))
        .orElse(output.resolve("checkpoints"));
  }

  /**
   * The checkpoints of one training.
   *
   * @param start what is done with those that are there
   * @param folder where they are
   * @param section what the configuration says of checkpoints; empty for nothing
   * @return the checkpoints as an expression
   */
  public static JavaExpression expression(
      Checkpoints.Start start, Path folder, Optional<KeyValues> section) {
    String begun = start == Checkpoints.Start.RESUME ? "resume" : "in";
    JavaExpression plain =
        JavaExpression.call(Checkpoints.class, begun, List.of(ValueTypes.pathOf(folder)));
    return section.map(values -> often(plain, values)).orElse(plain);
  }

  private static JavaExpression often(JavaExpression plain, KeyValues values) {
    JavaExpression kept = plain.then("keeping", values.get(KEPT));
    JavaExpression steps =
        values.find(STEPS).map(count -> kept.then("everySteps", count)).orElse(kept);
    return values
        .find(MINUTES)
        .map(
            time ->
                steps.then(
                    "every", JavaExpression.call(Duration.class, "ofMinutes", List.of(time))))
        .orElse(steps);
  }
}
