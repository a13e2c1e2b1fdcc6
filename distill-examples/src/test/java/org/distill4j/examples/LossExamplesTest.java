package org.distill4j.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.distill4j.backend.Backends;
import org.distill4j.backend.Session;
import org.distill4j.backend.SessionOptions;
import org.distill4j.core.data.Subset;
import org.distill4j.core.model.Models;
import org.distill4j.core.model.TappedModel;
import org.distill4j.core.teacher.ModelTeacher;
import org.distill4j.core.train.SessionTrainer;
import org.distill4j.data.Dataset;
import org.distill4j.examples.mnist.Mnist;
import org.distill4j.loss.Loss;
import org.distill4j.model.Mode;
import org.distill4j.model.Model;
import org.distill4j.model.Weights;
import org.distill4j.optim.Adam;
import org.distill4j.pages.MethodsOnPage;
import org.distill4j.program.Recorder;
import org.distill4j.train.LossValues;
import org.distill4j.train.TrainingPlan;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The page of losses")
class LossExamplesTest {
  private static final Path PAGE = Path.of("..", "docs", "losses.md");
  private static final Path CODE =
      Path.of("src/main/java/org/distill4j/examples/LossExamples.java");
  private static final Path LOSSES =
      Path.of("..", "distill-core/src/main/java/org/distill4j/core/loss");
  private static final Model LARGE = Models.mlp(784, 512, 256, 10);
  private static final Model STUDENT = Models.mlp(784, 128, 10);

  private final Dataset digits = Subset.range(Mnist.embedded().train().flat(), 0, 40);

  @Test
  @DisplayName("shows code that the build compiles")
  void code() throws IOException {
    MethodsOnPage.requireShown(CODE, PAGE);
  }

  @Test
  @DisplayName("names every loss that there is")
  void complete() throws IOException {
    String page = Files.readString(PAGE);
    try (Stream<Path> files = Files.list(LOSSES)) {
      for (Path file : files.filter(LossExamplesTest::isPublicLoss).toList()) {
        String name = String.valueOf(file.getFileName()).replace(".java", "");
        assertThat(page).contains("`" + name + "`");
      }
    }
  }

  private static boolean isPublicLoss(Path file) {
    try {
      String text = Files.readString(file);
      return text.contains("implements Loss") && text.contains("\npublic ");
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Test
  @DisplayName("shows losses that train")
  void trains() {
    try (Session session = Backends.find().choose().open(SessionOptions.defaults())) {
      Weights taught = Recorder.forward(LARGE, Mode.TRAINING, 1).initialWeights(1);
      for (Loss loss :
          List.of(LossExamples.sum(), LossExamples.standardized(), LossExamples.custom())) {
        TrainingPlan plan =
            TrainingPlan.of(STUDENT, digits)
                .teacher(ModelTeacher.of(session, TappedModel.of(LARGE, "relu2"), taught))
                .loss(loss)
                .optimizer(Adam.of(1e-3))
                .build();
        assertThat(losses(session, plan).isFinite()).isTrue();
      }
      LossValues hint = losses(session, LossExamples.hint(session, LARGE, taught, STUDENT, digits));
      assertThat(hint.asMap().keySet())
          .containsExactly("total", "kd", "kd.soft", "kd.hard", "hint");
    }
  }

  private static LossValues losses(Session session, TrainingPlan plan) {
    return new SessionTrainer(session).train(plan).epochs().get(0).loss();
  }
}
