package org.distill4j.cli.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.nio.file.Path;
import java.util.OptionalInt;
import org.distill4j.cli.config.RunKeys;
import org.distill4j.core.summary.ModelSummary;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("The file of a run")
class RunFileTest {
  private static String refusal(String text) {
    return String.valueOf(catchThrowable(() -> RunFile.parse("run.yaml", text)).getMessage());
  }

  private static String changed(String from, String to) {
    assertThat(Samples.PLAIN).contains(from);
    return Samples.PLAIN.replace(from, to);
  }

  @Test
  @DisplayName("is read without reading its data")
  void valid() {
    RunFile run = RunFile.parse("run.yaml", Samples.PLAIN);

    assertThat(ModelSummary.summarize(run.student()).parameters())
        .isEqualTo(16 * 4 + 4 + 4 * 3 + 3);
    assertThat(run.output()).isEqualTo(Path.of("DIR/out"));
  }

  @Nested
  @DisplayName("is written as people write")
  class Written {
    @Test
    @DisplayName("numbers with a point where they are whole, and yes or no")
    void numbers() {
      String text = changed("epochs: 3\n", "epochs: 1e1\n").replace("flat: true", "flat: Yes");
      RunFile run = RunFile.parse("run.yaml", text.replace("batch-size: 10", "batch-size: 10.0"));

      assertThat(run.values().value(RunKeys.TRAINING_SECTION).value(RunKeys.EPOCHS)).isEqualTo(10);
    }

    @Test
    @DisplayName("paths from the folder of the file, or from the home folder")
    void paths() {
      String text = changed("output: DIR/out", "output: out");

      assertThat(RunFile.parse("runs/run.yaml", text).output()).isEqualTo(Path.of("runs/out"));
      assertThat(RunFile.parse("runs/run.yaml", text.replace(": out", ": /abs/out")).output())
          .isEqualTo(Path.of("/abs/out"));
      assertThat(RunFile.parse("runs/run.yaml", text.replace(": out", ": ~/out")).output())
          .isEqualTo(Path.of(System.getProperty("user.home"), "out"));
      assertThat(RunFile.parse("runs/run.yaml", text).with(RunKeys.OUTPUT, "other").output())
          .isEqualTo(Path.of("other"));
    }

    @Test
    @DisplayName("but neither commas for points nor backslashes in double quotes")
    void advice() {
      assertThat(refusal(changed("{adam: 0.02}\n  loss", "{adam: 0,001}\n  loss")))
          .contains(
              "training.optimizer is the keys [adam, 001]", "Maybe write 0.001, with a point.");
      assertThat(refusal(changed("alpha: 0.7}", "alpha: 0,7}")))
          .contains("has the key \"7\"", "Maybe write 0.7, with a point.");
      assertThat(refusal(changed("output: DIR/out", "seed: 0,5\noutput: DIR/out")))
          .contains("seed is \"0,5\", expected a whole number.\nMaybe write 0.5, with a point.");
      assertThat(refusal(changed("output: DIR/out", "output: \"C:\\data\\out\"")))
          .contains("run.yaml:19: This is not YAML", "use single quotes, or write /.");
      assertThat(refusal(changed("output: DIR/out", "output: \"C:\\temp\\new\"")))
          .contains(
              "output has a tabulator or a line break in it", "use single quotes, or write /.");
    }

    @Test
    @DisplayName("and what is long is cut in messages")
    void bounded() {
      StringBuilder keys = new StringBuilder();
      for (int i = 0; i < 9_000; i++) {
        keys.append("key").append(i).append(": 1\n");
      }
      assertThat(refusal(Samples.PLAIN + keys)).contains("more problems are not shown");
      assertThat(refusal(Samples.PLAIN + keys).length()).isLessThan(20_000);
      assertThat(refusal(changed("batch-size: 10", "batch-size: " + "x".repeat(100_000))).length())
          .isLessThan(1_000);
    }
  }

