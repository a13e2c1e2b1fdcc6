package org.distill4j.core.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.distill4j.backend.Session;
import org.distill4j.backend.SessionOptions;
import org.distill4j.core.data.InMemoryDataset;
import org.distill4j.core.loss.CrossEntropyLoss;
import org.distill4j.core.metric.Metrics;
import org.distill4j.core.run.ModelPredictor;
import org.distill4j.core.train.SessionTrainer;
import org.distill4j.core.train.TrainingStart;
import org.distill4j.data.Dataset;
import org.distill4j.loss.LossTerms;
import org.distill4j.model.Initializer;
import org.distill4j.model.Model;
import org.distill4j.model.Outputs;
import org.distill4j.model.Scope;
import org.distill4j.model.SingleInputModel;
import org.distill4j.optim.Adam;
import org.distill4j.optim.Clipping;
import org.distill4j.optim.Sgd;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.Tensor;
import org.distill4j.tensor.TensorSpec;
import org.distill4j.train.TrainingEvent;
import org.distill4j.train.TrainingPlan;
import org.distill4j.train.TrainingReport;
import org.distill4j.tutorial.ArrayBackend;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A network of an engine's own kind as a student")
class EngineModelTest {
  private final Session session = new ArrayBackend().open(SessionOptions.defaults());
  private final SessionTrainer trainer = new SessionTrainer(session);

  @AfterEach
  void close() {
    session.close();
  }

  /** The same network as a recorded model. */
  private record Recorded(HostTensor first) implements SingleInputModel {
    @Override
    public Shape inputShape() {
      return Shape.of(first.shape().dim(0));
    }

    @Override
    public Outputs forward(Scope scope, Tensor input) {
      Initializer copy = (values, shape, random) -> first.floats().get(0, values);
      Tensor weight = scope.child("layer").parameter("weight", first.shape(), copy);
      return Outputs.logits(input.matmul(weight));
    }
  }

  private static HostTensor first() {
    return HostTensor.ofFloats(Shape.of(2, 3), .1f, -.2f, .3f, .5f, 0, -.4f);
  }

  /** 23 points, every fifth without its class. */
  private static Dataset data() {
    Random random = new Random(11);
    float[] values = new float[46];
    int[] labels = new int[23];
    for (int i = 0; i < 23; i++) {
      values[2 * i] = (float) random.nextGaussian();
      values[2 * i + 1] = (float) random.nextGaussian();
      labels[i] = i % 5 == 0 ? -1 : values[2 * i] > 0 ? 0 : values[2 * i + 1] > 0 ? 1 : 2;
    }
    return InMemoryDataset.of(
        HostTensor.ofFloats(Shape.of(23, 2), values), HostTensor.ofInts(Shape.of(23), labels));
  }

  private List<Double> losses(Model student, UnaryOperator<TrainingPlan.Builder> change) {
    List<Double> losses = new ArrayList<>();
    TrainingPlan.Builder plan =
        TrainingPlan.of(student, data())
            .loss(CrossEntropyLoss.ofLabels())
            .batchSize(8)
            .epochs(4)
            .listener(
                event -> {
                  if (event instanceof TrainingEvent.StepCompleted step) {
                    losses.add(step.loss().total());
                  }
                });
    trainer.train(change.apply(plan).build());
    return losses;
  }

  private void assertSame(UnaryOperator<TrainingPlan.Builder> change) {
    List<Double> ours = losses(new Recorded(first()), change);
    List<Double> theirs = losses(EngineModel.of(new LinearNetwork(first())), change);
    assertThat(ours).hasSize(12);
    assertThat(theirs).hasSize(12);
    for (int i = 0; i < ours.size(); i++) {
      assertThat(theirs.get(i)).as("step %d", i).isCloseTo(ours.get(i), within(1e-5));
    }
  }

  @Test
  @DisplayName("learns as the same network does that is recorded, whatever optimizer and clipping")
  void same() {
    assertSame(plan -> plan.optimizer(Adam.of(0.05)));
    assertSame(plan -> plan.optimizer(Sgd.of(0.5).withNesterov(0.9)).clipping(Clipping.byNorm(.1)));
    assertSame(plan -> plan.optimizer(Sgd.of(0.5)).clipping(Clipping.byValue(0.05)));
  }

  @Test
  @DisplayName(
      "learns the same from a batch of several micro-batches, of which labelled rows count as a"
          + " whole")
  void microBatches() {
    assertSame(plan -> plan.optimizer(Adam.of(0.05)).microBatchSize(3));
  }

  @Test
  @DisplayName("reports all its weights, its states as it left them")
  void reports() {
    LinearNetwork network = new LinearNetwork(first());
    TrainingReport report =
        trainer.train(
            TrainingPlan.of(EngineModel.of(network), data())
                .loss(CrossEntropyLoss.ofLabels())
                .optimizer(Adam.of(0.05))
                .batchSize(8)
                .epochs(30)
                .validation(data(), Metrics.accuracy())
                .build());
    assertThat(report.best().metrics().get("accuracy")).isGreaterThan(0.8);
    assertThat(report.weights().names())
        .containsExactlyInAnyOrder(LinearNetwork.WEIGHT, LinearNetwork.RUNS);
    assertThat(network.weights().get(LinearNetwork.RUNS).toFloatArray()).containsExactly(90);
  }

  @Test
  @DisplayName("is refused together with a loss that trains weights of its own")
  void ownWeights() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                losses(
                    EngineModel.of(new LinearNetwork(first())),
                    plan ->
                        plan.optimizer(Adam.of(0.1))
                            .loss(
                                signals ->
                                    LossTerms.total(
                                        signals
                                            .scope()
                                            .parameter("w", Shape.of(3), Initializer.constant(1))
                                            .mul(signals.student().logits())
                                            .sum()))))
        .withMessageContaining("The loss keeps weights of its own, [loss.w], expected none")
        .withMessageContaining("\nMaybe write the student as a Model");
  }

  @Test
  @DisplayName("is refused with outputs that have no gradient, and as a recorded model")
  void refused() {
    LinearNetwork whole = new LinearNetwork(first(), TensorSpec.ints(3));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> EngineModel.of(whole))
        .withMessageContaining("\"logits\" of the network is INT32(3), expected FLOAT32");
    LinearNetwork network = new LinearNetwork(first());
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ModelPredictor.open(session, EngineModel.of(network), network.weights()))
        .withMessageContaining("\nMaybe use the network itself, which is a predictor.");
  }

  @Test
  @DisplayName("is refused where a training is taken in parts")
  void inMicroBatches() {
    TrainingPlan plan =
        TrainingPlan.of(EngineModel.of(new LinearNetwork(first())), data())
            .loss(CrossEntropyLoss.ofLabels())
            .optimizer(Sgd.of(0.1))
            .build();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TrainingStart.of(plan))
        .withMessageContaining("expected a recorded model.\nMaybe write the student as a Model.");
  }
}
