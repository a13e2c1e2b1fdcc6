package org.distill4j.examples.trial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

@DisplayName("A study's numbers")
class StudyResultsTest {
  private static final StudyColumn ACCURACY =
      new StudyColumn("accuracy", "accuracy", StudyColumn.Unit.PERCENT);
  private static final StudyColumn ERRORS =
      new StudyColumn("errors", "errors", StudyColumn.Unit.COUNT);

  private final StudyResults trials = new StudyResults(ACCURACY, ERRORS);

  StudyResultsTest() {
    trials.add("teacher", 0, Map.of("accuracy", 0.95, "errors", 1050.0));
    trials.add("student", 0, Map.of("accuracy", 0.9));
    trials.add("student", 1, Map.of("accuracy", 0.92, "errors", Double.NaN));
  }

  @Test
  @DisplayName("become a table of means and standard deviations")
  void table() {
    assertThat(trials.table().lines())
        .containsExactly(
            "                accuracy   errors",
            "---------------------------------",
            "teacher          95.00 %    1,050",
            "student   91.00 ± 1.41 %        -");
  }

  @Test
  @DisplayName("are compared seed by seed, with the interval of the mean difference")
  void compared() {
    for (int seed = 0; seed < 3; seed++) {
      trials.add("other", seed, Map.of("accuracy", 0.91 + 0.01 * seed));
      trials.add("better", seed, Map.of("accuracy", 0.92 + 0.02 * seed));
    }

    // Differences of 1, 2 and 3 points, by Student's t of two degrees: 4.3027 / sqrt(3); and of -1
    // and 0 points, by that of one: 12.706 / 2.
    assertThat(trials.comparedWith("other").table().lines().skip(6))
        .containsExactly(
            "beside \"other\", seed by seed         accuracy   errors",
            "------------------------------------------------------",
            "teacher                               +4.00 %        -",
            "student                        -0.50 ± 6.35 %        -",
            "better                         +2.00 ± 2.48 %        -");
  }

  @Test
  @DisplayName("become a file that holds each seed")
  void csv() {
    assertThat(trials.csv())
        .isEqualTo(
            """
            model,seed,accuracy,errors
            teacher,0,0.95,1050.0
            student,0,0.9,
            student,1,0.92,
            """);
  }

  @Test
  @DisplayName("are quoted in the file where a name holds a comma")
  void quoted() {
    trials.add("student, \"corrected\"", 2, Map.of());

    assertThat(trials.csv()).endsWith("\"student, \"\"corrected\"\"\",2,,\n");
  }

  @Test
  @DisplayName("can be asked for")
  void values() {
    assertThat(trials.values("student", ACCURACY)).containsExactly(0.9, 0.92);
    assertThat(trials.values("student", ERRORS)).isEmpty();
  }

  @Nested
  @DisplayName("in a sample")
  class InSample {
    @Test
    @DisplayName("have a mean and, with n - 1 in the denominator, a standard deviation")
    void moments() {
      RepeatedMeasurement sample = new RepeatedMeasurement(List.of(2.0, 4.0, 4.0, 6.0));

      assertThat(sample.mean()).isEqualTo(4);
      assertThat(sample.deviation()).isCloseTo(Math.sqrt(8 / 3.0), within(1e-12));
    }

    @Test
    @DisplayName("have no standard deviation when there is one alone")
    void single() {
      assertThat(new RepeatedMeasurement(List.of(2.0)).deviation()).isNaN();
    }

    @Test
    @DisplayName("must be some")
    void none() {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> new RepeatedMeasurement(List.of()))
          .withMessage(
              "A sample of no values, expected at least one.\nMaybe nothing was measured.");
    }
  }
}
