package org.distill4j.cli.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.Consumer;
import org.distill4j.model.Weights;
import org.distill4j.train.EpochReport;
import org.distill4j.train.LossValues;
import org.distill4j.train.TrainingEvent;
import org.distill4j.train.TrainingListener;
import org.distill4j.train.TrainingReport;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A console")
class ConsoleTest {
  private static String printed(Console.Mode mode, Consumer<Console> program) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    program.accept(new Console(new PrintStream(bytes, true, StandardCharsets.UTF_8), mode));
    return bytes.toString(StandardCharsets.UTF_8);
  }

  private static void train(Console console) {
    try (TrainingProgress progress = console.progress("teacher")) {
      tell(progress, Map.of("accuracy", 0.9125));
    }
  }

  private static void tell(TrainingListener listener, Map<String, Double> metrics) {
    LossValues loss = new LossValues(Map.of("total", 0.25));
    EpochReport first = new EpochReport(1, loss, metrics, Duration.ofMillis(1500));
    EpochReport second = new EpochReport(2, loss, metrics, Duration.ofMillis(1250));
    listener.on(new TrainingEvent.Started(2, 1, 64));
    listener.on(new TrainingEvent.EpochStarted(1));
    listener.on(new TrainingEvent.StepCompleted(1, 1, 64, 0.001, loss));
    listener.on(new TrainingEvent.EpochCompleted(first));
    listener.on(new TrainingEvent.EpochStarted(2));
    listener.on(new TrainingEvent.StepCompleted(2, 2, 64, 0.001, loss));
    listener.on(new TrainingEvent.EpochCompleted(second));
    TrainingReport report = new TrainingReport(Weights.of(Map.of()), List.of(first, second), 2);
    listener.on(new TrainingEvent.Completed(report, TrainingEvent.Reason.ALL_EPOCHS));
  }

  @Test
  @DisplayName("without a terminal prints a line for each epoch")
  void plain() {
    assertThat(printed(Console.Mode.PLAIN, ConsoleTest::train).lines())
        .containsExactly(
            "teacher    epoch 1/2  loss  0.2500   91.25 % right    1.5 s",
            "teacher    epoch 2/2  loss  0.2500   91.25 % right    1.3 s");
  }

  @Test
  @DisplayName("leaves out the accuracy where it was not measured")
  void unmeasured() {
    String printed =
        printed(
            Console.Mode.PLAIN,
            console -> {
              try (TrainingProgress progress = console.progress("student")) {
                tell(progress, Map.of());
              }
            });
    assertThat(printed.lines().findFirst())
        .contains("student    epoch 1/2  loss  0.2500                    1.5 s");
  }

  @Test
  @DisplayName("on a terminal draws one line again and again, and ends it")
  void live() {
    String printed = printed(Console.Mode.LIVE, ConsoleTest::train);

    assertThat(printed).endsWith(System.lineSeparator()).containsOnlyOnce("\n");
    assertThat(printed.substring(printed.lastIndexOf('\r') + 1))
        .startsWith("teacher    [============]  epoch 2/2  loss  0.2500   91.25 % right  ")
        .hasSizeLessThan(80);
  }

  private static void fill(Console console) {
    try (CacheProgress filling = console.filling("cache")) {
      for (int examples = 64; examples <= 1280; examples += 64) {
        filling.filled(examples, 1280);
      }
    }
  }

  @Test
  @DisplayName("without a terminal prints a line for each tenth of a cache")
  void plainFilling() {
    assertThat(printed(Console.Mode.PLAIN, ConsoleTest::fill).lines())
        .hasSize(10)
        .startsWith("cache      128 of 1,280 examples")
        .endsWith("cache      1,280 of 1,280 examples");
  }

  @Test
  @DisplayName("on a terminal counts the examples of a cache in one line, and ends it")
  void liveFilling() {
    String printed = printed(Console.Mode.LIVE, ConsoleTest::fill);

    assertThat(printed).endsWith(System.lineSeparator()).containsOnlyOnce("\n");
    assertThat(printed.substring(printed.lastIndexOf('\r') + 1))
        .startsWith("cache      1,280 of 1,280 examples");
  }

  @Test
  @DisplayName("that is quiet shows no filling")
  void quietFilling() {
    assertThat(printed(Console.Mode.QUIET, ConsoleTest::fill)).isEmpty();
  }

  @Test
  @DisplayName("on a terminal tells how far a teacher is asked before the first step")
  void asked() {
    String printed =
        printed(
            Console.Mode.LIVE,
            console -> {
              try (TrainingProgress progress = console.progress("student")) {
                progress.on(new TrainingEvent.Started(2, 10, 1280));
                progress.on(new TrainingEvent.TeacherAsked(0, 512, 1280));
                progress.on(new TrainingEvent.TeacherAsked(0, 1024, 1280));
              }
            });
    assertThat(printed).contains("student    its teacher is asked: 1,024 of 1,280 examples");
  }

  @Test
  @DisplayName("on a terminal ends the line of a training that is stopped")
  void cancelled() {
    String printed =
        printed(
            Console.Mode.LIVE,
            console -> {
              try (TrainingProgress progress = console.progress("teacher")) {
                progress.on(new TrainingEvent.Started(2, 10, 640));
              }
            });
    assertThat(printed)
        .contains("teacher    [            ]  epoch 0/2  loss       -")
        .endsWith(System.lineSeparator());
  }

  @Test
  @DisplayName("ends no line if there was no training")
  void nothing() {
    assertThat(printed(Console.Mode.LIVE, console -> console.progress("teacher").close()))
        .isEmpty();
  }

  @Test
  @DisplayName("that is quiet prints results alone")
  void quiet() {
    String printed =
        printed(
            Console.Mode.QUIET,
            console -> {
              console.say("on the way");
              train(console);
              console.result("the result");
            });
    assertThat(printed.lines()).containsExactly("the result");
  }

  @Test
  @DisplayName("is plain if nobody watches")
  void chosen() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    train(Console.of(new PrintStream(bytes, true, StandardCharsets.UTF_8)));

    assertThat(bytes.toString(StandardCharsets.UTF_8)).hasLineCount(2).doesNotContain("\r");
  }

  @Test
  @DisplayName("shows a huge loss in a narrow column")
  void hugeLoss() {
    TrainingProgressLine line =
        new TrainingProgressLine("teacher", 3, 10, 4.85e31, OptionalDouble.empty());

    assertThat(line.text(Duration.ofSeconds(61)))
        .isEqualTo("teacher    epoch  3/10  loss 4.9e+31                   61.0 s");
  }
}
