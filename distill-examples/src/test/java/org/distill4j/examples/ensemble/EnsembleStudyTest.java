package org.distill4j.examples.ensemble;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.distill4j.core.loss.DistillationLoss;
import org.distill4j.examples.trial.SmallStudies;
import org.distill4j.examples.trial.StudyResults;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("On a few digits")
class EnsembleStudyTest {
  private static final DistillationLoss LOSS = DistillationLoss.of(4, 0.9);

  @Test
  @DisplayName("the student of an ensemble comes closer to it than the student alone")
  void ensemble() {
    StudyResults trials = SmallStudies.run(new EnsembleStudy(3, 24, LOSS));

    assertThat(trials.values("ensemble", StudentRuns.AGREEMENT)).containsExactly(1.0);
    assertThat(trials.values("ensemble", StudentRuns.DIVERGENCE).get(0)).isCloseTo(0, within(1e-6));
    assertThat(trials.values("one member", StudentRuns.ACCURACY)).hasSize(3);
    assertThat(trials.values(EnsembleStudy.OF_ENSEMBLE, StudentRuns.DIVERGENCE).get(0))
        .isLessThan(trials.values(EnsembleStudy.ALONE, StudentRuns.DIVERGENCE).get(0));
    assertThat(trials.values(EnsembleStudy.ALONE_SHIFTED, StudentRuns.ACCURACY)).hasSize(1);
    assertThat(trials.values(EnsembleStudy.OF_ONE, StudentRuns.ACCURACY)).hasSize(1);
    assertThat(trials.values(EnsembleStudy.OF_LOGITS, StudentRuns.ACCURACY)).hasSize(1);
  }

  @Test
  @DisplayName("students teach on: an assistant, and two generations of born-again networks")
  void chain() {
    StudyResults trials = SmallStudies.run(new ChainStudy(10, LOSS));

    assertThat(trials.csv().lines().map(line -> line.split(",0,", 2)[0]))
        .containsExactly(
            "model,seed,accuracy,crossEntropy,agreement,klToTeacher",
            "teacher",
            "student alone",
            "\"student alone, shifted digits\"",
            "student of the teacher",
            "assistant",
            "student of the assistant",
            "\"mutual, first\"",
            "\"mutual, second\"",
            "\"large alone, shifted digits\"",
            "\"born-again, 1st generation\"",
            "\"born-again, 2nd generation\"",
            "both generations");
    assertThat(trials.values("born-again, 1st generation", StudentRuns.DIVERGENCE).get(0))
        .isLessThan(trials.values(ChainStudy.LARGE_ALONE, StudentRuns.DIVERGENCE).get(0));
  }
}
