package org.distill4j.cli.sink;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.distill4j.train.TrainingEvent;
import org.distill4j.train.TrainingEvent.Completed;
import org.distill4j.train.TrainingEvent.Resumed;
import org.distill4j.train.TrainingEvent.StepCompleted;
import org.distill4j.train.TrainingListener;

/**
 * The files of one training: {@code NAME.jsonl}, {@code NAME.csv} and TensorBoard's below {@code
 * tensorboard/NAME}. A file that cannot be written, as on a full disk, is given up, with one
 * message; the training continues. A training that resumes from a checkpoint continues its files:
 * what they hold of steps after the checkpoint is taken away, as it is told again.
 */
public final class MetricSinks implements TrainingListener, AutoCloseable {
  private final List<MetricSink> open = new ArrayList<>();
  private final Path folder;
  private final String name;
  private final Consumer<String> warnings;
  private Optional<Resumed> resumed = Optional.empty();
  private boolean opened;

  /**
   * Creates sinks that are opened when there is something to write.
   *
   * @param folder where; made if it is not there
   * @param name the training's name
   * @param warnings hears of files that are given up
   */
  public MetricSinks(Path folder, String name, Consumer<String> warnings) {
    this.folder = folder;
    this.name = name;
    this.warnings = warnings;
  }

  private void open() {
    opened = true;
    open(folder.resolve(name + ".jsonl"), JsonMetrics::new);
    open(folder.resolve(name + ".csv"), CsvMetrics::new);
    open(folder.resolve("tensorboard").resolve(name), TensorBoard::new);
  }

  private interface Opening {
    MetricSink open(Path file, Optional<Resumed> from) throws IOException;
  }

  private void open(Path file, Opening opening) {
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      open.add(opening.open(file, resumed));
    } catch (IOException error) {
      warn(error);
    }
  }

  private void warn(IOException error) {
    warnings.accept(
        "A file of metrics cannot be written, and is given up: "
            + error
            + ".\nMaybe the disk is full or the folder is read-only.");
  }

  @Override
  public void on(TrainingEvent event) {
    if (event instanceof Resumed from) {
      resumed = Optional.of(from);
    } else if (!opened && (event instanceof StepCompleted || event instanceof Completed)) {
      open();
    }
    each(sink -> sink.write(event));
  }

  /** Forces the files, since a checkpoint must not be newer than they are. */
  @Override
  public void beforeCheckpoint(long step) {
    each(MetricSink::force);
  }

  private interface Use {
    void of(MetricSink sink) throws IOException;
  }

  private void each(Use use) {
    open.removeIf(
        sink -> {
          try {
            use.of(sink);
            return false;
          } catch (IOException error) {
            warn(error);
            return true;
          }
        });
  }

  @Override
  public void close() {
    for (MetricSink sink : open) {
      try {
        sink.close();
      } catch (IOException error) {
        warn(error);
      }
    }
    open.clear();
  }
}
