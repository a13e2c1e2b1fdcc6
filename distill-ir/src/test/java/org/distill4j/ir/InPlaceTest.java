package org.distill4j.ir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.distill4j.ir.Leaves.variable;

import java.util.List;
import java.util.Map;
import org.distill4j.tensor.Composite;
import org.distill4j.tensor.Tensor;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Variables that a composite may change in place")
class InPlaceTest {
  private static final Tensor WEIGHT = variable("w", 2);
  private static final Tensor MEMORY = variable("m", 2);

  /** New values of parameter and memory, from parameter, gradient and memory. */
  private static List<Tensor> step(Tensor parameter, Tensor gradient, Tensor memory) {
    return Composite.apply(
        "momentum",
        Map.of(),
        List.of(parameter, gradient, memory),
        in -> List.of(in.get(0).sub(in.get(2)), in.get(2).add(in.get(1))));
  }

  private static Map<?, InPlace> among(Map<String, Tensor> updates) {
    return InPlace.among(new Program(List.of(), 0, Map.of(), updates), Map.of("momentum", 1));
  }

  @Test
  @DisplayName("are those whose next values are all of its results")
  void all() {
    List<Tensor> next = step(WEIGHT, MEMORY.exp(), MEMORY);
    Map<?, InPlace> found = among(Map.of("w", next.get(0), "m", next.get(1)));
    assertThat(found.values())
        .singleElement()
        .satisfies(
            update -> {
              assertThat(update.name()).isEqualTo("momentum");
              assertThat(update.variables()).containsExactly(0, 2);
              assertThat(update.names()).containsExactly("w", "m");
              assertThat(update.written()).containsExactly(WEIGHT, MEMORY);
            });
  }

  @Test
  @DisplayName("are told from a gradient that is one of them")
  void gradient() {
    for (Tensor gradient : List.of(WEIGHT, MEMORY)) {
      List<Tensor> next = step(WEIGHT, gradient, MEMORY);
      Map<?, InPlace> found = among(Map.of("w", next.get(0), "m", next.get(1)));
      assertThat(found.values())
          .singleElement()
          .satisfies(update -> assertThat(update.variables()).containsExactly(0, 2));
    }
  }

  @Test
  @DisplayName("are none where a result goes elsewhere, or comes from another variable")
  void elsewhere() {
    List<Tensor> next = step(WEIGHT, MEMORY.exp(), MEMORY);
    assertThat(among(Map.of("w", next.get(0)))).isEmpty();
    assertThat(among(Map.of("w", next.get(0), "n", next.get(1)))).isEmpty();
    assertThat(among(Map.of("w", next.get(1), "m", next.get(0)))).isEmpty();
    List<Tensor> from = step(MEMORY.exp(), WEIGHT, MEMORY);
    assertThat(among(Map.of("w", from.get(0), "m", from.get(1)))).isEmpty();
    List<Tensor> computed = step(WEIGHT.exp(), MEMORY, MEMORY);
    assertThat(among(Map.of("w", computed.get(0), "m", computed.get(1)))).isEmpty();
  }
}
