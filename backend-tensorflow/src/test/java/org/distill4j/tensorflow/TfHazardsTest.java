package org.distill4j.tensorflow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.distill4j.backend.Session;
import org.distill4j.backend.SessionOptions;
import org.distill4j.core.run.ModelLearner;
import org.distill4j.core.run.ModelPredictor;
import org.distill4j.data.Batch;
import org.distill4j.loss.Loss;
import org.distill4j.loss.LossTerms;
import org.distill4j.model.Model;
import org.distill4j.model.Outputs;
import org.distill4j.model.Predictions;
import org.distill4j.model.Predictor;
import org.distill4j.model.Scope;
import org.distill4j.model.SingleInputModel;
import org.distill4j.model.Weights;
import org.distill4j.optim.Progress;
import org.distill4j.optim.Sgd;
import org.distill4j.program.MicroBatch;
import org.distill4j.program.StepInput;
import org.distill4j.program.StepSignature;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.Tensor;
import org.distill4j.train.Learner;
import org.distill4j.train.LearnerSpec;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("What TensorFlow would get wrong if asked carelessly")
class TfHazardsTest {
  private static final Loss SUM = signals -> LossTerms.total(signals.student().get("y").sum());

  /** Its gradient is the input itself, and its state is the last input. */
  private static final class Product implements SingleInputModel {
    @Override
    public Shape inputShape() {
      return Shape.of(2);
    }

    @Override
    public Outputs forward(Scope scope, Tensor input) {
      Tensor weight = scope.parameter("weight", Shape.of(1, 2), (values, shape, random) -> {});
      scope.state("last", Shape.of(1, 2), (values, shape, random) -> {});
      scope.updateState("last", input.slice(0, 0, 1));
      return Outputs.of("y", input.mul(weight));
    }
  }

  private static final Weights START =
      Weights.of(
          Map.of(
              "weight", HostTensor.ofFloats(Shape.of(1, 2), 1, 1),
              "last", HostTensor.ofFloats(Shape.of(1, 2), 0, 0)));

  private static MicroBatch microBatch(float... input) {
    HostTensor inputs = HostTensor.ofFloats(Shape.of(1, 2), input);
    return new MicroBatch(new Batch(new long[1], inputs, Map.of()), List.of());
  }

  private static StepInput step(MicroBatch... microBatches) {
    return new StepInput(List.of(microBatches), new Progress(0, 1));
  }

  private static LearnerSpec spec(Model model, Weights weights) {
    return LearnerSpec.of(model, weights, SUM, new StepSignature(Map.of(), List.of()), Sgd.of(1));
  }

  @Test
  @DisplayName("a gradient and a state that are the input survive the next input")
  void keepsNoInput() {
    try (Session session = new TfBackend().open(SessionOptions.defaults());
        Learner learner = ModelLearner.open(session, spec(new Product(), START))) {
      learner.step(step(microBatch(1, 2), microBatch(10, 20), microBatch(100, 200)));
      assertThat(learner.weights().get("weight").toFloatArray()).containsExactly(-110, -221);
      assertThat(learner.weights().get("last").toFloatArray()).containsExactly(100, 200);
      learner.predict(HostTensor.ofFloats(Shape.of(1, 2), 7, 7));
      assertThat(learner.weights().get("last").toFloatArray()).containsExactly(100, 200);
    }
  }

  @Test
  @DisplayName("a parameter is read before it is changed, also where its gradient is a constant")
  void readsBeforeWriting() {
    try (Session session = new TfBackend().open(SessionOptions.defaults());
        Learner learner = ModelLearner.open(session, spec(new Product(), START))) {
      for (int i = 0; i < 50; i++) {
        double before = 2 * (1 - i);
        assertThat(learner.step(step(microBatch(1, 1))).total()).isEqualTo(before);
      }
    }
  }

  @Test
  @DisplayName("one tensor under two names comes out under both")
  void givesTwice() {
    Model twice =
        new SingleInputModel() {
          @Override
          public Shape inputShape() {
            return Shape.of(2);
          }

          @Override
          public Outputs forward(Scope scope, Tensor input) {
            return Outputs.of("y", input).with("z", input);
          }
        };
    HostTensor input = HostTensor.ofFloats(Shape.of(1, 2), 3, 4);
    try (Session session = new TfBackend().open(SessionOptions.defaults());
        Predictor predictor = ModelPredictor.open(session, twice, Weights.of(Map.of()))) {
      Predictions predictions = predictor.predict(input);
      assertThat(predictions.asMap().keySet()).containsExactly("y", "z");
      assertThat(predictions.get("y")).isEqualTo(input);
      assertThat(predictions.get("z")).isEqualTo(input);
    }
  }
}
