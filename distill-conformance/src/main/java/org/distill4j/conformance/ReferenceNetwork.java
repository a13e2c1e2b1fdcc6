package org.distill4j.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
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
import org.distill4j.model.Inputs;
import org.distill4j.model.Mode;
import org.distill4j.model.Model;
import org.distill4j.model.Outputs;
import org.distill4j.model.Predictions;
import org.distill4j.model.Scope;
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
 * A network that is also written as a model, dense 4-8-3 with ReLU, as a reference for one in an
 * engine's own terms.
 */
public final class ReferenceNetwork {
  /** Of one example. */
  public static final TensorSpec INPUT = TensorSpec.floats(4);

  /** Of one example of a network of two inputs, "x" and "mask", in this order. */
  public static final Map<String, TensorSpec> MASKED_INPUTS = maskedInputs();

  private static final Model MODEL = Models.mlp(4, 8, 3);
  private static final Model MASKED_MODEL = new MaskedModel();
  private static final int EXAMPLES = 80;
  private static final int FEATURES = 4;
  private static final int CLASSES = 3;

  private ReferenceNetwork() {}

  private record MaskedModel() implements Model {
    @Override
    public Map<String, TensorSpec> inputs() {
      return MASKED_INPUTS;
    }

    @Override
    public Outputs forward(Scope scope, Inputs inputs) {
      return MODEL.forward(scope, Inputs.of(inputs.get("x").mul(inputs.get("mask"))));
    }
  }

  private static Map<String, TensorSpec> maskedInputs() {
    Map<String, TensorSpec> inputs = new LinkedHashMap<>();
    inputs.put("x", INPUT);
    inputs.put("mask", INPUT);
    return Collections.unmodifiableMap(inputs);
  }

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
    assertLearnsAlike(network, session, MODEL, data(), change);
  }

  /**
   * Does the same with a network of two inputs, {@link #MASKED_INPUTS}: their product goes through
   * dense 4-8-3.
   *
   * @param network the network, as above
   * @param session where the network's loss and update run, and all of the model
   */
  public static void assertMaskedLearnsAlike(EngineNetwork network, Session session) {
    assertLearnsAlike(network, session, MASKED_MODEL, maskedData(), plan -> plan);
  }

  private static void assertLearnsAlike(
      EngineNetwork network,
      Session session,
      Model model,
      Dataset data,
      UnaryOperator<TrainingPlan.Builder> change) {
    Weights initial = Weights.initial(Recorder.forward(model, Mode.EVALUATION, 1).parameters(), 7);
    network.set(converted(initial, network));
    List<Double> theirs = losses(session, change.apply(plan(EngineModel.of(network), data)));
    List<Double> ours = losses(session, change.apply(plan(model, data).initialWeights(initial)));
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
    return plan(student, data());
  }

  private static TrainingPlan.Builder plan(Model student, Dataset data) {
    return TrainingPlan.of(student, data)
        .teacher(
            FunctionTeacher.of(
                Map.of("logits", TensorSpec.floats(CLASSES)), "doubled", ReferenceNetwork::doubled))
        .loss(DistillationLoss.of(3, 0.6))
        .optimizer(Adam.of(0.01))
        .clipping(Clipping.byNorm(0.5))
        .batchSize(16)
        .epochs(4)
        .validation(data, Metrics.agreement());
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

  /** {@return the same points, and a mask for every second of them that hides its last number} */
  public static Dataset maskedData() {
    float[] mask = new float[EXAMPLES * FEATURES];
    for (int i = 0; i < mask.length; i++) {
      mask[i] = i % (2 * FEATURES) == FEATURES - 1 ? 0 : 1;
    }
    Batch all = data().batch(IntStream.range(0, EXAMPLES).toArray());
    Map<String, HostTensor> inputs = new LinkedHashMap<>();
    inputs.put("x", all.input());
    inputs.put("mask", HostTensor.ofFloats(Shape.of(EXAMPLES, FEATURES), mask));
    return InMemoryDataset.of(inputs, all.labels());
  }

  /** Scores of the classes: the first three numbers, doubled. */
  private static Predictions doubled(Batch batch) {
    boolean named = batch.inputs().containsKey("x");
    HostTensor features = batch.input(named ? "x" : Inputs.INPUT);
    HostTensor scores = HostTensor.allocate(DType.FLOAT32, Shape.of(batch.size(), CLASSES));
    for (int i = 0; i < scores.size(); i++) {
      int place = i / CLASSES * FEATURES + i % CLASSES;
      scores.floats().put(i, 2 * features.floats().get(place));
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
