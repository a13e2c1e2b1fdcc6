package org.distill4j.jvm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.distill4j.backend.Session;
import org.distill4j.backend.SessionOptions;
import org.distill4j.core.model.Models;
import org.distill4j.core.run.ModelLearner;
import org.distill4j.model.Model;
import org.distill4j.optim.Adam;
import org.distill4j.program.StepInput;
import org.distill4j.train.Learner;
import org.distill4j.train.LearnerSpec;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@EnabledOnOs(OS.LINUX)
@DisplayName("Resident memory stays flat")
class MemoryTest {
  private static final Model MODEL = Models.mlp(64, 32, JavaTrainings.CLASSES);
  private static final LearnerSpec SPEC = JavaTrainings.spec(MODEL, Adam.of(1e-3));

  /** The resident memory of this process in KiB, as the system counts it. */
  private static long resident() throws IOException {
    try (var lines = Files.lines(Path.of("/proc/self/status"))) {
      String line = lines.filter(l -> l.startsWith("VmRSS:")).findFirst().orElseThrow();
      return Long.parseLong(line.replaceAll("\\D", ""));
    }
  }

  @Test
  @DisplayName("over 10,000 steps and predictions")
  void steps() throws IOException {
    StepInput step = JavaTrainings.step(MODEL, 16, 0);
    try (Learner learner = ModelLearner.open(ReferenceComparison.session(), SPEC)) {
      run(learner, step, 1_000);
      long before = resident();
      run(learner, step, 9_000);
      assertThat(resident()).isLessThan(before + before / 20);
    }
  }

  private static void run(Learner learner, StepInput step, int count) {
    for (int i = 0; i < count; i++) {
      learner.step(step);
      learner.predict(step.microBatches().get(0).batch().input());
    }
  }

  @Test
  @DisplayName("when sessions are opened and closed, and when nobody closes them")
  void sessions() throws IOException {
    StepInput step = JavaTrainings.step(MODEL, 16, 0);
    openAndForget(step, 200);
    long before = resident();
    openAndForget(step, 400);
    assertThat(resident()).isLessThan(before + before / 10);
  }

  private static void openAndForget(StepInput step, int count) {
    for (int i = 0; i < count; i++) {
      Session session = new JavaBackend().open(SessionOptions.defaults());
      ModelLearner.open(session, SPEC).step(step);
      if (i % 2 == 0) {
        session.close();
      }
    }
  }
}