  @Nested
  @DisplayName("is refused with line, key, value and what was meant for")
  class Refused {
    @Test
    @DisplayName("a key that there is not")
    void unknownKey() {
      assertThat(refusal(changed("alpha: 0.7", "alhpa: 0.7")))
          .isEqualTo(
              "run.yaml:16: training.loss.distillation has the key \"alhpa\", expected one of"
                  + " temperature, alpha, output, labels, class-weights, weights.\n"
                  + "Maybe alpha was meant.");
    }

    @Test
    @DisplayName("a key by its old name")
    void renamedKey() {
      assertThat(refusal(changed("batch-size: 10", "part-size: 10")))
          .contains(
              "training has the key \"part-size\", expected \"micro-batch-size\".\n"
                  + "Maybe rename it to micro-batch-size.");
    }

    @Test
    @DisplayName("a kind that there is not")
    void unknownKind() {
      assertThat(refusal(changed("distillation:", "destilation:")))
          .startsWith("run.yaml:15: training.loss has the loss \"destilation\", expected one of")
          .endsWith("\nMaybe distillation was meant.");
    }

    @Test
    @DisplayName("a value of another type")
    void type() {
      assertThat(refusal(changed("batch-size: 10", "batch-size: ten")))
          .startsWith(
              "run.yaml:13: training.batch-size is \"ten\", expected a whole number.\nMaybe ");
    }

    @Test
    @DisplayName("a value out of range, in the words of its class")
    void range() {
      assertThat(refusal(changed("alpha: 0.7", "alpha: 1.5")))
          .startsWith("run.yaml:16: training.loss.distillation: ")
          .contains("1.5", "\nMaybe ");
    }

    @Test
    @DisplayName("a key that is missing")
    void missing() {
      assertThat(refusal(changed("  model: {mlp: [16, 4, 3]}\n", "  weights: w.safetensors\n")))
          .startsWith("run.yaml:9: student lacks the key \"model\"");
    }

    @Test
    @DisplayName("layers that do not fit together")
    void shapes() {
      String layers =
          "model: {layers: {input: [16], layers: [{dense: [16, 4]}, {dense: {in: 5, out: 3}}]}}";
      assertThat(
              refusal(
                  changed(
                      "model: {mlp: [16, 4, 3]}", layers.replace("[16, 4]", "{in: 16, out: 4}"))))
          .startsWith("run.yaml:10: student.model: ")
          .contains("dense2");
    }

    @Test
    @DisplayName("a teacher with two sources, or none")
    void sources() {
      String training = "training: {epochs: 3, batch-size: 8, optimizer: {adam: 0.02}}";
      assertThat(refusal(changed(training, "")))
          .contains("run.yaml:6: teacher: has neither weights nor training");
      assertThat(refusal(changed(training, training + "\n  weights: x")))
          .contains("run.yaml:6: teacher: has both weights and training");
    }

    @Test
    @DisplayName("checkpoints of none")
    void checkpoints() {
      assertThat(refusal(changed("output: ", "checkpoints: {kept: 0}\noutput: ")))
          .startsWith("run.yaml:19: checkpoints: The number kept of checkpoints is 0, expected");
      assertThat(refusal(changed("output: ", "checkpoints: {every-step: 5}\noutput: ")))
          .contains("has the key \"every-step\"", "Maybe every-steps was meant.");
    }

    @Test
    @DisplayName("a choice of the best without metrics")
    void unmeasured() {
      assertThat(
              refusal(
                  changed("metrics: [accuracy, agreement, kl-to-teacher]\n", "")
                      .replace("batch-size: 10", "keep: best")))
          .contains("early-stopping and keep need metrics and data.validation");
    }

