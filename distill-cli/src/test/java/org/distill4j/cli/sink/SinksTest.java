package org.distill4j.cli.sink;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.distill4j.train.EpochReport;
import org.distill4j.train.LossValues;
import org.distill4j.train.TrainingEvent;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("The files of a training's numbers")
class SinksTest {
  private static final int POLYNOMIAL = 0x82f63b78;

  private static final Path FULL = Path.of("/dev/full");

  @TempDir private Path folder = Path.of("");
  private final List<String> warnings = new ArrayList<>();

  private static Map<String, Double> terms(double total, double soft) {
    Map<String, Double> terms = new LinkedHashMap<>();
    terms.put("total", total);
    terms.put("soft", soft);
    return terms;
  }

  private void train() {
    try (Sinks sinks = new Sinks(folder, "student", warnings::add)) {
      LossValues loss = new LossValues(terms(0.5, 0.25));
      sinks.on(new TrainingEvent.Started(1, 1, 8));
      sinks.on(new TrainingEvent.StepCompleted(1, 300, 8, 0.125, loss));
      Map<String, Double> metrics = new LinkedHashMap<>();
      metrics.put("accuracy", 0.75);
      metrics.put("agreement", Double.NaN);
      EpochReport report = new EpochReport(1, loss, metrics, Duration.ofMillis(1500));
      sinks.on(new TrainingEvent.EpochCompleted(report));
    }
  }

  @Test
  @DisplayName("hold a JSON object on a line for each step and epoch")
  void json() throws IOException {
    train();
    assertThat(Files.readAllLines(folder.resolve("student.jsonl")))
        .containsExactly(
            "{\"event\":\"step\",\"epoch\":1,\"step\":300,\"learningRate\":0.125,"
                + "\"loss\":{\"total\":0.5,\"soft\":0.25}}",
            "{\"event\":\"epoch\",\"epoch\":1,\"seconds\":1.5,"
                + "\"loss\":{\"total\":0.5,\"soft\":0.25},"
                + "\"metrics\":{\"accuracy\":0.75,\"agreement\":null}}");
  }

  @Test
  @DisplayName("hold a row of CSV for each epoch")
  void csv() throws IOException {
    train();
    assertThat(Files.readAllLines(folder.resolve("student.csv")))
        .containsExactly(
            "epoch,seconds,loss.total,loss.soft,accuracy,agreement", "1,1.5,0.5,0.25,0.75,NaN");
  }

  @Test
  @DisplayName("hold TensorBoard's records with lengths and checksums")
  void tensorBoard() throws IOException {
    train();
    Path file = folder.resolve("tensorboard/student/events.out.tfevents.distill4j");
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    List<Map<String, Float>> events = new ArrayList<>();
    while (bytes.hasRemaining()) {
      ByteBuffer length = bytes.slice(bytes.position(), 8).order(ByteOrder.LITTLE_ENDIAN);
      int size = Math.toIntExact(bytes.getLong());
      assertThat(bytes.getInt()).isEqualTo(masked(length));
      ByteBuffer data = bytes.slice(bytes.position(), size).order(ByteOrder.LITTLE_ENDIAN);
      bytes.position(bytes.position() + size);
      assertThat(bytes.getInt()).isEqualTo(masked(data.duplicate()));
      events.add(scalars(data));
    }
    assertThat(events)
        .containsExactly(
            Map.of(),
            Map.of("loss/total", 0.5f, "loss/soft", 0.25f, "learning-rate", 0.125f),
            Map.of("validation/accuracy", 0.75f, "validation/agreement", Float.NaN));
  }

  /** CRC-32C bit by bit, as its polynomial says, and TFRecord's mask. */
  private static int masked(ByteBuffer bytes) {
    int crc = ~0;
    while (bytes.hasRemaining()) {
      crc ^= bytes.get() & 0xff;
      for (int bit = 0; bit < 8; bit++) {
        crc = (crc & 1) == 0 ? crc >>> 1 : crc >>> 1 ^ POLYNOMIAL;
      }
    }
    int done = ~crc;
    return (done >>> 15 | done << 17) + 0xa282ead8;
  }

