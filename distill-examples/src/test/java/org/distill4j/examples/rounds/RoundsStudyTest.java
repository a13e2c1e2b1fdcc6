package org.distill4j.examples.rounds;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.distill4j.examples.trial.SmallStudies;
import org.distill4j.examples.trial.StudyResults;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("On a few digits")
class RoundsStudyTest {
  @Test
  @DisplayName("a student learns in rounds too")
  void rounds() {
    StudyResults results = SmallStudies.run(new RoundsStudy(2, 4, 24, 0.002));

    for (String model :
        List.of(RoundsStudy.ALONE, RoundsStudy.SAME_RATE, RoundsStudy.SCALED, RoundsStudy.KEPT)) {
      assertThat(results.values(model, RoundsStudy.AGREEMENT).get(0)).as(model).isGreaterThan(0.6);
    }
  }
}
