package org.distill4j.examples.paper;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Optional;
import org.distill4j.core.weights.WeightsFile;
import org.distill4j.examples.trial.SmallStudies;
import org.distill4j.examples.trial.StudyResults;
import org.distill4j.model.Weights;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("The paper's experiments on a few digits")
class PaperStudyTest {
  @Test
  @DisplayName("show that soft targets teach a digit that labels cannot, and keep the teacher")
  void missingDigit(@TempDir Path folder) {
    Path file = folder.resolve("teacher.safetensors");
    PaperSettings settings =
        new PaperSettings(
            EnumSet.of(PaperClaim.NO_3),
            EnumSet.allOf(TrainingTarget.class),
            TransferDigits.AS_IS,
            20,
            20,
            20,
            Optional.of(file));
    StudyResults trials = SmallStudies.run(new PaperStudy(settings, 64, 48));

    assertThat(trials.values("no 3: labels", PaperStudy.UNSEEN)).containsExactly(0.0);
    assertThat(trials.values("no 3: soft targets, bias by training", PaperStudy.UNSEEN))
        .singleElement()
        .satisfies(share -> assertThat(share).isGreaterThan(0.2));
    assertThat(trials.values("no 3: soft targets, bias by test", PaperStudy.ERRORS).get(0))
        .isLessThanOrEqualTo(trials.values("no 3: soft targets", PaperStudy.ERRORS).get(0));
    assertThat(trials.values("no 3: soft targets, bias by test", PaperStudy.OFFSET)).hasSize(1);
    Weights taught = WeightsFile.read(file);
    StudyResults again = SmallStudies.run(new PaperStudy(settings, 64, 48));
    assertThat(again.csv()).isEqualTo(trials.csv());
    assertThat(WeightsFile.read(file)).isEqualTo(taught);
  }

  @Test
  @DisplayName(
      "can show jittered digits, other ones in each epoch, and the same from the same seed")
  void jittered() {
    PaperSettings settings =
        new PaperSettings(
            EnumSet.of(PaperClaim.ONLY_7_8),
            EnumSet.of(TrainingTarget.SOFT_TARGETS),
            TransferDigits.JITTERED,
            3,
            3,
            20,
            Optional.empty());
    StudyResults trials = SmallStudies.run(new PaperStudy(settings, 32, 24));

    assertThat(trials.values("only 7, 8: soft targets", PaperStudy.ERRORS)).hasSize(1);
    assertThat(trials.values("only 7, 8: labels", PaperStudy.ERRORS)).isEmpty();
    assertThat(SmallStudies.run(new PaperStudy(settings, 32, 24)).csv()).isEqualTo(trials.csv());
  }
}
