package org.distill4j.examples.letter;

import static org.assertj.core.api.Assertions.assertThat;

import org.distill4j.examples.trial.SmallStudies;
import org.distill4j.examples.trial.StudyResults;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The study of bits")
class BitsStudyTest {
  @Test
  @DisplayName("makes a student smaller in every way, and measures each")
  void run() {
    StudyResults results =
        SmallStudies.on(bench -> new BitsStudy(16, 800, 12, 4).run(bench, Letters.embedded(), 0));

    double whole = bytes(results, BitsStudy.FLOAT);
    assertThat(whole).isEqualTo(4.0 * (16 * 16 + 16 + 16 * 26 + 26));
    for (int bits : BitsStudy.BITS) {
      assertThat(bytes(results, BitsStudy.distilled(bits))).isLessThan(whole / 2);
      assertThat(results.values(BitsStudy.onLabels(bits), BitsStudy.ACCURACY)).hasSize(1);
    }
    assertThat(accuracy(results, BitsStudy.untrained(8)))
        .isGreaterThan(accuracy(results, BitsStudy.FLOAT) - 0.02);
    assertThat(accuracy(results, BitsStudy.distilled(3)))
        .isGreaterThan(accuracy(results, BitsStudy.untrained(3)));
    for (double share : BitsStudy.SHARES) {
      assertThat(bytes(results, BitsStudy.masked(share))).isLessThan(whole);
      assertThat(bytes(results, BitsStudy.withoutUnits(share)))
          .isEqualTo(bytes(results, BitsStudy.narrow(share)));
    }
  }

  private static double bytes(StudyResults results, String arm) {
    return results.values(arm, BitsStudy.BYTES).get(0);
  }

  private static double accuracy(StudyResults results, String arm) {
    return results.values(arm, BitsStudy.ACCURACY).get(0);
  }
}
