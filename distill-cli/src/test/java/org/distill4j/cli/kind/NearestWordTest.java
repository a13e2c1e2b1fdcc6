package org.distill4j.cli.kind;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The nearest word")
class NearestWordTest {
  @Test
  @DisplayName("is the one with the least letters to change")
  void distance() {
    assertThat(NearestWord.distance("kitten", "sitting")).isEqualTo(3);
    assertThat(NearestWord.distance("batch_size", "batch-size")).isZero();
    assertThat(NearestWord.find("bach-size", List.of("epochs", "batch-size")))
        .contains("batch-size");
  }

  @Test
  @DisplayName("is none if all are far away")
  void none() {
    assertThat(NearestWord.find("xyz", List.of("epochs", "batch-size"))).isEmpty();
  }
}
