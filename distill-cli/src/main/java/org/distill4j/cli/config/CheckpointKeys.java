package org.distill4j.cli.config;

import static org.distill4j.cli.kind.Expression.call;
import static org.distill4j.cli.kind.Key.free;
import static org.distill4j.cli.kind.ValueTypes.INTEGER;
import static org.distill4j.cli.kind.ValueTypes.LONG;
import static org.distill4j.cli.kind.ValueTypes.PATH;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.distill4j.cli.kind.Expression;
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
      free("folder", PATH, "where; \"checkpoints\" in the output folder if left out");
  private static final Key<Long> STEPS =
      free("every-steps", LONG, "steps after which one is written, besides each epoch");
  private static final Key<Duration> MINUTES =
      free(
          "every-minutes",
          ValueTypes.mapped(LONG, time -> call(Duration::ofMinutes, time)),
          "minutes after which one is written");
  private static final Key<Integer> KEPT =
      Key.of("kept", INTEGER, 3, "how many of the newest are kept, besides the best epoch's");

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
  public static Expression<Checkpoints> expression(
      Checkpoints.Start start, Path folder, Optional<KeyValues> section) {
    Expression<Path> path = Expression.path(folder);
    Expression<Checkpoints> plain =
        start == Checkpoints.Start.RESUME
            ? call(Checkpoints::resume, path)
            : call(Checkpoints::in, path);
    Expression<Checkpoints> often =
        plain
            .then(Checkpoints::keeping, KEPT)
            .with(Checkpoints::everySteps, STEPS)
            .with(Checkpoints::every, MINUTES);
    return section.map(often::in).orElse(plain);
  }
}
