package org.distill4j.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("The numbers of a network")
class MetricFormatTest {
  private static final Map<String, Double> NUMBERS =
      Map.of(
          "accuracy", 0.93491,
          "parameters", 101_770.0,
          "hiddenUnits", 128.0,
          "deadUnits", 8.0,
          "latencyOneP50Micros", 6.883,
          "latencyManyP50Micros", 1234.56);

  @ParameterizedTest(name = "{0} is {1}")
  @CsvSource({
    "accuracy, 0.9349",
    "parameters, '101,770'",
    "deadUnits, 6.3 %",
    "latencyOneP50Micros, 6.9",
    "latencyManyP50Micros, '1,234.6'",
    "agreement, -"
  })
  void written(String name, String text) {
    assertThat(MetricFormat.text(name, NUMBERS)).isEqualTo(text);
  }
}
