package org.distill4j.examples.ensemble;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.distill4j.core.loss.DistillationLoss;
import org.distill4j.examples.trial.Benches;
import org.distill4j.examples.trial.Trials;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("On a few digits")
class EnsembleStudyTest {
  private static final DistillationLoss LOSS = DistillationLoss.of(4, 0.9);

  @Test
  @DisplayName("the student of an ensemble comes closer to it than the student of one member")
  void ensemble() {
    Trials trials = Benches.run(new EnsembleStudy(3, 15, LOSS));

    assertThat(trials.values("ensemble", Pupils.AGREEMENT)).containsExactly(1.0);
    assertThat(trials.values("ensemble", Pupils.DIVERGENCE).get(0)).isCloseTo(0, within(1e-6));
    assertThat(trials.values("one member", Pupils.ACCURACY)).hasSize(3);
    assertThat(trials.values(EnsembleStudy.OF_ENSEMBLE, Pupils.DIVERGENCE).get(0))
        .isLessThan(trials.values(EnsembleStudy.OF_ONE, Pupils.DIVERGENCE).get(0))
        .isLessThan(trials.values(EnsembleStudy.ALONE, Pupils.DIVERGENCE).get(0));
    assertThat(trials.values(EnsembleStudy.OF_LOGITS, Pupils.ACCURACY)).hasSize(1);
  }

  @Test
  @DisplayName("students teach on: an assistant, and two generations of born-again networks")
  void chain() {
    Trials trials = Benches.run(new ChainStudy(10, LOSS));

    assertThat(trials.csv().lines().map(line -> line.split(",0,", 2)[0]))
        .containsExactly(
            "model,seed,accuracy,crossEntropy,agreement,klToTeacher",
            "teacher",
            "student alone",
            "student of the teacher",
            "assistant",
            "student of the assistant",
            "\"mutual, first\"",
            "\"mutual, second\"",
            "large alone",
            "\"born-again, 1st generation\"",
            "\"born-again, 2nd generation\"",
            "both generations");
    assertThat(trials.values("born-again, 1st generation", Pupils.DIVERGENCE).get(0))
        .isLessThan(trials.values("large alone", Pupils.DIVERGENCE).get(0));
  }
}
