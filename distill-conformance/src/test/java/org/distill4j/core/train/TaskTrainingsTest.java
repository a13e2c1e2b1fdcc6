package org.distill4j.core.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.distill4j.backend.Backend;
import org.distill4j.backend.Session;
import org.distill4j.backend.SessionOptions;
import org.distill4j.conformance.reference.ReferenceBackend;
import org.distill4j.core.data.IgnoredLabels;
import org.distill4j.core.data.InMemoryDataset;
import org.distill4j.core.layer.Activation;
import org.distill4j.core.layer.ChannelsLast;
import org.distill4j.core.layer.Conv2d;
import org.distill4j.core.layer.Sequential;
import org.distill4j.core.loss.DistillationLoss;
import org.distill4j.core.loss.RegressionLoss;
import org.distill4j.core.loss.SigmoidDistillationLoss;
import org.distill4j.core.loss.SigmoidDistillationLoss.Task;
import org.distill4j.core.metric.Average;
import org.distill4j.core.metric.Metrics;
import org.distill4j.core.metric.NumberMetrics;
import org.distill4j.core.metric.SigmoidMetrics;
import org.distill4j.core.model.Models;
import org.distill4j.core.teacher.FunctionTeacher;
import org.distill4j.data.Batch;
import org.distill4j.data.Dataset;
import org.distill4j.loss.Loss;
import org.distill4j.loss.Weighting;
import org.distill4j.model.Model;
import org.distill4j.model.Predictions;
import org.distill4j.optim.Adam;
import org.distill4j.teacher.Teacher;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.TensorSpec;
import org.distill4j.train.EarlyStopping;
import org.distill4j.train.Metric;
import org.distill4j.train.TrainingPlan;
import org.distill4j.tutorial.ArrayBackend;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("A student of another task than one of many classes learns from its teacher:")
class TaskTrainingsTest {
  private static final int EXAMPLES = 64;
  private static final int SIDE = 5;

  static Stream<Backend> backends() {
    return Stream.of(new ReferenceBackend(), new ArrayBackend());
  }

  private static HostTensor random(long seed, int... dims) {
    SplittableRandom random = new SplittableRandom(seed);
    Shape shape = Shape.of(dims);
    float[] values = new float[(int) shape.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextDouble(-1, 1);
    }
    return HostTensor.ofFloats(shape, values);
  }

  /** A teacher whose outputs are made of an example's input. */
  private static Teacher teacher(UnaryOperator<float[]> rule, int... dims) {
    TensorSpec spec = TensorSpec.floats(dims);
    return FunctionTeacher.of(
        Map.of("logits", spec),
        "rule",
        batch -> {
          HostTensor said = HostTensor.allocate(spec.batched(batch.size()));
          int length = said.size() / batch.size();
          for (int row = 0; row < batch.size(); row++) {
            float[] outputs = rule.apply(batch.input().rows(row, row + 1).toFloatArray());
            said.floats().put(row * length, outputs);
          }
          return Predictions.logits(said);
        });
  }

  private static Map<String, Double> train(
      Backend backend, Model student, Dataset data, Teacher teacher, Loss loss, Metric... metrics) {
    try (Session session = backend.open(SessionOptions.defaults())) {
      TrainingPlan plan =
          TrainingPlan.of(student, data)
              .teacher(teacher)
              .loss(loss)
              .optimizer(Adam.of(0.02))
              .epochs(40)
              .batchSize(16)
              .partSize(6)
              .validation(data, metrics)
              .earlyStopping(new EarlyStopping(10))
              .build();
      var epochs = new SessionTrainer(session).train(plan).epochs();
      return epochs.get(epochs.size() - 1).metrics();
    }
  }

  private static double of(Map<String, Double> metrics, String name) {
    return Objects.requireNonNull(metrics.get(name));
  }

  /** A pixel is of the class 1 where it and the one right of it add up to more than 0. */
  private static float[] pixels(float... image) {
    float[] logits = new float[2 * image.length];
    for (int i = 0; i < image.length; i++) {
      float next = i % SIDE == SIDE - 1 ? 0 : image[i + 1];
      logits[2 * i + 1] = 6 * (image[i] + next);
    }
    return logits;
  }