  /** Reads field 5, the summary, of an event; checks the others' wire types on the way. */
  private static Map<String, Float> scalars(ByteBuffer event) {
    Map<String, Float> values = new LinkedHashMap<>();
    while (event.hasRemaining()) {
      int tag = event.get();
      switch (tag) {
        case 1 << 3 | 1 -> assertThat(event.getDouble()).isGreaterThan(1e9);
        case 2 << 3 -> assertThat(varint(event)).isEqualTo(300);
        case 3 << 3 | 2 -> assertThat(text(event)).isEqualTo("brain.Event:2");
        case 5 << 3 | 2 -> {
          int end = varint(event);
          end += event.position();
          while (event.position() < end) {
            assertThat(event.get()).isEqualTo((byte) (1 << 3 | 2));
            varint(event);
            assertThat(event.get()).isEqualTo((byte) (1 << 3 | 2));
            String name = text(event);
            assertThat(event.get()).isEqualTo((byte) (2 << 3 | 5));
            values.put(name, event.getFloat());
          }
        }
        default -> throw new AssertionError("field " + tag);
      }
    }
    return values;
  }

  private static int varint(ByteBuffer bytes) {
    int value = 0;
    for (int shift = 0; ; shift += 7) {
      byte next = bytes.get();
      value |= (next & 0x7f) << shift;
      if (next >= 0) {
        return value;
      }
    }
  }

  private static String text(ByteBuffer bytes) {
    byte[] text = new byte[varint(bytes)];
    bytes.get(text);
    return new String(text, java.nio.charset.StandardCharsets.UTF_8);
  }

  @Test
  @DisplayName("that cannot be written are given up with a word, and the training goes on")
  void readOnly() throws IOException {
    Files.writeString(folder.resolve("tensorboard"), "a file where a folder should be");
    train();
    assertThat(warnings)
        .singleElement()
        .asString()
        .startsWith("A file of metrics cannot be written, and is given up: ")
        .endsWith("\nMaybe the disk is full or the folder is read-only.");
    assertThat(folder.resolve("student.csv")).isNotEmptyFile();
  }

  private void resume() {
    Path checkpoint = folder.resolve("checkpoint");
    LossValues loss = new LossValues(terms(0.25, 0.125));
    EpochReport first = new EpochReport(1, loss, Map.of("accuracy", 0.5), Duration.ofSeconds(1));
    EpochReport second = new EpochReport(2, loss, Map.of("accuracy", 1.0), Duration.ofSeconds(1));
    try (Sinks sinks = new Sinks(folder, "student", warnings::add)) {
      sinks.on(new TrainingEvent.Started(2, 300, 8));
      sinks.on(new TrainingEvent.Resumed(checkpoint, 300, List.of(first)));
      sinks.on(new TrainingEvent.StepCompleted(2, 301, 8, 0.125, loss));
      sinks.on(new TrainingEvent.EpochCompleted(second));
    }
  }

  @Test
  @DisplayName("go on after the checkpoint, and drop what is told again or was cut off by a kill")
  void resumed() throws IOException {
    train();
    Path lines = folder.resolve("student.jsonl");
    String later = "{\"event\":\"step\",\"epoch\":2,\"step\":301,\"learningRate\":9}";
    Files.writeString(lines, Files.readString(lines) + later + "\n{\"event\":\"st");

    resume();

    assertThat(Files.readAllLines(lines))
        .hasSize(4)
        .satisfies(
            all -> assertThat(all.get(0)).contains("\"step\":300"),
            all -> assertThat(all.get(1)).contains("\"event\":\"epoch\",\"epoch\":1"),
            all -> assertThat(all.get(2)).contains("\"step\":301,\"learningRate\":0.125"),
            all -> assertThat(all.get(3)).contains("\"event\":\"epoch\",\"epoch\":2"));
    assertThat(Files.readAllLines(folder.resolve("student.csv")))
        .containsExactly(
            "epoch,seconds,loss.total,loss.soft,accuracy",
            "1,1.0,0.25,0.125,0.5",
            "2,1.0,0.25,0.125,1.0");
    assertThat(folder.resolve("tensorboard/student"))
        .isDirectoryContaining("glob:**/events.out.tfevents.distill4j")
        .isDirectoryContaining("glob:**/events.out.tfevents.distill4j.0001");
  }

  @Test
  @DisplayName("on a full disk are given up with a word, and the training goes on")
  @EnabledIf("isFullDeviceThere")
  void fullDisk() throws IOException {
    Files.createSymbolicLink(folder.resolve("student.csv"), FULL);
    train();
    assertThat(warnings)
        .first(InstanceOfAssertFactories.STRING)
        .contains("No space left on device", "\nMaybe the disk is full");
    assertThat(folder.resolve("student.jsonl")).isNotEmptyFile();
  }

  static boolean isFullDeviceThere() {
    return Files.isWritable(FULL);
  }
}
