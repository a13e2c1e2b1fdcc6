package org.distill4j.examples.mnist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.distill4j.backend.Session;
import org.distill4j.backend.SessionOptions;
import org.distill4j.cli.console.Console;
import org.distill4j.conformance.reference.ReferenceBackend;
import org.distill4j.core.data.Subset;
import org.distill4j.core.loss.CrossEntropyLoss;
import org.distill4j.core.loss.DistillationLoss;
import org.distill4j.core.train.SessionTrainer;
import org.distill4j.core.weights.WeightsFile;
import org.distill4j.examples.engine.ResultFolders;
import org.distill4j.optim.Adam;
import org.distill4j.train.Trainer;
import org.distill4j.train.TrainingPlan;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("The MNIST run on a few digits")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MnistExperimentTest {
  private static final MnistSettings SETTINGS = new MnistSettings(2, 3, 4, 5, 0.7, 0.001, 42);

  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private final List<TrainingPlan> plans = new ArrayList<>();
  private final Path out;
  private final MnistResult result;
  private final String text;

  MnistExperimentTest(@TempDir Path folder) {
    this.out = folder.resolve("results");
    this.result = run(Console.Mode.PLAIN);
    this.text = printed.toString(StandardCharsets.UTF_8);
  }

  private MnistResult run(Console.Mode mode) {
    return run(fewDigits(), mode, out);
  }

  private MnistResult run(MnistTask task, Console.Mode mode, Path folder) {
    ReferenceBackend backend = new ReferenceBackend();
    Console console = new Console(new PrintStream(printed, true, StandardCharsets.UTF_8), mode);
    try (Session session = backend.open(SessionOptions.defaults())) {
      ResultFolders.make(folder, "results");
      MnistExperiment experiment = new MnistExperiment(session, recording(session), console);
      return new MnistProgram(backend, session, experiment, console)
          .run(task, SETTINGS, folder, System.nanoTime());
    }
  }

  private Trainer recording(Session session) {
    Trainer trainer = new SessionTrainer(session);
    return plan -> {
      plans.add(plan);
      return trainer.train(plan);
    };
  }

  private static MnistTask fewDigits() {
    Mnist mnist = Mnist.embedded();
    return new MnistTask(
        "few", Subset.range(mnist.train().flat(), 0, 12), Subset.range(mnist.test().flat(), 0, 10));
  }

  private JsonNode json() throws IOException {
    return new ObjectMapper().readTree(Files.readString(out.resolve("result.json")));
  }

  private static List<String> fields(JsonNode node) {
    List<String> names = new ArrayList<>();
    node.fieldNames().forEachRemaining(names::add);
    return names;
  }

  @Nested
  @DisplayName("trains")
  class Trains {
    @Test
    @DisplayName("the teacher on labels alone")
    void teacher() {
      TrainingPlan plan = plans.get(0);

      assertThat(plan.loss()).isEqualTo(CrossEntropyLoss.ofLabels());
      assertThat(plan.teachers()).isEmpty();
      assertThat(plan.epochs()).isEqualTo(2);
    }

    @Test
    @DisplayName("the first student with the objective that was set, and the teacher")
    void distilled() {
      TrainingPlan plan = plans.get(1);

      assertThat(plan.loss()).isEqualTo(DistillationLoss.of(5, 0.7));
      assertThat(plan.teachers()).hasSize(1);
      assertThat(plan.epochs()).isEqualTo(3);
    }

    @Test
    @DisplayName("the second student alone, from the same weights on the same batches")
    void alone() {
      TrainingPlan distilled = plans.get(1);
      TrainingPlan alone = plans.get(2);

      assertThat(alone.loss()).isEqualTo(CrossEntropyLoss.ofLabels());
      assertThat(alone.teachers()).isEmpty();
      assertThat(alone.initialWeights()).isPresent().isEqualTo(distilled.initialWeights());
      assertThat(alone.seed()).isEqualTo(distilled.seed()).isEqualTo(42);
      assertThat(alone.batchSize()).isEqualTo(distilled.batchSize()).isEqualTo(4);
      assertThat(alone.epochs()).isEqualTo(distilled.epochs());
      assertThat(alone.training()).isSameAs(distilled.training());
      assertThat(alone.optimizer()).isEqualTo(distilled.optimizer()).isEqualTo(Adam.of(0.001));
    }
  }

  @Nested
  @DisplayName("writes result.json")
  class Writes {
    @Test
    @DisplayName("with these fields, in this order")
    void fieldNames() throws IOException {
      List<String> student =
          List.of(
              "parameters",
              "bytes",
              "epochSeconds",
              "epochLoss",
              "accuracy",
              "errors",
              "agreement",
              "klToTeacher",
              "ece",
              "latencyMicrosP50");

      assertThat(fields(json()))
          .containsExactly(
              "backend",
              "engineVersion",
              "device",
              "seed",
              "dataset",
              "temperature",
              "alpha",
              "batchSize",
              "teacher",
              "distilled",
              "alone",
              "totalSeconds",
              "peakRssMb");
      assertThat(fields(json().get("dataset"))).containsExactly("name", "train", "test");
      assertThat(fields(json().get("teacher")))
          .containsExactly("parameters", "epochSeconds", "accuracy", "errors");
      assertThat(fields(json().get("distilled"))).isEqualTo(student);
      assertThat(fields(json().get("alone"))).isEqualTo(student);
    }

    @Test
    @DisplayName("with what was run")
    void settings() throws IOException {
      assertThat(json().get("backend").asText()).isEqualTo("reference");
      assertThat(json().get("device").asText()).isEqualTo("cpu");
      assertThat(json().get("seed").asLong()).isEqualTo(42);
      assertThat(json().get("dataset").toString())
          .isEqualTo("{\"name\":\"few\",\"train\":12,\"test\":10}");
      assertThat(json().get("temperature").asDouble()).isEqualTo(5);
      assertThat(json().get("alpha").asDouble()).isEqualTo(0.7);
      assertThat(json().get("batchSize").asInt()).isEqualTo(4);
    }

    @Test
    @DisplayName("with what came of it")
    void values() throws IOException {
      JsonNode teacher = json().get("teacher");
      JsonNode distilled = json().get("distilled");

      assertThat(teacher.get("parameters").asLong()).isEqualTo(535_818);
      assertThat(teacher.get("epochSeconds")).hasSize(2);
      assertThat(distilled.get("parameters").asLong()).isEqualTo(101_770);
      assertThat(distilled.get("bytes").asLong())
          .isEqualTo(Files.size(out.resolve("student.safetensors")));
      assertThat(distilled.get("epochSeconds")).hasSize(3);
      assertThat(distilled.get("epochLoss")).hasSize(3);
      assertThat(distilled.get("errors").asDouble())
          .isCloseTo(10 * (1 - distilled.get("accuracy").asDouble()), within(1e-9));
      assertThat(distilled.get("agreement").asDouble()).isBetween(0.0, 1.0);
      assertThat(distilled.get("klToTeacher").asDouble()).isPositive();
      assertThat(distilled.get("latencyMicrosP50").asDouble()).isPositive();
      assertThat(json().get("totalSeconds").asDouble()).isPositive();
    }
  }

  @Test
  @DisplayName("writes three weight files that can be read back, each with a manifest")
  void weights() {
    for (String name : List.of("teacher", "student", "alone")) {
      Path file = out.resolve(name + ".safetensors");
      long expected = name.equals("teacher") ? 535_818 : 101_770;
      assertThat(WeightsFile.read(file).size()).as(name).isEqualTo(expected);
      assertThat(WeightsFile.manifest(file)).exists();
    }
    assertThat(WeightsFile.read(out.resolve("student.safetensors")))
        .isNotEqualTo(WeightsFile.read(out.resolve("alone.safetensors")));
  }

  @Test
  @DisplayName("says what it does, then prints one table and where the results are")
  void text() {
    List<String> lines = text.lines().toList();

    assertThat(lines.get(0)).isEqualTo("few: 12 digits to learn from, 10 to measure on.");
    assertThat(lines.get(1)).endsWith(" on cpu.");
    assertThat(lines.get(2))
        .isEqualTo("Distilling with T 5.0 and alpha 0.7, the weight of the teacher's term.");
    assertThat(lines.subList(4, 12))
        .extracting(line -> line.substring(0, 20))
        .containsExactly(
            "teacher    epoch 1/2",
            "teacher    epoch 2/2",
            "distilled  epoch 1/3",
            "distilled  epoch 2/3",
            "distilled  epoch 3/3",
            "alone      epoch 1/3",
            "alone      epoch 2/3",
            "alone      epoch 3/3");
    assertThat(lines.subList(15, 26))
        .extracting(line -> line.replaceAll("  .*", ""))
        .containsExactly(
            "",
            "-".repeat(lines.get(16).length()),
            "accuracy",
            "errors of 10",
            "agreement with the teacher",
            "KL to the teacher, nats",
            "calibration error (ECE)",
            "parameters",
            "size on disk",
            "latency of 1 digit, p50",
            "latency of 4 digits, p50");
    assertThat(lines.get(15)).containsSubsequence("teacher", "distilled", "alone");
    assertThat(lines.get(22)).matches("parameters .* 535,818 +101,770 +101,770");
    assertThat(lines.get(27)).endsWith("Weights and result.json are in " + out + ".");
  }

  @Test
  @DisplayName("gives the same losses again, and when quiet prints nothing but the table")
  void repeated() {
    printed.reset();
    MnistResult again = run(Console.Mode.QUIET);

    assertThat(again.distilled().epochLoss()).isEqualTo(result.distilled().epochLoss());
    assertThat(again.alone().epochLoss()).isEqualTo(result.alone().epochLoss());
    assertThat(printed.toString(StandardCharsets.UTF_8)).hasLineCount(11);
  }

  @Nested
  @DisplayName("with digits held out")
  class HeldOut {
    @Test
    @DisplayName("trains on the others and keeps the epoch that is best on them")
    void plans() {
      printed.reset();
      MnistResult held =
          run(fewDigits().holdingOut(5), Console.Mode.PLAIN, out.resolveSibling("held-out"));

      assertThat(held.dataset()).isEqualTo(new MnistResult.DataResult("few", 7, 10));
      assertThat(plans.subList(plans.size() - 3, plans.size()))
          .allSatisfy(
              plan -> {
                assertThat(plan.training().size()).isEqualTo(7);
                assertThat(plan.validation().orElseThrow().size()).isEqualTo(5);
                assertThat(plan.keep()).isEqualTo(TrainingPlan.Keep.BEST);
              });
      assertThat(printed.toString(StandardCharsets.UTF_8))
          .contains("few: 7 digits to learn from", "5 more are held out");
    }

    @Test
    @DisplayName("refuses to hold out all of them, or fewer than none")
    void refused() {
      for (int digits : new int[] {12, -1}) {
        assertThatIllegalArgumentException()
            .isThrownBy(() -> fewDigits().holdingOut(digits))
            .withMessage(
                "There were "
                    + digits
                    + " digits to be held out, expected 0 to 11, as there are 12 to learn from.\n"
                    + "Maybe leave it out for none.");
      }
    }
  }
}
