package org.distill4j.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.TensorSpec;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

@DisplayName("Weights")
class WeightsTest {
  private static final Initializer UNIFORM =
      (values, shape, random) -> {
        for (int i = 0; i < values.length; i++) {
          values[i] = random.nextFloat();
        }
      };

  private static final HostTensor TWO = HostTensor.ofFloats(Shape.of(2), 1, 2);
  private static final HostTensor THREE = HostTensor.ofFloats(Shape.of(3), 3, 4, 5);

  private static float[] draw(String name, long seed) {
    ParameterSpec spec = new ParameterSpec(name, Shape.of(100), UNIFORM);
    return Weights.initial(List.of(spec), seed).get(name).toFloatArray();
  }

  private static Weights twoAndThree() {
    Map<String, HostTensor> tensors = new LinkedHashMap<>();
    tensors.put("two", TWO);
    tensors.put("three", THREE);
    return Weights.of(tensors);
  }

  @Nested
  @DisplayName("at first")
  class Initial {
    @Test
    @DisplayName("are the same for the same seed and name")
    void repeat() {
      assertThat(draw("dense1.weight", 7)).isEqualTo(draw("dense1.weight", 7));
    }

    @Test
    @DisplayName("of neighbouring seeds share no values, not even shifted")
    void neighbouringSeeds() {
      assertThat(draw("dense1.weight", 1)).doesNotContain(draw("dense1.weight", 2));
    }

    @Test
    @DisplayName("of two names share no values")
    void names() {
      assertThat(draw("dense1.weight", 1)).doesNotContain(draw("dense2.weight", 1));
    }

    @Test
    @DisplayName("of one layer stay as they are when another layer is added")
    void independentOfNeighbours() {
      ParameterSpec first = new ParameterSpec("a", Shape.of(2, 3), UNIFORM);
      ParameterSpec second = new ParameterSpec("b", Shape.of(4), UNIFORM);
      Weights both = Weights.initial(List.of(first, second), 3);
      assertThat(Weights.initial(List.of(second), 3).get("b")).isEqualTo(both.get("b"));
    }

    @Test
    @DisplayName("can be one constant")
    void constant() {
      ParameterSpec spec = new ParameterSpec("a", Shape.of(3), Initializer.constant(0.5));
      assertThat(Weights.initial(List.of(spec), 0).get("a").toFloatArray())
          .containsExactly(0.5f, 0.5f, 0.5f);
    }
  }

  @Test
  @DisplayName("keep their order and count all their values")
  void orderAndSize() {
    assertThat(twoAndThree().names()).containsExactly("two", "three");
    assertThat(twoAndThree().size()).isEqualTo(5);
  }

  @Test
  @DisplayName("give a part in the order that was asked for")
  void only() {
    assertThat(twoAndThree().only(List.of("three", "two")).names()).containsExactly("three", "two");
  }

  @Test
  @DisplayName("are overlaid by others of the same name")
  void and() {
    Weights others = Weights.of(Map.of("two", HostTensor.ofFloats(Shape.of(2), 8, 9)));
    assertThat(twoAndThree().and(others).get("two").toFloatArray()).containsExactly(8, 9);
    assertThat(twoAndThree().and(others).get("three")).isEqualTo(THREE);
  }

  @Test
  @DisplayName("are equal if names and bits are")
  void equality() {
    assertThat(twoAndThree()).isEqualTo(twoAndThree()).hasSameHashCodeAs(twoAndThree());
    assertThat(twoAndThree()).isNotEqualTo(Weights.of(Map.of("two", TWO)));
    assertThat(twoAndThree()).hasToString("Weights{two=(2), three=(3)}");
  }

  @Test
  @DisplayName("list their names when one is missing")
  void missing() {
    assertThatThrownBy(() -> twoAndThree().get("four"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "There is no weight named \"four\", expected one of [two, three].\n"
                + "Maybe the name is misspelt or belongs to another model.");
  }

  @Test
  @DisplayName("are given to networks that have such arrays, and refused by others")
  void among() {
    Map<String, TensorSpec> owned = new LinkedHashMap<>();
    owned.put("two", TensorSpec.floats(2));
    assertThatThrownBy(() -> twoAndThree().requireAmong(owned))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("There is no weight named \"three\", expected one of [two].");

    owned.put("three", TensorSpec.floats(4));
    owned.put("four", TensorSpec.floats(4));
    assertThatThrownBy(() -> twoAndThree().requireAmong(owned))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Weight \"three\" is FLOAT32(3), expected FLOAT32(4).\n"
                + "Maybe the weights are of a network of another width.");

    owned.put("three", TensorSpec.floats(3));
    assertThatNoException().isThrownBy(() -> twoAndThree().requireAmong(owned));
  }

  @Test
  @DisplayName("refuse integers")
  void integers() {
    Map<String, HostTensor> ids = Map.of("ids", HostTensor.ofInts(Shape.of(1), 3));
    assertThatThrownBy(() -> Weights.of(ids))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Weight ids is INT32(1), expected FLOAT32.\n"
                + "Maybe the file holds something else than weights.");
  }
}
