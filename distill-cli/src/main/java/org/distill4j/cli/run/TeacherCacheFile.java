package org.distill4j.cli.run;

import static org.distill4j.cli.kind.Expression.call;

import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.distill4j.cli.config.CacheKeys;
import org.distill4j.cli.config.RunKeys;
import org.distill4j.cli.console.ExitCode;
import org.distill4j.cli.console.RunEndedException;
import org.distill4j.cli.kind.Expression;
import org.distill4j.cli.kind.KeyValues;
import org.distill4j.core.cache.CacheOptions;
import org.distill4j.core.cache.CachedTeacher;
import org.distill4j.core.cache.FillListener;
import org.distill4j.data.Dataset;
import org.distill4j.teacher.Teacher;
import org.distill4j.tensor.TensorSpec;
import org.distill4j.train.StopSignal;

/**
 * The file with the outputs of a run's teacher for the examples to learn from.
 *
 * @param run the run
 * @param path the file, as an expression
 * @param options how it is filled, as an expression
 */
public record TeacherCacheFile(
    RunFile run, Expression<Path> path, Expression<CacheOptions> options) {
  /**
   * The cache of a run.
   *
   * @param run the run
   * @return its cache; empty if it has none
   */
  public static Optional<TeacherCacheFile> of(RunFile run) {
    Optional<KeyValues> teacher = run.teacherSection();
    return teacher
        .flatMap(section -> section.findValue(RunKeys.CACHE))
        .map(
            section ->
                new TeacherCacheFile(
                    run, CacheKeys.file(run.output(), section), CacheKeys.options(section)));
  }

  /**
   * Returns the teacher with the file before it, which is filled first if it is not complete.
   *
   * @param teacher the teacher
   * @param stop stops the filling after a batch
   * @param howToResume how to resume it after it was stopped or failed
   * @param shown hears how far the filling is
   * @return what asks the file
   * @throws IllegalArgumentException if the file is of another teacher or other data, or damaged
   * @throws RunEndedException if the filling was stopped or failed
   */
  Teacher before(Teacher teacher, StopSignal stop, String howToResume, FillListener shown) {
    FillListener listener =
        (examples, total) -> {
          shown.filled(examples, total);
          if (stop.isRequested() && examples < total) {
            throw stopped(examples, total, howToResume);
          }
        };
    CacheOptions given = options.value().withListener(listener);
    try {
      return CachedTeacher.mapped(file(), teacher, run.train(), given);
    } catch (UncheckedIOException broken) {
      throw new RunEndedException(
          ExitCode.CANCELLED, broken.getMessage() + cached(howToResume), broken);
    }
  }

  /** {@return the file} */
  public Path file() {
    return path.value();
  }

  /**
   * Refuses encodings that cannot hold the teacher's outputs.
   *
   * @param outputs what the teacher gives
   * @throws IllegalArgumentException if there is one
   */
  void requireFor(Map<String, TensorSpec> outputs) {
    Teacher silent = RunCheck.silent(outputs);
    CachedTeacher.bytesNeeded(silent, run.train(), options.value());
  }

  private RunEndedException stopped(int examples, int total, String howToResume) {
    String text =
        String.format(
            Locale.ROOT,
            "The filling of the cache was stopped after %,d of %,d examples.",
            examples,
            total);
    return new RunEndedException(ExitCode.INTERRUPTED, text + cached(howToResume));
  }

  private String cached(String howToResume) {
    Path begun = file().resolveSibling(file().getFileName() + ".partial");
    return Files.exists(begun)
        ? "\nThe teacher's outputs so far are cached in " + begun + "; " + howToResume
        : "\nNone of the teacher's outputs were cached yet.";
  }

  /** The teacher with the file before it, as Java. */
  Expression<Teacher> before(Expression<Teacher> teacher, Expression<Dataset> data) {
    return call(CachedTeacher::mapped, path, teacher, data, options);
  }
}
