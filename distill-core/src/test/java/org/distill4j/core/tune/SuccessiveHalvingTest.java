package org.distill4j.core.tune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.distill4j.core.tune.SuccessiveHalving.Rung;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A search's plan")
class SuccessiveHalvingTest {
  @Test
  @DisplayName("trains a part of the candidates longer, by hand")
  void rungs() {
    SuccessiveHalving halving = new SuccessiveHalving(12, 2, 3, 20);
    assertThat(halving.rungs())
        .containsExactly(new Rung(12, 2), new Rung(4, 6), new Rung(2, 18), new Rung(1, 20));
    assertThat(halving.totalEpochs()).isEqualTo(12 * 2 + 4 * 4 + 2 * 12 + 2);
  }

  @Test
  @DisplayName("trains all that are left to the end where epochs are few")
  void fewEpochs() {
    assertThat(new SuccessiveHalving(9, 2, 2, 3).rungs())
        .containsExactly(new Rung(9, 2), new Rung(5, 3));
    assertThat(new SuccessiveHalving(1, 1, 2, 5).rungs()).containsExactly(new Rung(1, 5));
    assertThat(new SuccessiveHalving(3, 4, 2, 4).rungs()).containsExactly(new Rung(3, 4));
  }

  @Test
  @DisplayName("refuses numbers out of range")
  void refuses() {
    assertThatThrownBy(() -> new SuccessiveHalving(4, 5, 2, 4))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("from 5 epochs to 4, expected", "Maybe 12 candidates");
  }

  @Test
  @DisplayName("draws settings without repetition, the same from a seed")
  void draws() {
    SearchSpace space = SearchSpace.of(List.of(1.0, 4.0), List.of(0.5, 0.9), List.of(1e-3));
    assertThat(space.size()).isEqualTo(4);
    List<TrialSettings> all = space.draw(10, 3);
    assertThat(all).hasSize(4).doesNotHaveDuplicates();
    assertThat(space.draw(2, 3)).isEqualTo(all.subList(0, 2));
    assertThat(all)
        .contains(
            new TrialSettings(Map.of("temperature", 4.0, "alpha", 0.9, "learningRate", 1e-3)));
    assertThatThrownBy(() -> all.get(0).get("epsilon"))
        .hasMessageContaining("no number \"epsilon\", expected one of [temperature, alpha");
    assertThatThrownBy(() -> SearchSpace.of(List.of(), List.of(1.0), List.of(1.0)))
        .hasMessageContaining("expected at least one number", "Maybe a list is empty.");
  }
}
