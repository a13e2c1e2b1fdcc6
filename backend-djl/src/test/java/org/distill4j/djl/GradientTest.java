package org.distill4j.djl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import java.util.function.BiFunction;
import org.distill4j.backend.Session;
import org.distill4j.backend.SessionOptions;
import org.distill4j.core.run.ModelLearner;
import org.distill4j.loss.Loss;
import org.distill4j.model.Initializer;
import org.distill4j.model.Model;
import org.distill4j.model.Scope;
import org.distill4j.model.Weights;
import org.distill4j.optim.Adam;
import org.distill4j.optim.AdamW;
import org.distill4j.optim.Clipping;
import org.distill4j.optim.Optimizer;
import org.distill4j.optim.Sgd;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.Tensor;
import org.distill4j.train.Learner;
import org.distill4j.train.LearnerSpec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@DisplayName("Gradients on PyTorch")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GradientTest {
  private static final Shape WIDE = Shape.of(2, 3);
  private static final HostTensor INPUT = HostTensor.ofFloats(Shape.of(1, 2, 3), 1, 2, 3, 4, 5, 6);

  private Session session;

  @BeforeAll
  void open() {
    session = new DjlBackend().open(SessionOptions.defaults());
  }

  @AfterAll
  void close() {
    session.close();
  }

  private static Tensor w(Scope scope, Shape shape) {
    return scope.parameter("w", shape, Initializer.constant(0));
  }

  private static Model model(BiFunction<Scope, Tensor, Tensor> body) {
    return Fixtures.model(WIDE, body);
  }

  private Weights after(Model model, Loss loss, Optimizer optimizer, Clipping clipping) {
    LearnerSpec spec =
        LearnerSpec.of(model, Fixtures.weights(model, 0), loss, Fixtures.noSignature(), optimizer)
            .withClipping(clipping);
    try (Learner learner = ModelLearner.open(session, spec)) {
      learner.step(Fixtures.inputsOnly(INPUT));
      return learner.weights();
    }
  }

  private float[] update(Model model) {
    Loss sum = Fixtures.sum(x -> x);
    return after(model, sum, Sgd.of(1), Clipping.none()).get("w").toFloatArray();
  }

  @Nested
  @DisplayName("reach the right element")
  class Layout {
    private final Model transposed =
        model((scope, x) -> x.mul(w(scope, Shape.of(3, 2)).transpose(1, 0)));

    @Test
    @DisplayName("of a parameter that is used transposed")
    void transposed() {
      assertThat(update(transposed)).containsExactly(-1, -4, -2, -5, -3, -6);
    }

    @Test
    @DisplayName("of a parameter that is used transposed, in Adam")
    void transposedInAdam() {
      // Adam's first step is the sign of the gradient, so scale one element to be told apart.
      Model signs = model((scope, x) -> x.sub(3.5).mul(w(scope, Shape.of(3, 2)).transpose(1, 0)));
      Loss sum = Fixtures.sum(x -> x);
      float[] plain = after(signs, sum, Adam.of(1), Clipping.none()).get("w").toFloatArray();
      float[] decayed =
          after(signs, sum, AdamW.of(1, 0.1), Clipping.none()).get("w").toFloatArray();
      float[] expected = {1, -1, 1, -1, 1, -1};
      for (int i = 0; i < expected.length; i++) {
        assertThat(plain[i]).isCloseTo(expected[i], within(1e-5f));
        assertThat(decayed[i]).isCloseTo(expected[i], within(1e-5f));
      }
    }

    @Test
    @DisplayName("of a parameter that is only summed")
    void summed() {
      Model summed = model((scope, x) -> x.mul(0).add(w(scope, WIDE)));
      assertThat(update(summed)).containsExactly(-1, -1, -1, -1, -1, -1);
    }

    @Test
    @DisplayName("of a number that is added to everything")
    void broadcast() {
      Model broadcast = model((scope, x) -> x.add(w(scope, Shape.scalar())));
      assertThat(update(broadcast)).containsExactly(-6);
    }
  }

  @Nested
  @DisplayName("are 0")
  class Nothing {
    private final Model unused =
        model(
            (scope, x) -> {
              scope.parameter("unused", Shape.of(2), Initializer.constant(2));
              return x.mul(w(scope, WIDE));
            });

    @Test
    @DisplayName("for a parameter that is not used, which weight decay still shrinks")
    void unusedParameter() {
      Loss sum = Fixtures.sum(x -> x);
      Optimizer decaying = Sgd.of(0.5).withWeightDecay(0.1);
      assertThat(after(unused, sum, Sgd.of(1), Clipping.none()).get("unused").toFloatArray())
          .containsExactly(2, 2);
      assertThat(after(unused, sum, decaying, Clipping.none()).get("unused").toFloatArray())
          .containsExactly(1.9f, 1.9f);
    }

    @Test
    @DisplayName("where the loss holds all gradients back")
    void stopped() {
      Loss stopped = Fixtures.sum(Tensor::stopGradient);
      assertThat(after(unused, stopped, Sgd.of(1), Clipping.none()).get("w").toFloatArray())
          .containsOnly(0);
    }

    @Test
    @DisplayName("for a model without parameters, which can take a step all the same")
    void noParameters() {
      Model plain = model((scope, x) -> x);
      for (Optimizer optimizer : new Optimizer[] {Sgd.of(1), Adam.of(1)}) {
        Loss sum = Fixtures.sum(x -> x);
        assertThat(after(plain, sum, optimizer, Clipping.byNorm(1)).asMap()).isEqualTo(Map.of());
      }
    }
  }

  @Nested
  @DisplayName("are clipped")
  class Shared {
    @Test
    @DisplayName("once where two parameters share one gradient")
    void shared() {
      Model shared =
          model(
              (scope, x) ->
                  x.mul(
                      scope
                          .parameter("a", WIDE, Initializer.constant(0))
                          .add(scope.parameter("b", WIDE, Initializer.constant(0)))));
      Weights weights = after(shared, Fixtures.sum(x -> x), Sgd.of(1), Clipping.byNorm(1));
      double norm = Math.sqrt(2 * 91);
      for (String name : new String[] {"a", "b"}) {
        assertThat(weights.get(name).floats().get(5)).isCloseTo((float) (-6 / norm), within(1e-6f));
      }
    }
  }
}
