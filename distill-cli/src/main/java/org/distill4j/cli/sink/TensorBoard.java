package org.distill4j.cli.sink;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.distill4j.core.file.GrowingFile;
import org.distill4j.train.EpochReport;
import org.distill4j.train.TrainingEvent;
import org.distill4j.train.TrainingEvent.EpochCompleted;
import org.distill4j.train.TrainingEvent.Resumed;
import org.distill4j.train.TrainingEvent.StepCompleted;

/** TensorBoard's event file: records of Event messages with scalars. */
final class TensorBoard implements MetricSink {
  private static final String FILE = "events.out.tfevents.distill4j";
  private static final String VALIDATION = "validation/";
  private static final int SESSION_LOG = 7;
  private static final int START = 1;

  private final GrowingFile file;
  private long step;

  /** Creates a file in the folder; a training that resumes has one more each time. */
  TensorBoard(Path folder, Optional<Resumed> from) throws IOException {
    Files.createDirectories(folder);
    List<Path> before = files(folder);
    this.file = GrowingFile.after(file(folder, from.isPresent() ? before.size() : 0), 0);
    record(new ProtobufMessage().number(1, now()).text(3, "brain.Event:2"));
    if (from.isPresent()) {
      resume(before, from.get());
    } else {
      for (Path old : before.subList(Math.min(1, before.size()), before.size())) {
        Files.delete(old);
      }
    }
  }

  /**
   * Returns the files of one training, in the order of writing, in which TensorBoard reads them.
   */
  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.filter(path -> String.valueOf(path.getFileName()).startsWith(FILE))
          .sorted()
          .toList();
    }
  }

  private static Path file(Path folder, int number) {
    return folder.resolve(number == 0 ? FILE : String.format(Locale.ROOT, "%s.%04d", FILE, number));
  }

  /** Cuts earlier files back to the checkpoint. */
  private void resume(List<Path> before, Resumed from) throws IOException {
    step = from.step();
    int epochs = 0;
    for (Path path : before) {
      EventFile.Kept kept = EventFile.upTo(path, from.step(), from.epochs().size() - epochs);
      GrowingFile.after(path, kept.bytes()).close();
      epochs += kept.epochs();
    }
    // A TensorBoard that is running has read what was cut off, and forgets it when told so.
    ProtobufMessage log = new ProtobufMessage().integer(1, START);
    record(new ProtobufMessage().number(1, now()).integer(2, step + 1).message(SESSION_LOG, log));
    // An epoch is told of after its checkpoint, so a kill in between left it out.
    for (EpochReport report : from.epochs().subList(epochs, from.epochs().size())) {
      record(event(scalars(VALIDATION, report.metrics())));
    }
  }

  @Override
  public void write(TrainingEvent event) throws IOException {
    if (event instanceof StepCompleted completed) {
      step = completed.step();
      ProtobufMessage summary = scalars("loss/", completed.loss().asMap());
      record(event(summary.message(1, scalar(EventFile.RATE, completed.learningRate()))));
    } else if (event instanceof EpochCompleted epoch) {
      record(event(scalars(VALIDATION, epoch.report().metrics())));
      file.stream().flush();
    }
  }

  private ProtobufMessage event(ProtobufMessage summary) {
    return new ProtobufMessage().number(1, now()).integer(2, step).message(5, summary);
  }

  private static ProtobufMessage scalars(String prefix, Map<String, Double> values) {
    ProtobufMessage summary = new ProtobufMessage();
    values.forEach((name, value) -> summary.message(1, scalar(prefix + name, value)));
    return summary;
  }

  private static ProtobufMessage scalar(String tag, double value) {
    return new ProtobufMessage().text(1, tag).single(2, (float) value);
  }

  private static double now() {
    return System.currentTimeMillis() / 1000.0;
  }

  private void record(ProtobufMessage message) throws IOException {
    file.stream().write(EventFile.record(message.bytes()));
  }

  @Override
  public void force() throws IOException {
    file.force();
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
