package org.distill4j.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Map;
import org.distill4j.model.Initializer;
import org.distill4j.model.ParameterSpec;
import org.distill4j.tensor.Shape;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

@DisplayName("Optimizers")
class OptimizersTest {
  private static final Schedule RATE = Schedule.constant(0.1);

  @Nested
  @DisplayName("such as SGD")
  class Descent {
    @Test
    @DisplayName("keep a velocity only with momentum")
    void slots() {
      assertThat(Sgd.of(0.1).slots()).isEmpty();
      assertThat(Sgd.of(0.1).withMomentum(0.9).slots()).containsExactly("velocity");
    }

    @Test
    @DisplayName("are changed one value at a time")
    void changes() {
      assertThat(Sgd.of(0.1).withWeightDecay(0.01).withNesterov(0.9))
          .isEqualTo(new Sgd(RATE, 0.9, Sgd.Variant.NESTEROV, 0.01));
    }

    @Test
    @DisplayName("refuse values out of range")
    void ranges() {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> Sgd.of(0.1).withMomentum(1))
          .withMessage(
              "The momentum is 1.0, expected a number in [0, 1).\n"
                  + "Maybe the arguments are in another order.");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> Sgd.of(0.1).withWeightDecay(-1))
          .withMessageStartingWith(
              "The weight decay is -1.0, expected a finite number of at least 0.");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> Sgd.of(0.1).withNesterov(0))
          .withMessage(
              "Nesterov's update with momentum 0.0, expected a momentum above 0.\n"
                  + "Maybe 0.9 was meant, or plain SGD.");
    }
  }

  @Nested
  @DisplayName("such as Adam")
  class Moments {
    @Test
    @DisplayName("begin with the paper's numbers")
    void defaults() {
      assertThat(Adam.of(0.1)).isEqualTo(new Adam(RATE, 0.9, 0.999, 1e-8));
      assertThat(AdamW.of(0.1, 0.01)).isEqualTo(new AdamW(RATE, 0.9, 0.999, 1e-8, 0.01));
    }

    @Test
    @DisplayName("keep two moments")
    void slots() {
      assertThat(Adam.of(0.1).slots()).containsExactly("firstMoment", "secondMoment");
      assertThat(AdamW.of(RATE, 0).slots()).containsExactly("firstMoment", "secondMoment");
    }

    @Test
    @DisplayName("refuse values out of range")
    void ranges() {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> new Adam(RATE, 1, 0.999, 1e-8))
          .withMessageStartingWith("The beta1 is 1.0, expected a number in [0, 1).");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> new Adam(RATE, 0.9, -0.1, 1e-8))
          .withMessageStartingWith("The beta2 is -0.1");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> new AdamW(RATE, 0.9, 0.999, 0, 0))
          .withMessageStartingWith("The epsilon is 0.0, expected a finite number above 0.");
      assertThatIllegalArgumentException().isThrownBy(() -> AdamW.of(0.1, Double.NaN));
    }
  }

  @Nested
  @DisplayName("are preceded by clipping")
  class Clippings {
    @Test
    @DisplayName("by norm, by value or not at all")
    void kinds() {
      assertThat(Clipping.none()).isEqualTo(new Clipping.None());
      assertThat(Clipping.byNorm(1)).isEqualTo(new Clipping.ByNorm(1));
      assertThat(Clipping.byValue(2)).isEqualTo(new Clipping.ByValue(2));
    }

    @Test
    @DisplayName("whose limit is above 0")
    void limits() {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> Clipping.byNorm(0))
          .withMessage(
              "The clipping norm is 0.0, expected a finite number above 0.\n"
                  + "Maybe the arguments are in another order.");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> Clipping.byValue(Double.POSITIVE_INFINITY))
          .withMessageStartingWith("The clipping value is Infinity");
    }
  }

  @Nested
  @DisplayName("remember")
  class Memory {
    private final List<ParameterSpec> parameters =
        List.of(new ParameterSpec("w", Shape.of(2), Initializer.constant(1)));

    @Test
    @DisplayName("zeros at first")
    void initial() {
      OptimizerState state = OptimizerState.initial(Adam.of(0.1), parameters);
      assertThat(state.step()).isZero();
      assertThat(state.slots()).containsOnlyKeys("firstMoment", "secondMoment");
      assertThat(state.slot("firstMoment").get("w").toFloatArray()).containsExactly(0, 0);
      state.require(Adam.of(0.5), parameters);
    }

    @Test
    @DisplayName("nothing of another optimizer")
    void foreign() {
      OptimizerState state = new OptimizerState(3, Map.of());
      assertThatIllegalArgumentException()
          .isThrownBy(() -> state.require(Sgd.of(0.1).withMomentum(0.9), parameters))
          .withMessage(
              "The optimizer state holds {}, expected {velocity={w=(2)}}.\n"
                  + "Maybe the snapshot is of another optimizer or model.");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> state.slot("velocity"))
          .withMessage(
              "There is no optimizer slot \"velocity\", expected one of [].\n"
                  + "Maybe the snapshot is of another optimizer.");
    }
  }
}
