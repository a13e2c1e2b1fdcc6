package org.distill4j.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.distill4j.backend.Device;
import org.distill4j.backend.SessionOptions;
import org.distill4j.loss.LossTerms;
import org.distill4j.model.Initializer;
import org.distill4j.model.LayerModel;
import org.distill4j.model.Mode;
import org.distill4j.model.Weights;
import org.distill4j.optim.Adam;
import org.distill4j.optim.Clipping;
import org.distill4j.optim.Optimizer;
import org.distill4j.optim.OptimizerState;
import org.distill4j.optim.ParameterStep;
import org.distill4j.optim.Schedule;
import org.distill4j.optim.Sgd;
import org.distill4j.optim.WeightAverage;
import org.distill4j.program.BatchShape;
import org.distill4j.program.Recorder;
import org.distill4j.program.Recording;
import org.distill4j.program.StepSignature;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.Tensor;
import org.distill4j.tensor.TensorSpec;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

@DisplayName("What an engine is given")
class OptionsTest {
  @Nested
  @DisplayName("is a device")
  class Devices {
    @Test
    @DisplayName("read by its name")
    void parse() {
      assertThat(Device.parse("cpu")).isEqualTo(Device.cpu()).hasToString("cpu");
      assertThat(Device.parse("cuda")).isEqualTo(Device.cuda(0)).hasToString("cuda:0");
      assertThat(Device.parse(" CUDA:3 ")).isEqualTo(Device.cuda(3)).hasToString("cuda:3");
    }

    @Test
    @DisplayName("of a known form")
    void form() {
      for (String name : List.of("gpu", "cuda:", "cuda:-1", "cuda:x", "", "cuda:12345")) {
        assertThatIllegalArgumentException()
            .isThrownBy(() -> Device.parse(name))
            .withMessage(
                "Device \"" + name + "\", expected cpu, cuda or cuda:N.\nMaybe cuda:0 was meant.");
      }
    }

