package org.distill4j.tensorflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.distill4j.backend.Session;
import org.distill4j.backend.SessionOptions;
import org.distill4j.core.run.ModelLearner;
import org.distill4j.core.run.ModelPredictor;
import org.distill4j.data.Batch;
import org.distill4j.model.Model;
import org.distill4j.model.Predictions;
import org.distill4j.model.Predictor;
import org.distill4j.model.Weights;
import org.distill4j.optim.Adam;
import org.distill4j.optim.OptimizerState;
import org.distill4j.optim.Sgd;
import org.distill4j.program.MicroBatch;
import org.distill4j.program.StepInput;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Shape;
import org.distill4j.train.Learner;
import org.distill4j.train.LearnerSpec;
import org.distill4j.train.LossValues;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A learner on TensorFlow")
class TfLearnerTest {
  private final Model model = Jobs.mlp();
  private final LearnerSpec spec = Jobs.spec(model, Adam.of(0.01));
  private Session session;

  @BeforeEach
  void open() {
    session = new TfBackend().open(SessionOptions.defaults());
  }

  @AfterEach
  void close() {
    session.close();
  }

  @Test
  @DisplayName("repeats a training to the last bit")
  void repeats() {
    try (Learner first = ModelLearner.open(session, spec);
        Learner second = ModelLearner.open(session, spec)) {
      assertThat(Jobs.train(second, model, 0, 20)).isEqualTo(Jobs.train(first, model, 0, 20));
      assertThat(second.weights()).isEqualTo(first.weights());
    }
  }

  @Test
  @DisplayName("resumes from a snapshot to the last bit")
  void resumes() {
    try (Learner whole = ModelLearner.open(session, spec)) {
      Jobs.train(whole, model, 0, 5);
      Weights weights = whole.weights();
      OptimizerState state = whole.optimizerState();
      assertThat(state.step()).isEqualTo(5);
      List<Map<String, Double>> rest = Jobs.train(whole, model, 5, 15);
      try (Learner resumed = ModelLearner.open(session, spec.resume(weights, state))) {
        assertThat(resumed.weights()).isEqualTo(weights);
        assertThat(resumed.optimizerState()).isEqualTo(state);
        assertThat(Jobs.train(resumed, model, 5, 15)).isEqualTo(rest);
        assertThat(resumed.weights()).isEqualTo(whole.weights());
        assertThat(resumed.optimizerState().step()).isEqualTo(15);
      }
    }
  }

  @Test
  @DisplayName("refuses the optimizer state of another optimizer")
  void refusesForeignState() {
    try (Learner learner = ModelLearner.open(session, spec)) {
      OptimizerState state = learner.optimizerState();
      LearnerSpec other = Jobs.spec(model, Sgd.of(0.1).withMomentum(0.9));
      assertThatThrownBy(() -> ModelLearner.open(session, other.resume(spec.weights(), state)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("Maybe the snapshot is of another optimizer or model.");
    }
  }

  @Test
  @DisplayName("predicts in evaluation mode with the weights of the moment")
  void predicts() {
    HostTensor inputs = Jobs.step(model, 6, 3, 6).microBatches().get(0).batch().input();
    try (Learner learner = ModelLearner.open(session, spec)) {
      Predictions before = learner.predict(inputs);
      Jobs.train(learner, model, 0, 3);
      Predictions after = learner.predict(inputs);
      assertThat(after.logits()).isNotEqualTo(before.logits());
      assertThat(learner.predict(inputs).logits()).isEqualTo(after.logits());
      try (Predictor predictor = ModelPredictor.open(session, model, learner.weights())) {
        assertThat(predictor.predict(inputs).logits()).isEqualTo(after.logits());
        assertThat(predictor.predict(inputs.rows(0, 2)).logits().toFloatArray())
            .containsExactly(after.logits().rows(0, 2).toFloatArray(), Offset.offset(1e-6f));
      }
    }
  }

  @Test
  @DisplayName("takes the same step on a batch of several micro-batches as on the whole")
  void accumulates() {
    Model plain = Jobs.transformer();
    LearnerSpec plainSpec = Jobs.spec(plain, Sgd.of(0.1).withMomentum(0.9));
    try (Learner whole = ModelLearner.open(session, plainSpec);
        Learner microBatches = ModelLearner.open(session, plainSpec)) {
      for (int i = 0; i < 3; i++) {
        LossValues wanted = whole.step(Jobs.step(plain, 8, i, 8));
        LossValues losses = microBatches.step(Jobs.step(plain, 8, i, 3));
        wanted
            .asMap()
            .forEach(
                (term, value) ->
                    assertThat(losses.get(term)).isCloseTo(value, Offset.offset(1e-5)));
      }
      for (String path : whole.weights().names()) {
        assertThat(microBatches.weights().get(path).toFloatArray())
            .as(path)
            .containsExactly(whole.weights().get(path).toFloatArray(), Offset.offset(1e-5f));
      }
    }
  }

  @Test
  @DisplayName("stays as it was when a later part cannot be read")
  void refusesBadMicroBatch() {
    List<MicroBatch> microBatches = new ArrayList<>(Jobs.step(model, 8, 0, 4).microBatches());
    Batch good = microBatches.get(1).batch();
    HostTensor labels = HostTensor.ofInts(Shape.of(4), 0, 1, 3, 0);
    Batch bad = new Batch(new long[4], good.input(), Map.of(Batch.LABELS, labels));
    microBatches.set(1, new MicroBatch(bad, microBatches.get(1).teachers()));
    StepInput input = new StepInput(microBatches, Jobs.step(model, 8, 0, 4).progress());
    try (Learner learner = ModelLearner.open(session, spec)) {
      assertThatThrownBy(() -> learner.step(input))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("Labels \"labels\" holds 3 in row 2");
      assertThat(learner.weights()).isEqualTo(spec.weights());
      assertThat(learner.optimizerState().step()).isZero();
    }
  }

  @Test
  @DisplayName("learns beside another one without touching it")
  void keepsApart() {
    try (Learner first = ModelLearner.open(session, spec);
        Learner second = ModelLearner.open(session, spec)) {
      Jobs.train(first, model, 0, 3);
      assertThat(second.weights()).isEqualTo(spec.weights());
    }
  }
}
