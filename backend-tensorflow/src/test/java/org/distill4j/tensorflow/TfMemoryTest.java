package org.distill4j.tensorflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.distill4j.backend.Session;
import org.distill4j.backend.SessionOptions;
import org.distill4j.core.run.ModelLearner;
import org.distill4j.model.Model;
import org.distill4j.optim.Adam;
import org.distill4j.program.StepInput;
import org.distill4j.train.Learner;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The memory that TensorFlow holds")
class TfMemoryTest {
  private static final Path STATUS = Path.of("/proc/self/status");

  @Test
  @DisplayName("stays the same over 10,000 steps and predictions")
  void staysFlat() throws IOException {
    assumeTrue(Files.exists(STATUS), "resident memory is read from /proc");
    Model model = Jobs.mlp();
    StepInput[] steps = new StepInput[16];
    for (int i = 0; i < steps.length; i++) {
      steps[i] = Jobs.step(model, 8, i, i % 4 == 0 ? 4 : 8);
    }
    try (Session session = new TfBackend().open(SessionOptions.defaults());
        Learner learner = ModelLearner.open(session, Jobs.spec(model, Adam.of(1e-3)))) {
      run(learner, steps, 1_000);
      long before = resident();
      run(learner, steps, 9_000);
      assertThat(resident()).isLessThan(before + before / 20);
    }
  }

  private static void run(Learner learner, StepInput[] steps, int count) {
    for (int i = 0; i < count; i++) {
      learner.step(steps[i % steps.length]);
      learner.predict(steps[i % steps.length].microBatches().get(0).batch().input());
    }
  }

  private static long resident() throws IOException {
    return Files.readAllLines(STATUS).stream()
        .filter(line -> line.startsWith("VmRSS"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
        .findFirst()
        .orElseThrow();
  }
}
