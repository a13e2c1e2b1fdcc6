package org.distill4j.cli.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.distill4j.cli.kind.JavaExpression;
import org.distill4j.cli.kind.Key;
import org.distill4j.cli.kind.KeyValues;
import org.distill4j.cli.kind.Section;
import org.distill4j.cli.kind.ValueType;
import org.distill4j.cli.kind.ValueTypes;
import org.distill4j.core.checkpoint.Checkpoints;

/** The checkpoints of a run's trainings, from which they can resume. */
public final class CheckpointKeys {
  private CheckpointKeys() {}

  private static final Key<Path> FOLDER =
      Key.free(
          "folder", ValueTypes.PATH, "where; \"checkpoints\" in the output folder if left out");
  private static final Key<Long> STEPS =
      Key.free(
          "every-steps", ValueTypes.LONG, "steps after which one is written, besides each epoch");
  private static final Key<Long> MINUTES =
      Key.free("every-minutes", ValueTypes.LONG, "minutes after which one is written");
  private static final Key<Integer> KEPT =
      Key.of(
          "kept",
          ValueTypes.INTEGER,
          3,
          "how many of the newest are kept, besides the best epoch's");

  static final Section SECTION = Section.of("checkpoints", FOLDER, STEPS, MINUTES, KEPT);

  /** The section whose numbers are checked when it is read. */
  static final ValueType<KeyValues> CHECKED =
      ValueTypes.checked(
          SECTION,
          values -> expression(Checkpoints.Start.NEW, Path.of(""), Optional.of(values)).value());

  /**
   * Returns the folder of all checkpoints of a run.
   *
   * @param output the run's folder
   * @param section what the configuration says of checkpoints; empty for nothing
   * @return the folder
   */
  public static Path folder(Path output, Optional<KeyValues> section) {
    return section
        .flatMap(values -> values.findValue(FOLDER))
        .orElse(output.resolve("checkpoints"));
  }

  /**
   * Returns the checkpoints of one training.
   *
   * @param start what is done with those that are there
   * @param folder where they are
   * @param section what the configuration says of checkpoints; empty for nothing
   * @return the checkpoints as an expression
   */
  public static JavaExpression<Checkpoints> expression(
      Checkpoints.Start start, Path folder, Optional<KeyValues> section) {
    JavaExpression<Path> path = JavaExpression.path(folder);
    JavaExpression<Checkpoints> plain =
        start == Checkpoints.Start.RESUME
            ? JavaExpression.call(Checkpoints::resume, path)
            : JavaExpression.call(Checkpoints::in, path);
    return section.map(values -> often(plain, values)).orElse(plain);
  }

  private static JavaExpression<Checkpoints> often(
      JavaExpression<Checkpoints> plain, KeyValues values) {
    return plain
        .then(Checkpoints::keeping, values.get(KEPT))
        .with(Checkpoints::everySteps, values.find(STEPS))
        .with(
            Checkpoints::every,
            values.find(MINUTES).map(time -> JavaExpression.call(Duration::ofMinutes, time)));
  }
}
