package org.distill4j.cli.sink;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.distill4j.train.EpochReport;
import org.distill4j.train.LossValues;
import org.distill4j.train.TrainingEvent;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("The files of a training's numbers")
class MetricSinksTest {
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
    try (MetricSinks sinks = new MetricSinks(folder, "student", warnings::add)) {
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
    assertThat(events("events.out.tfevents.distill4j"))
        .containsExactly(
            Map.of(),
            Map.of("step", 300f, "loss/total", 0.5f, "loss/soft", 0.25f, "learning-rate", 0.125f),
            Map.of("step", 300f, "validation/accuracy", 0.75f, "validation/agreement", Float.NaN));
  }

  private List<Map<String, Float>> events(String name) throws IOException {
    Path file = folder.resolve("tensorboard/student").resolve(name);
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
    return events;
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
        case 2 << 3 -> values.put("step", (float) varint(event));
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
        case 7 << 3 | 2 -> event.position(event.position() + 1 + event.get(event.position()));
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
  @DisplayName("that cannot be written are given up with a word, and the training continues")
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

  private static TrainingEvent step(long step) {
    LossValues loss = new LossValues(Map.of("total", (double) step));
    return new TrainingEvent.StepCompleted(1, step, 8, 0.125, loss);
  }

  private static EpochReport epoch(int epoch) {
    LossValues loss = new LossValues(Map.of("total", 0.5));
    return new EpochReport(epoch, loss, Map.of("accuracy", 0.5), Duration.ofSeconds(1));
  }

  /** Sinks that a kill leaves as they are. */
  @SuppressWarnings("resource")
  private MetricSinks killed(TrainingEvent... events) {
    MetricSinks sinks = new MetricSinks(folder, "student", warnings::add);
    for (TrainingEvent event : events) {
      sinks.on(event);
    }
    return sinks;
  }

  private List<String> lines() throws IOException {
    return Files.readAllLines(folder.resolve("student.jsonl")).stream()
        .map(line -> line.replaceAll(".*\"event\":\"epoch\",\"epoch\":(\\d+).*", "epoch $1"))
        .map(line -> line.replaceAll(".*\"step\":(\\d+).*", "step $1"))
        .toList();
  }

  private List<String> board() throws IOException {
    List<String> told = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder.resolve("tensorboard/student"))) {
      for (Path file : files.sorted().toList()) {
        for (Map<String, Float> event : events(String.valueOf(file.getFileName()))) {
          if (event.containsKey("validation/accuracy")) {
            told.add("epoch after " + event.getOrDefault("step", -1f).intValue());
          } else if (event.containsKey("loss/total")) {
            told.add("step " + event.getOrDefault("step", -1f).intValue());
          }
        }
      }
    }
    return told;
  }

  @Test
  @DisplayName("hold every step before a checkpoint once that is to be written")
  void forced() throws IOException {
    killed(step(1), step(2)).beforeCheckpoint(2);

    assertThat(lines()).containsExactly("step 1", "step 2");
    assertThat(board()).containsExactly("step 1", "step 2");
  }

  @Test
  @DisplayName("tell of every step and epoch once, whenever the training was killed")
  void killed() throws IOException {
    killed(step(1), step(2)).beforeCheckpoint(2);
    // Killed between the checkpoint and the epoch's end.
    TrainingEvent.Resumed first = new TrainingEvent.Resumed(folder, 2, List.of(epoch(1)));
    killed(first, step(3), new TrainingEvent.EpochCompleted(epoch(2)), step(4)).beforeCheckpoint(4);
    // Killed after it wrote more than its checkpoint knows of, the last record in part.
    TrainingEvent.Resumed second =
        new TrainingEvent.Resumed(folder, 3, List.of(epoch(1), epoch(2)));
    Path board = folder.resolve("tensorboard/student/events.out.tfevents.distill4j.0001");
    byte[] bytes = Files.readAllBytes(board);
    Files.write(board, Arrays.copyOf(bytes, bytes.length - 3));
    killed(second, step(4), step(5)).beforeCheckpoint(5);

    assertThat(lines())
        .containsExactly("step 1", "step 2", "epoch 1", "step 3", "epoch 2", "step 4", "step 5");
    assertThat(board())
        .containsExactly(
            "step 1", "step 2", "epoch after 2", "step 3", "epoch after 3", "step 4", "step 5");
  }

  private void resume() {
    Path checkpoint = folder.resolve("checkpoint");
    LossValues loss = new LossValues(terms(0.25, 0.125));
    EpochReport first = new EpochReport(1, loss, Map.of("accuracy", 0.5), Duration.ofSeconds(1));
    EpochReport second = new EpochReport(2, loss, Map.of("accuracy", 1.0), Duration.ofSeconds(1));
    try (MetricSinks sinks = new MetricSinks(folder, "student", warnings::add)) {
      sinks.on(new TrainingEvent.Started(2, 300, 8));
      sinks.on(new TrainingEvent.Resumed(checkpoint, 300, List.of(first)));
      sinks.on(new TrainingEvent.StepCompleted(2, 301, 8, 0.125, loss));
      sinks.on(new TrainingEvent.EpochCompleted(second));
    }
  }

  @Test
  @DisplayName("resume after the checkpoint, and drop what is told again or was cut off by a kill")
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
  @DisplayName("on a full disk are given up with a word, and the training continues")
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
