package org.distill4j.conformance.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.distill4j.backend.Device;
import org.distill4j.backend.SessionOptions;
import org.distill4j.optim.Adam;
import org.distill4j.optim.AdamW;
import org.distill4j.optim.Clipping;
import org.distill4j.optim.Optimizer;
import org.distill4j.optim.Progress;
import org.distill4j.optim.Schedule;
import org.distill4j.optim.Sgd;
import org.distill4j.program.StepInput;
import org.distill4j.spi.Learner;
import org.distill4j.spi.LearnerSpec;
import org.distill4j.spi.Session;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Shape;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

@DisplayName("A learner of the reference backend")
class ReferenceLearnerTest {
  private final Session session = new ReferenceBackend().open(SessionOptions.defaults());

  @AfterEach
  void close() {
    session.close();
  }

  private float after(LearnerSpec spec, float... gradients) {
    try (Learner learner = session.learner(spec)) {
      for (int i = 0; i < gradients.length; i++) {
        learner.step(Steps.step(i, gradients[i]));
      }
      return w(learner);
    }
  }

  private float after(Optimizer optimizer, float... gradients) {
    return after(Steps.scale(1, optimizer), gradients);
  }

  private static float w(Learner learner) {
    return learner.weights().get("w").toFloatArray()[0];
  }

  @Nested
  @DisplayName("moves a parameter as worked out by hand")
  class Optimizers {
    @Test
    @DisplayName("by plain SGD with a schedule and weight decay")
    void sgd() {
      assertThat(after(Sgd.of(0.1), 2)).isCloseTo(0.8f, within(1e-7f));
      assertThat(after(Sgd.of(Schedule.linear(0.1, 0)), 2, 2)).isCloseTo(0.602f, within(1e-7f));
      assertThat(after(Sgd.of(0.1).withWeightDecay(0.5), 2)).isCloseTo(0.75f, within(1e-7f));
    }

    @Test
    @DisplayName("by SGD with classic and Nesterov's momentum")
    void momentum() {
      assertThat(after(Sgd.of(0.1).withMomentum(0.9), 2, 1)).isCloseTo(0.52f, within(1e-7f));
      assertThat(after(Sgd.of(0.1).withNesterov(0.9), 2, 1)).isCloseTo(0.268f, within(1e-7f));
    }

    @Test
    @DisplayName("by Adam, whose first step is the learning rate whatever the gradient")
    void adam() {
      assertThat(after(Adam.of(0.1), 20)).isCloseTo(0.9f, within(1e-6f));
      double m = (0.9 * 0.1 * 2 + 0.1) / (1 - 0.81);
      double v = (0.999 * 0.001 * 4 + 0.001) / (1 - 0.999 * 0.999);
      double expected = 1 - 0.1 - 0.1 * m / Math.sqrt(v);
      assertThat(after(Adam.of(0.1), 2, 1)).isCloseTo((float) expected, within(1e-6f));
    }

    @Test
    @DisplayName("by AdamW, whose decay does not pass through the moments")
    void adamW() {
      assertThat(after(AdamW.of(0.1, 0.5), 2)).isCloseTo(0.85f, within(1e-6f));
    }

    @Test
    @DisplayName("and decays a parameter that the loss does not reach")
    void unreached() {
      try (Learner learner = session.learner(Steps.scale(1, Sgd.of(0.1).withWeightDecay(0.5)))) {
        learner.step(Steps.step(0, 1));
        assertThat(learner.weights().get("unused").toFloatArray()).containsExactly(0.95f, -1.9f);
      }
    }
  }

  @Test
  @DisplayName("clips by value and by norm")
  void clips() {
    LearnerSpec spec = Steps.scale(1, Sgd.of(1));
    assertThat(after(spec.withClipping(Clipping.byValue(0.5)), 2)).isCloseTo(0.5f, within(1e-7f));
    assertThat(after(spec.withClipping(Clipping.byValue(0.5)), -2)).isCloseTo(1.5f, within(1e-7f));
    assertThat(after(spec.withClipping(Clipping.byNorm(0.5)), 2)).isCloseTo(0.5f, within(1e-6f));
    assertThat(after(spec.withClipping(Clipping.byNorm(3)), 2)).isCloseTo(-1f, within(1e-7f));
  }

  @Test
  @DisplayName("adds up the parts of a split batch, each of which sees the state left by the last")
  void accumulates() {
    StepInput whole = Steps.step(0, 1, 2, 6);
    StepInput split = StepInput.split(Steps.inputs(1, 2, 6), List.of(), new Progress(0, 100), 1);
    try (Learner one = session.learner(Steps.scale(2, Sgd.of(1)));
        Learner many = session.learner(Steps.scale(2, Sgd.of(1)))) {
      assertThat(many.step(split).total()).isEqualTo(one.step(whole).total()).isEqualTo(6);
      assertThat(w(many)).isEqualTo(w(one)).isEqualTo(-1);
      assertThat(one.weights().get("seen").toFloatArray()).containsExactly(3);
      assertThat(many.weights().get("seen").toFloatArray()).containsExactly(126);
    }
  }

  @Test
  @DisplayName("goes on from a snapshot as if nothing had happened")
  void resumes() {
    LearnerSpec spec = Steps.scale(1, Adam.of(0.1));
    try (Learner learner = session.learner(spec)) {
      learner.step(Steps.step(0, 2));
      LearnerSpec rest = spec.resume(learner.weights(), learner.optimizerState());
      learner.step(Steps.step(1, -1));
      try (Learner resumed = session.learner(rest)) {
        resumed.step(Steps.step(1, -1));
        assertThat(w(resumed)).isCloseTo(w(learner), within(1e-7f));
        assertThat(resumed.optimizerState().step()).isEqualTo(2);
      }
    }
  }

  @Test
  @DisplayName("predicts with the weights of the moment")
  void predicts() {
    try (Learner learner = session.learner(Steps.scale(1, Sgd.of(1)))) {
      learner.step(Steps.step(0, 2));
      HostTensor input = HostTensor.ofFloats(Shape.of(2, 1), 3, 4);
      assertThat(learner.predict(input).get("product").toFloatArray()).containsExactly(-3, -4);
    }
  }

  @Test
  @DisplayName("changes nothing when a part of the step does not fit")
  void refuses() {
    HostTensor wide = HostTensor.ofFloats(Shape.of(1, 2), 1, 2);
    try (Learner learner = session.learner(Steps.scale(1, Adam.of(0.1)))) {
      assertThatIllegalArgumentException().isThrownBy(() -> learner.predict(wide));
      assertThat(w(learner)).isEqualTo(1);
    }
  }

  @Test
  @DisplayName("and its session refuse to work once closed, and say so")
  void closed() {
    Learner learner = session.learner(Steps.scale(1, Sgd.of(1)));
    session.close();
    session.close();
    learner.close();
    assertThatIllegalStateException()
        .isThrownBy(learner::weights)
        .withMessage(
            "The session of the reference backend was used after it was closed, expected an open"
                + " one.\nMaybe a try block ended before its last use.");
  }

  @Test
  @DisplayName("is not to be had on a GPU")
  void devices() {
    SessionOptions options = SessionOptions.defaults().withDevice(Device.cuda(0));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ReferenceBackend().open(options))
        .withMessageStartingWith("Device cuda:0 was asked of the reference backend, expected cpu.");
  }
}
