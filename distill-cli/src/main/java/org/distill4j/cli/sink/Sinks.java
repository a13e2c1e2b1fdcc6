package org.distill4j.cli.sink;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.distill4j.train.TrainingEvent;
import org.distill4j.train.TrainingListener;

/**
 * The files of one training: {@code NAME.jsonl}, {@code NAME.csv} and TensorBoard's below {@code
 * tensorboard/NAME}. A file that cannot be written, as on a full disk, is given up and said so
 * once; the training goes on.
 */
public final class Sinks implements TrainingListener, AutoCloseable {
  private final List<MetricSink> open = new ArrayList<>();
  private final Consumer<String> warnings;

  /**
   * Opens the files.
   *
   * @param folder where; made if it is not there
   * @param name the training's name
   * @param warnings hears of files that are given up
   */
  public Sinks(Path folder, String name, Consumer<String> warnings) {
    this.warnings = warnings;
    open(folder.resolve(name + ".jsonl"), JsonLines::new);
    open(folder.resolve(name + ".csv"), CsvMetrics::new);
    open(folder.resolve("tensorboard").resolve(name).resolve(TensorBoard.FILE), TensorBoard::new);
  }

  private interface Opening {
    MetricSink open(Path file) throws IOException;
  }

  private void open(Path file, Opening opening) {
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      open.add(opening.open(file));
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
    open.removeIf(
        sink -> {
          try {
            sink.write(event);
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
