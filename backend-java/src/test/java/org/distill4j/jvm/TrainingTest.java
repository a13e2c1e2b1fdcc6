package org.distill4j.jvm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.Stream;
import org.distill4j.core.layer.Activation;
import org.distill4j.core.layer.BatchNorm;
import org.distill4j.core.layer.Conv2d;
import org.distill4j.core.layer.Dense;
import org.distill4j.core.layer.Dropout;
import org.distill4j.core.layer.Embedding;
import org.distill4j.core.layer.Flatten;
import org.distill4j.core.layer.MaxPool2d;
import org.distill4j.core.layer.Sequential;
import org.distill4j.core.layer.TransformerBlock;
import org.distill4j.core.model.Models;
import org.distill4j.core.run.ModelLearner;
import org.distill4j.model.Model;
import org.distill4j.model.Weights;
import org.distill4j.optim.Adam;
import org.distill4j.optim.AdamW;
import org.distill4j.optim.Clipping;
import org.distill4j.optim.Optimizer;
import org.distill4j.optim.OptimizerState;
import org.distill4j.optim.Schedule;
import org.distill4j.optim.Sgd;
import org.distill4j.program.StepInput;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.TensorSpec;
import org.distill4j.train.Learner;
import org.distill4j.train.LearnerSpec;
import org.distill4j.train.LossValues;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("A training")
class TrainingTest {
  private static final int STEPS = 50;

  static Stream<Optimizer> optimizers() {
    return Stream.of(
        Sgd.of(0.1),
        Sgd.of(0.1).withWeightDecay(0.1),
        Sgd.of(0.05).withMomentum(0.9),
        Sgd.of(0.05).withNesterov(0.9).withWeightDecay(0.01),
        Adam.of(0.01),
        Adam.of(Schedule.cosine(0.02, 0.001)),
        AdamW.of(0.01, 0.1));
  }

  static Stream<Model> models() {
    Model convolution =
        Models.of(
            Shape.of(2, 6, 6),
            Sequential.of(
                Conv2d.of(2, 3, 3).withoutBias(),
                BatchNorm.of(3),
                Activation.RELU,
                MaxPool2d.of(2),
                new Flatten(),
                Dropout.of(0.3),
                Dense.of(12, JavaTrainings.CLASSES)));
    Model transformer =
        Models.of(
            TensorSpec.ints(3),
            Sequential.of(
                Embedding.of(5, 8),
                TransformerBlock.of(8, 2).withDropout(0.1),
                new Flatten(),
                Dense.of(24, JavaTrainings.CLASSES)));
    return Stream.of(JavaTrainings.mlp(), convolution, transformer);
  }

  @ParameterizedTest
  @MethodSource("optimizers")
  @DisplayName("goes the oracle's way with each optimizer")
  void optimizers(Optimizer optimizer) {
    compare(JavaTrainings.spec(JavaTrainings.mlp(), optimizer));
  }

  @ParameterizedTest
  @MethodSource("models")
  @DisplayName("goes the oracle's way with each kind of layer")
  void layers(Model model) {
    compare(JavaTrainings.spec(model, Adam.of(0.002)).withSeed(8));
  }

  @Test
  @DisplayName("goes the oracle's way with clipped gradients")
  void clipping() {
    LearnerSpec spec = JavaTrainings.spec(JavaTrainings.mlp(), Sgd.of(0.1));
    compare(spec.withClipping(Clipping.byNorm(0.2)));
    compare(spec.withClipping(Clipping.byNorm(1000)));
    compare(spec.withClipping(Clipping.byValue(0.02)));
  }

  private static void compare(LearnerSpec spec) {
    try (Learner mine = ModelLearner.open(ReferenceComparison.session(), spec);
        Learner exact = ModelLearner.open(ReferenceComparison.reference(), spec)) {
      List<LossValues> found = JavaTrainings.train(mine, spec.model(), 0, STEPS);
      List<LossValues> expected = JavaTrainings.train(exact, spec.model(), 0, STEPS);
      for (int i = 0; i < STEPS; i++) {
        assertClose(found.get(i), expected.get(i));
      }
      HostTensor inputs = JavaTrainings.batch(spec.model(), 5, 1000).input();
      ReferenceComparison.assertClose(
          "predictions",
          mine.predict(inputs).logits().toFloatArray(),
          ReferenceComparison.doubles(exact.predict(inputs).logits().toFloatArray()),
          1e-3);
      assertThat(mine.weights().names()).isEqualTo(exact.weights().names());
    }
  }

