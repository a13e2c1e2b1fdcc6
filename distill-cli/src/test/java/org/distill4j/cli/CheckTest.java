package org.distill4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.distill4j.cli.run.Samples;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("A check refuses what a training would refuse before its first step,")
class CheckTest {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  @TempDir private Path folder = Path.of("");

  private Invocation check(String yaml, String... more) throws IOException {
    return Invocation.of(
        Stream.concat(Stream.of("train", "-c", Invocation.config(folder, yaml)), Stream.of(more))
            .toArray(String[]::new));
  }

  @ParameterizedTest(name = "{1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "epochs: 3\\n  batch|epochs: -1\\n  batch|number of epochs is -1",
        "epochs: 3, batch|epochs: -1, batch|number of epochs is -1",
        "batch-size: 10|batch-size: 0|batch size is 0",
        "batch-size: 10|batch-size: 10\\n  micro-batch-size: -3|-3",
        "output:|threads: 0\\noutput:|was given 0 threads",
        "output:|threads: 1000000\\noutput:|was given 1000000 threads",
        "backend: reference|backend: ../../x|Backend \"../../x\" was not found",
        "backend: reference|backend: reference\\ndevice: cuda:7|cuda",
        "output: DIR/out|output: DIR/labels|labels is a file",
        "output: DIR/out|output: DIR/labels/out|labels is a file",
        "output:|checkpoints: {folder: DIR/labels}\\noutput:|labels is a file",
        "output:|checkpoints: {every-minutes: 9223372036854775807}\\noutput:|too many",
      })
  @DisplayName("and says the same")
  void refused(String valid, String faulty, String told) throws IOException {
    String yaml = Samples.PLAIN.replace(line(valid), line(faulty));
    assertThat(yaml).isNotEqualTo(Samples.PLAIN);

    Invocation checked = check(yaml, "--check");
    Invocation trained = check(yaml);

    assertThat(checked.status()).as(checked.out()).isEqualTo(2);
    assertThat(checked.err()).contains(told).contains("\nMaybe ");
    assertThat(trained.status()).isEqualTo(2);
    assertThat(trained.err()).isEqualTo(checked.err());
    assertThat(folder.resolve("out/run.yaml")).doesNotExist();
  }

  private static String line(String text) {
    return text.replace("\\n", "\n");
  }

  @Test
  @DisplayName("a training that is there too, unless it is resumed or overwritten")
  void earlier() throws IOException {
    assertThat(check(Samples.PLAIN, "--quiet").status()).isZero();

    assertThat(check(Samples.PLAIN, "--check").err()).contains("There is a training already");
    assertThat(check(Samples.PLAIN, "--check", "--resume").status()).isZero();
    assertThat(check(Samples.PLAIN, "--check", "--overwrite").status()).isZero();
  }

  @Test
  @DisplayName("labels beyond the classes too")
  void labels() throws IOException {
    String yaml = Samples.PLAIN.replace("12, 3]", "12, 2]").replace("4, 3]", "4, 2]");

    Invocation checked = check(yaml, "--check");

    assertThat(checked.status()).isEqualTo(2);
    assertThat(checked.err()).contains("label", "2 classes", "\nMaybe ");
    assertThat(check(yaml).err()).isEqualTo(checked.err());
  }

  @Test
  @DisplayName("and leaves no trace")
  void trace() throws IOException {
    Invocation checked = check(Samples.PLAIN, "--check");

    assertThat(checked.status()).as(checked.err()).isZero();
    assertThat(folder.resolve("out")).doesNotExist();
  }

  private long allocatedBy(int layers) throws IOException {
    StringBuilder all = new StringBuilder("{layers: {input: [16], layers: [");
    for (int i = 0; i < layers; i++) {
      all.append("{dense: {in: ").append(i == 0 ? 16 : 4).append(", out: 4}}, ");
    }
    String yaml =
        Samples.PLAIN.replace(
            "{mlp: [16, 4, 3]}", all.append("{dense: {in: 4, out: 3}}]}}").toString());
    long before = THREADS.getCurrentThreadAllocatedBytes();
    Invocation checked = check(yaml, "--check");
    assertThat(checked.status()).as(checked.err()).isZero();
    return THREADS.getCurrentThreadAllocatedBytes() - before;
  }

  @Test
  @DisplayName("in work that is in proportion to the number of layers")
  void linear() throws IOException {
    allocatedBy(50);
    long few = allocatedBy(500);
    long many = allocatedBy(2000);

    assertThat((double) many / few).isLessThan(6);
  }

  @Test
  @DisplayName("and tells in few words of many faults, and of long ones")
  void brief() throws IOException {
    StringBuilder keys = new StringBuilder();
    for (int i = 0; i < 9000; i++) {
      keys.append("unknown").append(i).append(": 1\n");
    }
    String cell = "q".repeat(100_000);
    Path file = Files.writeString(folder.resolve("long.csv"), "a,b,label\n1," + cell + ",0\n");
    for (String yaml :
        List.of(
            Samples.PLAIN + keys,
            Samples.PLAIN.replaceAll("idx: \\{.*}", "csv: {file: " + file + "}"),
            Samples.PLAIN.replace("[accuracy", "[" + cell),
            Samples.PLAIN.replace("adam", cell))) {
      Invocation refused = check(yaml, "--check");

      assertThat(refused.status()).isEqualTo(2);
      assertThat(refused.err()).hasSizeLessThan(15_000).contains("run.yaml:", "\nMaybe ");
    }
  }
}
