package org.distill4j.djl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.distill4j.backend.Session;
import org.distill4j.backend.SessionOptions;
import org.distill4j.conformance.reference.ReferenceBackend;
import org.distill4j.core.loss.DistillationLoss;
import org.distill4j.core.run.ModelLearner;
import org.distill4j.core.run.ModelPredictor;
import org.distill4j.data.Batch;
import org.distill4j.loss.LossTerms;
import org.distill4j.model.Initializer;
import org.distill4j.model.Inputs;
import org.distill4j.model.Model;
import org.distill4j.model.Weights;
import org.distill4j.optim.Adam;
import org.distill4j.optim.Clipping;
import org.distill4j.optim.OptimizerState;
import org.distill4j.optim.Progress;
import org.distill4j.optim.Schedule;
import org.distill4j.optim.Sgd;
import org.distill4j.program.MicroBatch;
import org.distill4j.program.StepInput;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.Tensor;
import org.distill4j.train.Learner;
import org.distill4j.train.LearnerSpec;
import org.distill4j.train.LossValues;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@DisplayName("A learner on PyTorch")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LearnerTest {
  private static final int ROWS = 12;

  private Session session;

  @BeforeAll
  void open() {
    session = new DjlBackend().open(SessionOptions.defaults());
  }

  @AfterAll
  void close() {
    session.close();
  }

  private static LearnerSpec spec(Model model) {
    Schedule temperature = Schedule.linear(8, 1);
    return LearnerSpec.of(
            model,
            Fixtures.weights(model, 1),
            DistillationLoss.of(temperature, Schedule.constant(0.7)),
            Fixtures.signature(Fixtures.CLASSES),
            Adam.of(0.01))
        .withClipping(Clipping.byNorm(1))
        .withSeed(7);
  }

  /** Half of the inputs dropped, and a state that follows the mean of what is left. */
  private static Model noisy() {
    return Fixtures.model(
        Shape.of(Fixtures.FEATURES),
        (scope, input) -> {
          Shape width = Shape.of(Fixtures.FEATURES);
          Tensor kept = scope.uniform("kept", width).less(Tensor.of(0.5));
          Tensor left = kept.where(input, Tensor.of(0));
          Tensor mean = scope.state("mean", width, Initializer.constant(0));
          scope.updateState("mean", mean.mul(0.9).add(left.mean(0).mul(0.1)));
          return Fixtures.mlp().forward(scope, Inputs.of(left.sub(mean))).logits();
        });
  }

  private static StepInput input(int step) {
    return Fixtures.input(ROWS, step % 5, step);
  }

  private static List<LossValues> train(Learner learner, int from, int to) {
    List<LossValues> losses = new ArrayList<>();
    for (int step = from; step < to; step++) {
      losses.add(learner.step(input(step)));
    }
    return losses;
  }

  @Nested
  @DisplayName("repeats itself to the last bit")
  class Determinism {
    @Test
    @DisplayName("in losses, weights and the optimizer's memory")
    void repeats() {
      try (Learner one = ModelLearner.open(session, spec(noisy()));
          Learner two = ModelLearner.open(session, spec(noisy()))) {
        assertThat(train(one, 0, 120)).isEqualTo(train(two, 0, 120));
        assertThat(one.weights()).isEqualTo(two.weights());
        assertThat(one.optimizerState()).isEqualTo(two.optimizerState());
      }
    }

    @Test
    @DisplayName("when it resumes from a snapshot")
    void resumes() {
      Weights weights;
      OptimizerState state;
      Weights expected;
      try (Learner whole = ModelLearner.open(session, spec(noisy()))) {
        train(whole, 0, 90);
        weights = whole.weights();
        state = whole.optimizerState();
        train(whole, 90, 220);
        expected = whole.weights();
      }
      assertThat(state.step()).isEqualTo(90);
      try (Learner second = ModelLearner.open(session, spec(noisy()).resume(weights, state))) {
        assertThat(second.optimizerState()).isEqualTo(state);
        train(second, 90, 220);
        assertThat(second.weights()).isEqualTo(expected);
        assertThat(second.optimizerState().step()).isEqualTo(220);
      }
    }

    @Test
    @DisplayName("and its snapshots do not change when it continues")
    void snapshotsStay() {
      try (Learner learner = ModelLearner.open(session, spec(noisy()))) {
        Weights before = learner.weights();
        assertThat(before).isEqualTo(spec(noisy()).weights());
        train(learner, 0, 3);
        assertThat(before).isEqualTo(spec(noisy()).weights()).isNotEqualTo(learner.weights());
      }
    }
  }

  @Nested
  @DisplayName("takes a batch of several micro-batches")
  class Parts {
    @Test
    @DisplayName("with the loss and the update of the unsplit batch")
    void equalUnsplit() {
      Model model =
          Fixtures.model(
              Shape.of(Fixtures.FEATURES),
              (scope, input) -> {
                Shape width = Shape.of(Fixtures.FEATURES);
                Tensor kept = scope.uniform("kept", width).less(Tensor.of(0.5));
                return Fixtures.mlp()
                    .forward(scope, Inputs.of(kept.where(input, Tensor.of(0))))
                    .logits();
              });
      try (Learner whole = ModelLearner.open(session, spec(model));
          Learner split = ModelLearner.open(session, spec(model))) {
        for (int step = 0; step < 20; step++) {
          StepInput input = input(step);
          MicroBatch all = input.microBatches().get(0);
          LossValues expected = whole.step(input);
          LossValues given =
              split.step(StepInput.split(all.batch(), all.teachers(), input.progress(), 5));
          assertThat(given.asMap().keySet()).containsExactly("total", "soft", "hard");
          expected
              .asMap()
              .forEach((name, value) -> assertThat(given.get(name)).isCloseTo(value, within(2e-6)));
        }
        float[] one = whole.weights().get("first.weight").toFloatArray();
        assertThat(split.weights().get("first.weight").toFloatArray())
            .usingComparatorWithPrecision(1e-5f)
            .containsExactly(one);
      }
    }

    @Test
    @DisplayName("each seeing the states that the part before it left")
    void statesResume() {
      Model model =
          Fixtures.model(
              Shape.of(1),
              (scope, input) -> {
                Tensor sum = scope.state("sum", Shape.scalar(), Initializer.constant(0));
                scope.updateState("sum", sum.add(input.sum()));
                return input.add(sum);
              });
      LearnerSpec spec =
          LearnerSpec.of(
              model,
              Fixtures.weights(model, 0),
              Fixtures.sum(x -> x),
              Fixtures.noSignature(),
              Sgd.of(1));
      HostTensor inputs = HostTensor.ofFloats(Shape.of(3, 1), 1, 2, 4);
      Batch batch = new Batch(new long[3], inputs, Map.of());
      try (Learner learner = ModelLearner.open(session, spec)) {
        LossValues values = learner.step(StepInput.split(batch, List.of(), new Progress(0, 1), 1));
        assertThat(values.total()).isEqualTo(1 + (1 + 2) + (3 + 4));
        assertThat(learner.weights().get("sum").toFloatArray()).containsExactly(7);
        assertThat(learner.predict(HostTensor.ofFloats(Shape.of(1, 1), 1)).logits().floats().get(0))
            .isEqualTo(8);
      }
    }

    @Test
    @DisplayName("and changes nothing when a later micro-batch is refused")
    void refusedWhole() {
      StepInput good = input(0);
      Batch batch = good.microBatches().get(0).batch();
      int[] labels = batch.labels(Batch.LABELS).toIntArray();
      labels[ROWS - 1] = Fixtures.CLASSES;
      Batch bad =
          new Batch(
              new long[ROWS],
              batch.input(),
              Map.of(Batch.LABELS, HostTensor.ofInts(Shape.of(ROWS), labels)));
      StepInput input =
          StepInput.split(bad, good.microBatches().get(0).teachers(), new Progress(0, 1), 5);
      try (Learner learner = ModelLearner.open(session, spec(noisy()))) {
        assertThatThrownBy(() -> learner.step(input))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessageContaining("Labels \"labels\" holds 4 in row 1")
            .hasMessageContaining("\nMaybe");
        assertThat(learner.weights()).isEqualTo(spec(noisy()).weights());
        assertThat(learner.optimizerState().step()).isZero();
      }
    }
  }

  @Nested
  @DisplayName("keeps states")
  class States {
    @Test
    @DisplayName("that are set from one another's old values")
    void swapped() {
      Model model =
          Fixtures.model(
              Shape.of(2),
              (scope, input) -> {
                Tensor a = scope.state("a", Shape.of(2), Initializer.constant(1));
                Tensor b = scope.state("b", Shape.of(2), Initializer.constant(2));
                scope.updateState("a", b);
                scope.updateState("b", a);
                return input.add(a);
              });
      LearnerSpec spec =
          LearnerSpec.of(
              model,
              Fixtures.weights(model, 0),
              Fixtures.sum(x -> x),
              Fixtures.noSignature(),
              Sgd.of(1));
      try (Learner learner = ModelLearner.open(session, spec)) {
        learner.step(Fixtures.inputsOnly(HostTensor.ofFloats(Shape.of(1, 2), 0, 0)));
        assertThat(learner.weights().get("a").toFloatArray()).containsExactly(2, 2);
        assertThat(learner.weights().get("b").toFloatArray()).containsExactly(1, 1);
      }
    }
  }

  @Test
  @DisplayName("has the oracle's losses over 50 steps")
  void followsOracle() {
    try (Session other = new ReferenceBackend().open(SessionOptions.defaults());
        Learner oracle = ModelLearner.open(other, spec(noisy()));
        Learner learner = ModelLearner.open(session, spec(noisy()))) {
      for (int i = 0; i < 50; i++) {
        int step = i;
        LossValues given = learner.step(input(step));
        oracle
            .step(input(step))
            .asMap()
            .forEach(
                (name, value) ->
                    assertThat(given.get(name))
                        .as("%s at step %d", name, step)
                        .isCloseTo(value, withinPercentage(0.01)));
      }
    }
  }

  @Test
  @DisplayName("takes batches of several sizes and predicts in between")
  void batchSizes() {
    Model model = Fixtures.mlp();
    try (Learner learner = ModelLearner.open(session, spec(model))) {
      for (int rows = 1; rows < 40; rows++) {
        learner.step(Fixtures.input(rows, rows, rows));
      }
      HostTensor inputs = input(0).microBatches().get(0).batch().input();
      HostTensor before = learner.predict(inputs).logits();
      learner.step(Fixtures.input(1, 1, 40));
      assertThat(learner.predict(inputs).logits()).isNotEqualTo(before);
      try (var predictor = ModelPredictor.open(session, model, learner.weights())) {
        assertThat(predictor.predict(inputs).logits()).isEqualTo(learner.predict(inputs).logits());
      }
    }
  }

  @Test
  @DisplayName("reports terms that are constants, inputs or weights themselves")
  void plainTerms() {
    Model model =
        Fixtures.model(
            Shape.of(1),
            (scope, x) -> x.mul(scope.parameter("w", Shape.scalar(), Initializer.constant(3))));
    LearnerSpec spec =
        LearnerSpec.of(
            model,
            Fixtures.weights(model, 0),
            signals ->
                LossTerms.total(signals.student().logits().sum())
                    .and("fixed", Tensor.of(2.5))
                    .and("rate", signals.scheduled(Schedule.constant(0.25))),
            Fixtures.noSignature(),
            Sgd.of(1));
    try (Learner learner = ModelLearner.open(session, spec)) {
      LossValues values = learner.step(Fixtures.inputsOnly(HostTensor.ofFloats(Shape.of(1, 1), 2)));
      assertThat(values.asMap()).containsEntry("total", 6.0).containsEntry("fixed", 2.5);
      assertThat(values.get("rate")).isEqualTo(0.25);
    }
  }

  @Test
  @DisplayName("lets no subnormal number stay in the optimizer's memory")
  void flushes() {
    Model model =
        Fixtures.model(
            Shape.of(2),
            (scope, x) -> x.mul(scope.parameter("w", Shape.of(2), Initializer.constant(0))));
    LearnerSpec spec =
        LearnerSpec.of(
            model,
            Fixtures.weights(model, 0),
            Fixtures.sum(x -> x),
            Fixtures.noSignature(),
            Adam.of(0.001));
    StepInput live = Fixtures.inputsOnly(HostTensor.ofFloats(Shape.of(1, 2), 1, 1));
    StepInput dead = Fixtures.inputsOnly(HostTensor.ofFloats(Shape.of(1, 2), 0, 1));
    try (Learner learner = ModelLearner.open(session, spec)) {
      learner.step(live);
      for (int step = 1; step < 1000; step++) {
        learner.step(dead);
      }
      Weights moments = learner.optimizerState().slot(Adam.FIRST_MOMENT);
      assertThat(moments.get("w").floats().get(0)).isZero();
      assertThat(moments.get("w").floats().get(1)).isCloseTo(1, within(1e-5f));
    }
  }
}
