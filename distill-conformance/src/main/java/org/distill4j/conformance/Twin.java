package org.distill4j.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.distill4j.backend.Session;
import org.distill4j.core.data.InMemoryDataset;
import org.distill4j.core.engine.EngineModel;
import org.distill4j.core.loss.DistillationLoss;
import org.distill4j.core.metric.Metrics;
import org.distill4j.core.model.Models;
import org.distill4j.core.teacher.FunctionTeacher;
import org.distill4j.core.train.SessionTrainer;
import org.distill4j.data.Batch;
import org.distill4j.data.Dataset;
import org.distill4j.model.EngineNetwork;
import org.distill4j.model.Mode;
import org.distill4j.model.Model;
import org.distill4j.model.Predictions;
import org.distill4j.model.Weights;
import org.distill4j.optim.Adam;
import org.distill4j.optim.Clipping;
import org.distill4j.program.Recorder;
import org.distill4j.tensor.DType;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.TensorSpec;
import org.distill4j.train.TrainingEvent;
import org.distill4j.train.TrainingPlan;

/**
 * A network that is also written as a model, dense 4-8-3 with ReLU, to hold one that is written in
 * an engine's own terms against.
 */
public final class Twin {
  /** Of one example. */
  public static final TensorSpec INPUT = TensorSpec.floats(4);

  private static final Model MODEL = Models.mlp(4, 8, 3);
  private static final int EXAMPLES = 80;
  private static final int FEATURES = 4;
  private static final int CLASSES = 3;

  private Twin() {}

  /**
   * Trains the network and the model from the same weights for 20 steps, of batches with labelled
   * and unlabelled examples and a teacher, and asserts that they have the same losses.
   *
   * @param network dense 4-8-3 with ReLU and logits, its kernels and biases in the model's order;
   *     kernels may be (out, in), and biases rows
   * @param session where the network's loss and update run, and all of the model
   * @param change what is else in the plan
   */
  public static void assertLearnsAlike(
      EngineNetwork network, Session session, UnaryOperator<TrainingPlan.Builder> change) {
    Weights first = Weights.initial(Recorder.forward(MODEL, Mode.EVALUATION, 1).parameters(), 7);
    network.set(converted(first, network));
    List<Double> theirs = losses(session, change.apply(plan(EngineModel.of(network))));
    List<Double> ours = losses(session, change.apply(plan(MODEL).initialWeights(first)));
    assertThat(ours).hasSize(20);
    assertThat(theirs).hasSize(20);
    for (int step = 0; step < 20; step++) {
      assertThat(theirs.get(step)).as("step %d", step).isCloseTo(ours.get(step), within(2e-5));
    }
    assertThat(ours.get(19)).isLessThan(ours.get(0));
  }

  /**
   * A training of 4 epochs of 5 steps, whose validation measures the agreement with the teacher.
   *
   * @param student a student of 4 features and 3 classes
   * @return the plan, to change
   */
  public static TrainingPlan.Builder plan(Model student) {
    return TrainingPlan.of(student, data())
        .teacher(
            FunctionTeacher.of(
                Map.of("logits", TensorSpec.floats(CLASSES)), "doubled", Twin::doubled))
        .loss(DistillationLoss.of(3, 0.6))
        .optimizer(Adam.of(0.01))
        .clipping(Clipping.byNorm(0.5))
        .batchSize(16)
        .epochs(4)
        .validation(data(), Metrics.agreement());
  }

  /** {@return 80 normal points, every fifth without its class} */
  public static Dataset data() {
    Random random = new Random(5);
    float[] values = new float[EXAMPLES * FEATURES];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    int[] labels = new int[EXAMPLES];
    for (int i = 0; i < EXAMPLES; i++) {
      labels[i] = i % 5 == 0 ? -1 : i % CLASSES;
    }
    return InMemoryDataset.of(
        HostTensor.ofFloats(Shape.of(EXAMPLES, FEATURES), values),
        HostTensor.ofInts(Shape.of(EXAMPLES), labels));
  }

  /** Scores of the classes: the first three numbers, doubled. */
  private static Predictions doubled(Batch batch) {
    HostTensor scores = HostTensor.allocate(DType.FLOAT32, Shape.of(batch.size(), CLASSES));
    for (int i = 0; i < scores.size(); i++) {
      int place = i / CLASSES * FEATURES + i % CLASSES;
      scores.floats().put(i, 2 * batch.input().floats().get(place));
    }
    return Predictions.logits(scores);
  }

  private static List<Double> losses(Session session, TrainingPlan.Builder plan) {
    List<Double> losses = new ArrayList<>();
    new SessionTrainer(session)
        .train(
            plan.listener(
                    event -> {
                      if (event instanceof TrainingEvent.StepCompleted step) {
                        losses.add(step.loss().total());
                      }
                    })
                .build());
    return losses;
  }

  /** The model's weights under the names and in the layout of the network. */
  private static Weights converted(Weights ours, EngineNetwork network) {
    Iterator<HostTensor> values = ours.asMap().values().iterator();
    Map<String, HostTensor> theirs = new LinkedHashMap<>();
    network
        .weights()
        .asMap()
        .forEach((name, old) -> theirs.put(name, converted(values.next(), old.shape())));
    return Weights.of(theirs);
  }

  private static HostTensor converted(HostTensor value, Shape wanted) {
    boolean turned =
        value.shape().rank() == 2
            && wanted.equals(Shape.of(value.shape().dim(1), value.shape().dim(0)));
    return turned ? transposed(value) : value.reshape(wanted);
  }

  private static HostTensor transposed(HostTensor matrix) {
    int rows = matrix.shape().dim(0);
    int columns = matrix.shape().dim(1);
    HostTensor turned = HostTensor.allocate(DType.FLOAT32, Shape.of(columns, rows));
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        turned.floats().put(j * rows + i, matrix.floats().get(i * columns + j));
      }
    }
    return turned;
  }
}