    @Test
    @DisplayName("changes of examples that no cache has, or copies without a change")
    void augmentation() {
      String changing = changed("epochs: 3\n", "epochs: 3\n  augmented-copies: 2\n");
      assertThat(refusal(changing))
          .contains(
              "training: has augmented-copies without an augmentation, expected one.\n"
                  + "Maybe add augmentation: {noise: 0.1}.");
      String cached = changed("  training: {epochs: 3", "  cache: {}\n  training: {epochs: 3");
      assertThat(refusal(cached.replace("batch-size: 10", "augmentation: {noise: 0.1}")))
          .contains("training: has an augmentation beside the teacher's cache");
      assertThat(refusal(changed("batch-size: 10", "augmentation: {noise: -1}")))
          .contains("training.augmentation.noise: Noise of standard deviation -1.0, expected");
      assertThat(refusal(changed("batch-size: 10", "augmentation: []")))
          .contains("The list of augmentations is empty, expected at least one.");
    }

    @Test
    @DisplayName("everything at once")
    void all() {
      String text = changed("epochs: 3\n", "epoch: 3\n").replace("0.7", "high");
      assertThat(refusal(text).lines().filter(line -> line.startsWith("run.yaml:")))
          .hasSize(2)
          .satisfiesExactly(
              first -> assertThat(first).contains("run.yaml:12", "epoch"),
              second -> assertThat(second).contains("run.yaml:16", "high"));
    }
  }

  @Nested
  @DisplayName("is held against its data, which")
  class Data {
    @TempDir private Path folder = Path.of("");

    private String problem(String from, String to) {
      RunFile run = RunFile.parse("run.yaml", Samples.in(folder, changed(from, to)));
      return String.valueOf(catchThrowable(() -> RunCheck.require(run)).getMessage());
    }

    @Test
    @DisplayName("fit")
    void fit() {
      RunCheck.require(RunFile.parse("run.yaml", Samples.in(folder, Samples.PLAIN)));
    }

    @Test
    @DisplayName("are not there")
    void absent() {
      assertThat(problem("DIR/labels, flat: true}\nteacher", "DIR/lables, flat: true}\nteacher"))
          .startsWith("run.yaml:1: data: File ")
          .contains("lables does not exist");
    }

    @Test
    @DisplayName("have another shape than the student takes")
    void shape() {
      assertThat(problem("mlp: [16, 4, 3]", "mlp: [15, 4, 3]"))
          .contains("run.yaml:9: student: the network takes", "expected the same.\nMaybe ");
    }

    @Test
    @DisplayName("are judged by a teacher with other classes")
    void classes() {
      assertThat(problem("mlp: [16, 4, 3]", "mlp: [16, 4, 5]"))
          .contains("run.yaml:11: training: ", "5 classes", "teacher 3");
    }

    @Test
    @DisplayName("were not the ones of the weights")
    void weights() {
      assertThat(
              problem(
                  "training: {epochs: 3, batch-size: 8, optimizer: {adam: 0.02}}",
                  "weights: DIR/none.safetensors"))
          .contains("run.yaml:6: teacher: There is no file ");
    }
  }

  @Test
  @DisplayName("is overruled by options")
  void options() {
    RunFile run = RunFile.parse("run.yaml", Samples.PLAIN);

    assertThat(run.with(RunKeys.OUTPUT, "else").output()).isEqualTo(Path.of("else"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> run.with(RunKeys.THREADS, "few"))
        .withMessageContaining("threads is \"few\", expected auto or a whole number");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> run.with(RunKeys.THREADS, "1000000"))
        .withMessageContaining("was given 1000000 threads, expected 1 to ")
        .withMessageContaining("\nMaybe");
    assertThat(run.with(RunKeys.THREADS, "2").values().get(RunKeys.THREADS).value())
        .isEqualTo(OptionalInt.of(2));
    assertThat(run.values().get(RunKeys.THREADS).value()).isEqualTo(OptionalInt.of(1));
    assertThat(run.with(RunKeys.THREADS, "auto").values().get(RunKeys.THREADS).value())
        .isEqualTo(OptionalInt.empty());
  }
}