    @Test
    @DisplayName("with an index that there can be")
    void index() {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> Device.parse("cpu:1"))
          .withMessage(
              "Device CPU has index 1, expected cpu, or cuda with an index of at least 0.\n"
                  + "Maybe cuda:0 was meant.");
      assertThatIllegalArgumentException().isThrownBy(() -> Device.cuda(-1));
    }
  }

  @Nested
  @DisplayName("is a number of threads")
  class Threads {
    @Test
    @DisplayName("which is one by default, and may be left open to trainers")
    void defaults() {
      assertThat(SessionOptions.defaults()).isEqualTo(new SessionOptions(Device.cpu(), 1));
      assertThat(SessionOptions.defaults().withChosenThreads())
          .isEqualTo(new SessionOptions(Device.cpu(), OptionalInt.empty()));
      assertThat(SessionOptions.defaults().withChosenThreads().threads()).isOne();
      assertThat(SessionOptions.defaults().withThreads(2).withDevice(Device.cuda(1)))
          .isEqualTo(new SessionOptions(Device.cuda(1), 2));
    }

    @Test
    @DisplayName("and at least one, and no more than the machine has a use for")
    void range() {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> SessionOptions.defaults().withThreads(0))
          .withMessageStartingWith("A session was given 0 threads, expected 1 to ");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> SessionOptions.defaults().withThreads(1_000_000))
          .withMessageStartingWith("A session was given 1000000 threads, expected 1 to ")
          .withMessageEndingWith(" processors.\nMaybe leave the number out.");
    }
  }

  @Nested
  @DisplayName("is the specification of a learner")
  class Learners {
    private final LayerModel model =
        new LayerModel(
            TensorSpec.floats(3),
            (scope, x) -> x.mul(scope.parameter("w", Shape.of(3), Initializer.constant(1))));
    private final Weights weights = Recorder.forward(model, Mode.TRAINING, 1).initialWeights(0);
    private final LearnerSpec spec =
        LearnerSpec.of(
            model,
            weights,
            signals -> LossTerms.total(signals.meanOverBatch(signals.student().logits().sum(1))),
            new StepSignature(Map.of(), List.of()),
            Adam.of(0.1));

    @Test
    @DisplayName("that begins without clipping and with seed 0")
    void defaults() {
      assertThat(spec.clipping()).isEqualTo(Clipping.none());
      assertThat(spec.seed()).isZero();
      assertThat(spec.optimizerState()).isEmpty();
    }

    @Test
    @DisplayName("that is changed one value at a time")
    void changes() {
      LearnerSpec changed = spec.withClipping(Clipping.byNorm(1)).withSeed(7);
      assertThat(changed.clipping()).isEqualTo(Clipping.byNorm(1));
      assertThat(changed.seed()).isEqualTo(7);
      assertThat(changed.model()).isEqualTo(model);
    }

    @Test
    @DisplayName("that records its step for a batch size")
    void records() {
      assertThat(spec.record(BatchShape.of(5)).shape().examples()).isEqualTo(5);
      assertThat(spec.declared().parameters()).hasSize(1);
    }

    @Test
    @DisplayName("that starts its optimizer at zeros or at a snapshot")
    void optimizer() {
      Recording recording = spec.declared();
      OptimizerState zeros = OptimizerState.initial(Adam.of(0.1), recording.parameters());
      assertThat(spec.initialOptimizerState(recording)).isEqualTo(zeros);
      OptimizerState later = new OptimizerState(9, zeros.slots());
      LearnerSpec resumed = spec.resume(weights, later);
      assertThat(resumed.initialOptimizerState(recording)).isEqualTo(later);
      assertThat(resumed.optimizerState()).isEqualTo(Optional.of(later));
    }

    @Test
    @DisplayName("that refuses an optimizer with a slot of the average's name, and an average")
    void slotOfAverage() {
      record Averaging(Schedule learningRate) implements Optimizer {
        @Override
        public List<String> slots() {
          return List.of("average");
        }

        @Override
        public List<Tensor> update(ParameterStep step) {
          return List.of(step.parameter(), step.slots().get(0));
        }
      }
      LearnerSpec averaging =
          LearnerSpec.of(
              model, weights, spec.loss(), spec.signature(), new Averaging(Schedule.constant(1)));
      assertThatIllegalArgumentException()
          .isThrownBy(() -> averaging.withAverage(Optional.of(new WeightAverage(0.9))))
          .withMessageStartingWith("The optimizer Averaging[")
          .withMessageContaining(" has the slot \"average\", expected another name,");
    }

    @Test
    @DisplayName("that refuses another model's weights and another optimizer's snapshot")
    void foreign() {
      LearnerSpec bare = spec.resume(Weights.of(Map.of()), new OptimizerState(0, Map.of()));
      assertThatIllegalArgumentException()
          .isThrownBy(() -> bare.declared())
          .withMessageStartingWith("The weights are of another model: missing [w]");
      LearnerSpec other =
          spec.resume(weights, OptimizerState.initial(Sgd.of(1), spec.declared().parameters()));
      assertThatIllegalArgumentException()
          .isThrownBy(() -> other.initialOptimizerState(spec.declared()))
          .withMessageStartingWith("The optimizer state holds {}, expected {firstMoment={w=(3)}");
    }
  }

  @Nested
  @DisplayName("leads to loss values")
  class Losses {
    private final LossValues values = values(1.5, 2);

    private LossValues values(double total, double soft) {
      Map<String, Double> map = new LinkedHashMap<>();
      map.put("total", total);
      map.put("soft", soft);
      return new LossValues(map);
    }

    @Test
    @DisplayName("found by name")
    void names() {
      assertThat(values.total()).isEqualTo(1.5);
      assertThat(values.get("soft")).isEqualTo(2);
      assertThat(values.asMap().keySet()).containsExactly("total", "soft");
      assertThat(values).hasToString("{total=1.5, soft=2.0}");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> values.get("hard"))
          .withMessage(
              "There is no loss term \"hard\", expected one of [total, soft].\n"
                  + "Maybe the loss has other terms.");
    }

    @Test
    @DisplayName("that are equal by value, and finite or not")
    void equality() {
      assertThat(values).isEqualTo(values(1.5, 2)).hasSameHashCodeAs(values(1.5, 2));
      assertThat(values).isNotEqualTo(values(1.5, 3));
      assertThat(values.isFinite()).isTrue();
      assertThat(values(1, Double.NaN).isFinite()).isFalse();
    }
  }
}
