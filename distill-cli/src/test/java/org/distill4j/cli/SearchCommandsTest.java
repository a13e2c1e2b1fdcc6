package org.distill4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.distill4j.cli.console.Interrupts;
import org.distill4j.cli.run.Samples;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("The searches")
class SearchCommandsTest {
  @TempDir private Path folder = Path.of("");
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private int run(String... args) {
    out.reset();
    err.reset();
    return Distill.run(stream(out), stream(err), Interrupts.none(), args);
  }

  private static PrintStream stream(ByteArrayOutputStream bytes) {
    return new PrintStream(bytes, true, StandardCharsets.UTF_8);
  }

  private String config() throws IOException {
    return Files.writeString(folder.resolve("run.yaml"), Samples.in(folder, Samples.PLAIN))
        .toString();
  }

  @Test
  @DisplayName("tune tries settings, tells the best, and gives the same again when resumed")
  void tune() throws IOException {
    String[] command = {
      "tune",
      "-c",
      config(),
      "--temperatures=1,4",
      "--alphas=0.5,0.9",
      "--rate-factors=0.001,1",
      "--candidates=6",
      "--factor=2",
      "--held-out=0.25",
      "--plain"
    };
    assertThat(run(command)).as(err.toString(StandardCharsets.UTF_8)).isZero();
    String printed = out.toString(StandardCharsets.UTF_8);
    assertThat(printed)
        .contains("teacher    epoch 3/3")
        .contains("Tries 6 of 8 combinations, 11 epochs in all, by accuracy on held-out examples.")
        .contains("after 1 epochs: ", "after 3 epochs: ", "The best settings are {temperature=");
    Path tune = folder.resolve("out").resolve("tune");
    assertThat(tune.resolve("tune.json"))
        .content()
        .contains("\"format\" : \"distill4j-tuning-1\"", "\"rateFactor\" : 1.0");
    assertThat(tune.resolve("tune.html"))
        .content()
        .contains("<h2>Settings</h2>", "default-src 'none'", "<td>0.001</td>");
    assertThat(tune).isDirectoryContaining("glob:**/best.safetensors");

    String before = Files.readString(tune.resolve("tune.json"));
    assertThat(run(command)).as(err.toString(StandardCharsets.UTF_8)).isZero();
    assertThat(tune.resolve("tune.json")).hasContent(before);
  }

  @Test
  @DisplayName("tune needs something to try, and a loss that has it")
  void nothing() throws IOException {
    assertThat(run("tune", "-c", config())).isEqualTo(2);
    assertThat(err.toString(StandardCharsets.UTF_8))
        .contains("Nothing is to be tried, expected --temperatures, --alphas or --rate-factors.");

    String plain =
        Samples.in(folder, Samples.PLAIN)
            .replaceFirst("(?s)  loss:\\s+distillation: \\{[^}]*}", "  loss: cross-entropy");
    String file = Files.writeString(folder.resolve("labels.yaml"), plain).toString();
    assertThat(run("tune", "-c", file, "--alphas=0.5")).isEqualTo(2);
    assertThat(err.toString(StandardCharsets.UTF_8))
        .contains("The run's loss is CrossEntropyLoss, expected distillation");
  }

  @Test
  @DisplayName("size names the smallest student that is good enough, with the curve in a report")
  void size() throws IOException {
    assertThat(
            run(
                "size",
                "-c",
                config(),
                "--student",
                "{mlp: [16, 8, 3]}",
                "--student={mlp: [16, 3]}",
                "--wanted=0.1",
                "--held-out=0.25",
                "--plain"))
        .as(err.toString(StandardCharsets.UTF_8))
        .isZero();
    assertThat(out.toString(StandardCharsets.UTF_8))
        .contains("mlp-16-8-3", "The smallest student with accuracy 0.1000 is mlp-16-3.");
    Path size = folder.resolve("out").resolve("size");
    assertThat(size.resolve("size.json"))
        .content()
        .contains("\"smallest\" : \"mlp-16-3\"", "\"parameters\" : 51");
    assertThat(size.resolve("size.html")).content().contains("<svg role=\"img\"", "mlp-16-8-3");

    assertThat(run("size", "-c", config(), "--student={mpl: [16, 3]}", "--wanted=1")).isEqualTo(2);
    assertThat(err.toString(StandardCharsets.UTF_8)).contains("--student:1", "mlp");
  }

  private String recipe(String training) throws IOException {
    String yaml =
        Samples.in(folder, Samples.PLAIN)
            .replaceFirst("(?s)\ntraining:.*?\nmetrics", "\ntraining:\n" + training + "\nmetrics");
    return Files.writeString(folder.resolve("recipe.yaml"), yaml).toString();
  }

  @Test
  @DisplayName("take a recipe in place of optimizer and loss, as train does")
  void recipes() throws IOException {
    String config =
        recipe(
            "  recipe: {patient: {epochs: 4, batch-size: 8, temperature: 2, learning-rate: 0.02}}");
    assertThat(run("train", "-c", config, "--plain"))
        .as(err.toString(StandardCharsets.UTF_8))
        .isZero();
    assertThat(out.toString(StandardCharsets.UTF_8)).contains("student    epoch 4/4");

    assertThat(run("train", "-c", config, "--print-java")).isZero();
    assertThat(out.toString(StandardCharsets.UTF_8))
        .contains("Recipes.patient()", ".withTemperature(2", ".plan(student, teacher, train, 0)");

    assertThat(run("tune", "-c", config, "--alphas=0.5,0.9", "--rate-factors=0.1,1", "--plain"))
        .as(err.toString(StandardCharsets.UTF_8))
        .isZero();
    assertThat(out.toString(StandardCharsets.UTF_8)).contains("Tries 4 of 4 combinations");
  }

  @Test
  @DisplayName("take as many epochs as train does, where each goes over copies of the examples")
  void copies() throws IOException {
    String config =
        recipe(
            "  recipe: {patient: {epochs: 4, batch-size: 8}}\n"
                + "  augmentation: {noise: 0.1}\n  augmented-copies: 2");
    assertThat(run("train", "-c", config, "--plain"))
        .as(err.toString(StandardCharsets.UTF_8))
        .isZero();
    assertThat(out.toString(StandardCharsets.UTF_8)).contains("student    epoch 2/2");

    assertThat(run("tune", "-c", config, "--alphas=0.5,0.9", "--plain"))
        .as(err.toString(StandardCharsets.UTF_8))
        .isZero();
    assertThat(out.toString(StandardCharsets.UTF_8))
        .contains(" after 2 epochs: ")
        .doesNotContain(" after 4 epochs: ");
  }

  @Test
  @DisplayName("refuse what a recipe has of its own, and a training that has neither")
  void wrongRecipes() throws IOException {
    assertThat(run("train", "-c", recipe("  recipe: brief\n  epochs: 3\n  optimizer: {adam: 0.1}")))
        .isEqualTo(2);
    assertThat(err.toString(StandardCharsets.UTF_8))
        .contains("training: has optimizer, epochs beside a recipe, expected the recipe alone.");
    assertThat(run("train", "-c", recipe("  optimizer: {adam: 0.1}"))).isEqualTo(2);
    assertThat(err.toString(StandardCharsets.UTF_8))
        .contains("training lacks the key \"loss\", expected what is made small", "or a recipe.");
  }
}