  private static void assertClose(LossValues found, LossValues expected) {
    expected
        .asMap()
        .forEach(
            (name, value) ->
                assertThat(found.get(name))
                    .describedAs(name)
                    .isCloseTo(value, within(1e-4 * Math.max(1, value))));
  }

  @Test
  @DisplayName("is not changed by splitting batches, evenly or not")
  void accumulation() {
    LearnerSpec spec =
        JavaTrainings.spec(JavaTrainings.mlp(), Adam.of(0.01)).withClipping(Clipping.byNorm(0.5));
    try (Learner whole = ModelLearner.open(ReferenceComparison.session(), spec);
        Learner split = ModelLearner.open(ReferenceComparison.session(), spec)) {
      for (int i = 0; i < STEPS; i++) {
        StepInput step = JavaTrainings.step(spec.model(), 8, i);
        assertClose(split.step(JavaTrainings.split(step, i % 2 == 0 ? 4 : 3)), whole.step(step));
      }
    }
  }

  @Test
  @DisplayName("gives each part of a split batch the state that the part before has left")
  void statesOfMicroBatches() {
    Model model = models().toList().get(1);
    LearnerSpec spec = JavaTrainings.spec(model, Sgd.of(0.01));
    StepInput step = JavaTrainings.split(JavaTrainings.step(model, 8, 0), 4);
    try (Learner mine = ModelLearner.open(ReferenceComparison.session(), spec);
        Learner exact = ModelLearner.open(ReferenceComparison.reference(), spec)) {
      mine.step(step);
      exact.step(step);
      exact
          .weights()
          .asMap()
          .forEach(
              (name, expected) ->
                  ReferenceComparison.assertClose(
                      name,
                      mine.weights().get(name).toFloatArray(),
                      ReferenceComparison.doubles(expected.toFloatArray()),
                      1e-5));
    }
  }

  @Test
  @DisplayName("repeats itself to the last bit")
  void repeats() {
    LearnerSpec spec = JavaTrainings.spec(models().toList().get(1), Adam.of(0.01)).withSeed(3);
    try (Learner one = ModelLearner.open(ReferenceComparison.session(), spec);
        Learner other = ModelLearner.open(ReferenceComparison.session(), spec)) {
      assertThat(JavaTrainings.train(one, spec.model(), 0, STEPS))
          .isEqualTo(JavaTrainings.train(other, spec.model(), 0, STEPS));
      assertThat(one.weights()).isEqualTo(other.weights());
    }
  }

  @ParameterizedTest
  @MethodSource("optimizers")
  @DisplayName("resumes from a snapshot as if it had not been interrupted")
  void resumes(Optimizer optimizer) {
    LearnerSpec spec = JavaTrainings.spec(JavaTrainings.mlp(), optimizer);
    try (Learner through = ModelLearner.open(ReferenceComparison.session(), spec)) {
      JavaTrainings.train(through, spec.model(), 0, 10);
      Weights weights = through.weights();
      OptimizerState state = through.optimizerState();
      List<LossValues> expected = JavaTrainings.train(through, spec.model(), 10, 20);
      assertThat(state.step()).isEqualTo(10);
      assertThat(state.slots().keySet()).containsExactlyElementsOf(optimizer.slots());
      try (Learner resumed =
          ModelLearner.open(ReferenceComparison.session(), spec.resume(weights, state))) {
        assertThat(JavaTrainings.train(resumed, spec.model(), 10, 20)).isEqualTo(expected);
        assertThat(resumed.weights()).isEqualTo(through.weights());
      }
    }
  }

  @Test
  @DisplayName("keeps a snapshot apart from later steps")
  void snapshots() {
    LearnerSpec spec = JavaTrainings.spec(JavaTrainings.mlp(), Adam.of(0.01));
    try (Learner learner = ModelLearner.open(ReferenceComparison.session(), spec)) {
      Weights before = learner.weights();
      assertThat(before).isEqualTo(spec.weights());
      JavaTrainings.train(learner, spec.model(), 0, 1);
      assertThat(before).isEqualTo(spec.weights());
      assertThat(learner.weights()).isNotEqualTo(before);
    }
  }
}
