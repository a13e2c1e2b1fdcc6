package org.distill4j.core.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.distill4j.core.weights.WeightsFile;
import org.distill4j.model.Weights;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("slow")
@DisplayName("A training that is killed")
class KilledTrainingTest {
  private static final int KILLS = 50;
  private static final int LONGEST_MILLIS = 60;
  private static final int KILLED = 128 + 9;

  private final SplittableRandom random = new SplittableRandom(1);
  private final Path folders;

  KilledTrainingTest(@TempDir Path folders) {
    this.folders = folders;
  }

  @Test
  @DisplayName("at fifty random moments ends with the weights of one that is left alone")
  void killed() throws IOException, InterruptedException {
    Weights wanted = CheckpointedTrainings.train(KilledTraining.plan().build()).weights();
    int kills = 0;
    for (int training = 0; kills < KILLS; training++) {
      Path folder = folders.resolve("training-" + training);
      Path result = folders.resolve("weights-" + training + ".safetensors");
      boolean finished = false;
      while (!finished) {
        finished = run(folder, result, kills < KILLS);
        kills += finished ? 0 : 1;
      }
      assertThat(WeightsFile.read(result)).isEqualTo(wanted);
    }
  }

  /** Runs the program, and kills it some time after its first step; says whether it finished. */
  private boolean run(Path folder, Path result, boolean kill)
      throws IOException, InterruptedException {
    Process program = start(folder, result);
    try (BufferedReader steps = program.inputReader()) {
      if (kill && steps.readLine() != null) {
        program.waitFor(random.nextInt(LONGEST_MILLIS), TimeUnit.MILLISECONDS);
        // The handle, as the process itself would close what is read here.
        program.toHandle().destroyForcibly();
      }
      steps.transferTo(Writer.nullWriter());
    }
    int code = program.waitFor();
    assertThat(code).as(errors(folder)).isIn(0, kill ? KILLED : 0);
    return code == 0;
  }

  private Process start(Path folder, Path result) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-Xmx256m",
            "-cp",
            System.getProperty("java.class.path"),
            KilledTraining.class.getName(),
            folder.toString(),
            result.toString())
        .redirectError(errorFile(folder).toFile())
        .start();
  }

  private static Path errorFile(Path folder) {
    return folder.resolveSibling(folder.getFileName() + ".txt");
  }

  private static String errors(Path folder) throws IOException {
    return Files.readString(errorFile(folder));
  }
}
