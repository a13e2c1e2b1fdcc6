package org.distill4j.cli.kind;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Numbers as people write them")
class NumberTextsTest {
  @ParameterizedTest
  @CsvSource({"10, 10", "10.0, 10", "1e1, 10", "1_000, 1000", "-2.50e1, -25", "+7, 7"})
  @DisplayName("are whole where nothing follows the point")
  void whole(String text, long wanted) {
    assertThat(NumberTexts.whole(text)).contains(wanted);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"10.5", "1e-1", "1e99", "1e999999999", "1e-999999999", "0x10", "ten", "", "1,0"})
  @DisplayName("and not otherwise")
  void notWhole(String text) {
    assertThat(NumberTexts.whole(text)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"0.001, 0.001", ".5, 0.5", "1e-3, 0.001", "1_000.5, 1000.5", "3., 3"})
  @DisplayName("have a point")
  void number(String text, double wanted) {
    assertThat(NumberTexts.number(text)).contains(wanted);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1f", "0x1p3", "NaN", "Infinity", "1e400", "0,001", "_1", "--1"})
  @DisplayName("and nothing else that Java would take")
  void noNumber(String text) {
    assertThat(NumberTexts.number(text)).isEmpty();
  }

  @Test
  @DisplayName("have a way out where they are none")
  void advice() {
    assertThat(NumberTexts.advice("0,001")).contains("write 0.001, with a point");
    assertThat(NumberTexts.advice("1,500")).contains("write 1.500, with a point, or 1500");
    assertThat(NumberTexts.advice("60 000")).contains("write 60000");
    assertThat(NumberTexts.advice("1,000,000")).contains("write 1000000");
    assertThat(NumberTexts.advice("ten")).isEmpty();
  }
}