  @ParameterizedTest
  @MethodSource("backends")
  @DisplayName("a class for each pixel, borders that have none and pictures with weights")
  void segmenter(Backend backend) {
    HostTensor images = random(1, EXAMPLES, 1, SIDE, SIDE);
    int[] labels = new int[EXAMPLES * SIDE * SIDE];
    float[] weights = new float[EXAMPLES];
    for (int example = 0; example < EXAMPLES; example++) {
      float[] logits = pixels(images.rows(example, example + 1).toFloatArray());
      weights[example] = 1 + example % 3;
      for (int i = 0; i < SIDE * SIDE; i++) {
        int label = logits[2 * i + 1] > 0 ? 1 : 0;
        labels[example * SIDE * SIDE + i] = i % SIDE == 0 ? 255 : label;
      }
    }
    Dataset data =
        IgnoredLabels.of(
            InMemoryDataset.of(
                images,
                Map.of(
                    Batch.LABELS,
                    HostTensor.ofInts(Shape.of(EXAMPLES, SIDE, SIDE), labels),
                    "weight",
                    HostTensor.ofFloats(Shape.of(EXAMPLES), weights))),
            Batch.LABELS,
            255);
    Model student =
        Models.of(
            Shape.of(1, SIDE, SIDE),
            Sequential.of(
                Conv2d.of(1, 4, 3).withPadding(1),
                Activation.RELU,
                Conv2d.of(4, 2, 1),
                new ChannelsLast()));
    Map<String, Double> found =
        train(
            backend,
            student,
            data,
            teacher(TaskTrainingsTest::pixels, SIDE, SIDE, 2),
            DistillationLoss.of(2, 0.5).withClassWeights(1, 2).weighted(Weighting.by("weight")),
            Metrics.iou(),
            Metrics.agreement(),
            Metrics.weighted(Metrics.accuracy(), "weight"));
    assertThat(of(found, "iou")).isGreaterThan(0.9);
    assertThat(of(found, "agreement")).isGreaterThan(0.9);
    assertThat(of(found, "accuracy.weight")).isGreaterThan(0.9);
  }

  @ParameterizedTest
  @MethodSource("backends")
  @DisplayName("many labels, some of them unknown")
  void manyLabels(Backend backend) {
    HostTensor inputs = random(2, EXAMPLES, 4);
    UnaryOperator<float[]> sums = x -> new float[] {6 * (x[0] + x[1]), 6 * x[2], 6 * (x[3] - x[0])};
    int[] labels = new int[EXAMPLES * 3];
    for (int i = 0; i < labels.length; i++) {
      float logit = sums.apply(inputs.rows(i / 3, i / 3 + 1).toFloatArray())[i % 3];
      labels[i] = i % 7 == 0 ? -1 : logit > 0 ? 1 : 0;
    }
    Dataset data = InMemoryDataset.of(inputs, HostTensor.ofInts(Shape.of(EXAMPLES, 3), labels));
    Map<String, Double> found =
        train(
            backend,
            Models.mlp(4, 8, 3),
            data,
            teacher(sums, 3),
            SigmoidDistillationLoss.multiLabel(2, 0.5),
            SigmoidMetrics.f1(Task.MULTI_LABEL, Average.MACRO),
            SigmoidMetrics.exactMatch(Task.MULTI_LABEL),
            SigmoidMetrics.auroc(Task.MULTI_LABEL));
    assertThat(of(found, "multiLabelF1Macro")).isGreaterThan(0.9);
    assertThat(of(found, "multiLabelExactMatch")).isGreaterThan(0.8);
    assertThat(of(found, "multiLabelAuroc")).isGreaterThan(0.95);
  }

  @ParameterizedTest
  @MethodSource("backends")
  @DisplayName("a number, by squares and by Huber's distance")
  void numbers(Backend backend) {
    HostTensor inputs = random(3, EXAMPLES, 4);
    UnaryOperator<float[]> rule = x -> new float[] {2 * x[0] - x[1] + x[2] * x[3]};
    float[] wanted = new float[EXAMPLES];
    for (int i = 0; i < EXAMPLES; i++) {
      wanted[i] = rule.apply(inputs.rows(i, i + 1).toFloatArray())[0];
    }
    Dataset data = InMemoryDataset.of(inputs, HostTensor.ofFloats(Shape.of(EXAMPLES), wanted));
    for (Loss loss : List.of(RegressionLoss.of(0.5), RegressionLoss.of(0.5).withHuber(0.5))) {
      Map<String, Double> found =
          train(
              backend,
              Models.mlp(4, 12, 1),
              data,
              teacher(rule, 1),
              loss,
              NumberMetrics.rmse(),
              NumberMetrics.r2(),
              NumberMetrics.spearman());
      assertThat(of(found, "r2")).isGreaterThan(0.9);
      assertThat(of(found, "spearman")).isGreaterThan(0.9);
    }
  }
}
