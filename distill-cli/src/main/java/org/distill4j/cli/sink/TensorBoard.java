package org.distill4j.cli.sink;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.distill4j.train.TrainingEvent;
import org.distill4j.train.TrainingEvent.EpochCompleted;
import org.distill4j.train.TrainingEvent.Resumed;
import org.distill4j.train.TrainingEvent.StepCompleted;

/**
 * TensorBoard's event file: TFRecords of Event messages with scalars. A record is the length of its
 * data (uint64, little-endian), the masked CRC-32C of the length, the data, and theirs.
 */
final class TensorBoard implements MetricSink {
  private static final String FILE = "events.out.tfevents.distill4j";
  private static final int SESSION_LOG = 7;
  private static final int START = 1;
  private static final int MASK_DELTA = 0xa282ead8;
  private static final int MASK_SHIFT = 15;

  private final OutputStream out;
  private long step;

  /** Begins a file in the folder; a training that goes on has one more each time. */
  TensorBoard(Path folder, Optional<Resumed> from) throws IOException {
    Files.createDirectories(folder);
    this.out = new BufferedOutputStream(Files.newOutputStream(file(folder, from)));
    record(new Message().number(1, now()).text(3, "brain.Event:2"));
    if (from.isPresent()) {
      // TensorBoard takes away what earlier files say of the steps from this one on.
      step = from.get().step();
      Message log = new Message().integer(1, START);
      record(new Message().number(1, now()).integer(2, step + 1).message(SESSION_LOG, log));
    }
  }

  /** Names sort in the order of writing, in which TensorBoard reads them. */
  private static Path file(Path folder, Optional<Resumed> from) throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.list(folder)) {
      files = all.filter(file -> file.getFileName().toString().startsWith(FILE)).toList();
    }
    if (from.isPresent() && !files.isEmpty()) {
      return folder.resolve(String.format(Locale.ROOT, "%s.%04d", FILE, files.size()));
    }
    for (Path old : files) {
      Files.delete(old);
    }
    return folder.resolve(FILE);
  }

  @Override
  public void write(TrainingEvent event) throws IOException {
    if (event instanceof StepCompleted completed) {
      step = completed.step();
      Message summary = scalars("loss/", completed.loss().asMap());
      record(event(summary.message(1, scalar("learning-rate", completed.learningRate()))));
    } else if (event instanceof EpochCompleted epoch) {
      record(event(scalars("validation/", epoch.report().metrics())));
      out.flush();
    }
  }

  private Message event(Message summary) {
    return new Message().number(1, now()).integer(2, step).message(5, summary);
  }

  private static Message scalars(String prefix, Map<String, Double> values) {
    Message summary = new Message();
    values.forEach((name, value) -> summary.message(1, scalar(prefix + name, value)));
    return summary;
  }

  private static Message scalar(String tag, double value) {
    return new Message().text(1, tag).single(2, (float) value);
  }

  private static double now() {
    return System.currentTimeMillis() / 1000.0;
  }

  private void record(Message message) throws IOException {
    byte[] data = message.bytes();
    byte[] length = little(Long.BYTES).putLong(data.length).array();
    out.write(length);
    out.write(checksum(length));
    out.write(data);
    out.write(checksum(data));
  }

  private static byte[] checksum(byte[] bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes);
    int rotated = Integer.rotateRight((int) crc.getValue(), MASK_SHIFT);
    return little(Integer.BYTES).putInt(rotated + MASK_DELTA).array();
  }

  private static ByteBuffer little(int length) {
    return ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}
