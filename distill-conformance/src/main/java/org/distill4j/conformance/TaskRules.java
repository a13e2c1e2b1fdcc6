package org.distill4j.conformance;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import java.util.function.IntToDoubleFunction;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.distill4j.core.loss.DistillationLoss;
import org.distill4j.core.loss.GaussianDistillationLoss;
import org.distill4j.core.loss.RegressionLoss;
import org.distill4j.core.loss.SigmoidDistillationLoss;
import org.distill4j.data.Batch;
import org.distill4j.loss.Loss;
import org.distill4j.loss.LossTerms;
import org.distill4j.loss.Weighting;
import org.distill4j.model.Outputs;
import org.distill4j.model.Predictions;
import org.distill4j.model.Weights;
import org.distill4j.optim.Progress;
import org.distill4j.optim.Sgd;
import org.distill4j.program.StepInput;
import org.distill4j.program.StepSignature;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.TensorSpec;
import org.distill4j.train.LearnerSpec;

/**
 * The objectives of other tasks than one of many classes, and weighted positions, against formulas
 * in double precision without any tensor algebra.
 */
final class TaskRules {
  private static final int ROWS = 6;
  private static final double STEP = 1e-5;
  private static final double ALPHA = 0.6;

  private TaskRules() {}

  static List<Rule> all() {
    return List.of(
        new Rule(
            "LOSS-09",
            "objectives of single logits, many labels, numbers and distributions have their closed"
                + " form, value and gradient",
            List.of(binary(), manyLabels(), squares(), huber(), gaussian())),
        new Rule(
            "LOSS-10",
            "positions count by their labels, masks and weights, in a batch that is split too",
            List.of(positions(ROWS), positions(4), positions(1))));
  }

  /**
   * One objective.
   *
   * @param loss the loss
   * @param outputs the shape of each output for one example
   * @param labels the labels of all rows
   * @param closed its value for the student's outputs and the teacher's, row by row
   */
  private record Task(
      Loss loss, Map<String, Shape> outputs, Map<String, HostTensor> labels, Closed closed) {
    private FreeOutputs model() {
      return new FreeOutputs(ROWS, outputs);
    }

    private HostTensor table(long seed) {
      int width = outputs.values().stream().mapToInt(shape -> (int) shape.size()).sum();
      return SeededValues.between(-3, 3, seed, ROWS, width);
    }

    void check(BackendUnderTest subject, int rowsOfMicroBatch) {
      HostTensor student = table(181);
      HostTensor teacher = table(182);
      StepGradients found =
          subject.session().gradients(spec(student), step(teacher, rowsOfMicroBatch));
      double[] theirs = doubles(teacher);
      ToDoubleFunction<double[]> value = own -> closed.value(own, theirs);
      Closeness.requireTerms(
          Map.of(LossTerms.TOTAL, found.terms().getOrDefault(LossTerms.TOTAL, Double.NaN)),
          Map.of(LossTerms.TOTAL, value.applyAsDouble(doubles(student))),
          Tolerances.family(2));
      Closeness.requireGradients(
          found.gradients(),
          Map.of(FreeLogits.LOGITS, gradient(value, doubles(student))),
          Tolerances.familyGradient(2));
    }

    private LearnerSpec spec(HostTensor student) {
      Map<String, TensorSpec> predictions = new LinkedHashMap<>();
      outputs.forEach((name, shape) -> predictions.put(name, TensorSpec.floats(shape.dims())));
      Map<String, TensorSpec> kinds = new LinkedHashMap<>();
      labels.forEach(
          (name, all) -> kinds.put(name, new TensorSpec(all.type(), all.shape().withoutBatch())));
      StepSignature signature = new StepSignature(kinds, List.of(predictions));
      Weights weights = Weights.of(Map.of(FreeLogits.LOGITS, student));
      return LearnerSpec.of(model(), weights, loss, signature, Sgd.of(1));
    }

    private StepInput step(HostTensor teacher, int rowsOfMicroBatch) {
      HostTensor ids = HostTensor.ofInts(Shape.of(ROWS), IntStream.range(0, ROWS).toArray());
      Batch batch = new Batch(new long[ROWS], ids, labels);
      Predictions predictions = Predictions.of(model().read(teacher));
      return StepInput.split(batch, List.of(predictions), new Progress(0, 10), rowsOfMicroBatch);
    }
  }

  @FunctionalInterface
  private interface Closed {
    double value(double[] student, double[] teacher);
  }

  private static double[] doubles(HostTensor tensor) {
    return IntStream.range(0, tensor.size()).mapToDouble(i -> tensor.floats().get(i)).toArray();
  }

  /** By central differences, whose error is far below what float32 rounds. */
  private static double[] gradient(ToDoubleFunction<double[]> value, double... at) {
    double[] gradient = new double[at.length];
    for (int i = 0; i < at.length; i++) {
      double before = at[i];
      at[i] = before + STEP;
      double more = value.applyAsDouble(at);
      at[i] = before - STEP;
      gradient[i] = (more - value.applyAsDouble(at)) / (2 * STEP);
      at[i] = before;
    }
    return gradient;
  }

  private static Rule.Case whole(String name, Task task) {
    return new Rule.Case(name, subject -> task.check(subject, ROWS));
  }

  private static Rule.Case binary() {
    int[] classes = {1, 0, -1, 1, 0, 0};
    return whole(
        "a single logit",
        new Task(
            SigmoidDistillationLoss.binary(2, ALPHA),
            Map.of(Outputs.LOGITS, Shape.of(1)),
            Map.of(Batch.LABELS, HostTensor.ofInts(Shape.of(ROWS), classes)),
            (own, theirs) -> sigmoid(own, theirs, classes)));
  }

  private static Rule.Case manyLabels() {
    int[] labels = {1, 0, -1, 0, 0, 1, 1, 1, -1, -1, -1, -1, 0, 1, 0, 1, 0, 0};
    return whole(
        "many labels",
        new Task(
            SigmoidDistillationLoss.multiLabel(2, ALPHA),
            Map.of(Outputs.LOGITS, Shape.of(3)),
            Map.of(Batch.LABELS, HostTensor.ofInts(Shape.of(ROWS, 3), labels)),
            (own, theirs) -> 3 * sigmoid(own, theirs, labels)));
  }

  private static double sigmoid(double[] own, double[] theirs, int... labels) {
    double soft = 0;
    double hard = 0;
    int known = 0;
    for (int i = 0; i < own.length; i++) {
      double p = 1 / (1 + Math.exp(-theirs[i] / 2));
      double q = 1 / (1 + Math.exp(-own[i] / 2));
      soft += p * Math.log(p / q) + (1 - p) * Math.log((1 - p) / (1 - q));
      if (labels[i] >= 0) {
        hard += Math.log1p(Math.exp(labels[i] == 1 ? -own[i] : own[i]));
        known++;
      }
    }
    return ALPHA * 4 * soft / own.length + (1 - ALPHA) * hard / known;
  }

  private static Rule.Case squares() {
    return regression("numbers", RegressionLoss.of(ALPHA), x -> x * x);
  }

  private static Rule.Case huber() {
    return regression(
        "numbers by Huber's distance",
        RegressionLoss.of(ALPHA).withHuber(0.7),
        x -> Math.abs(x) <= 0.7 ? x * x / 2 : 0.7 * (Math.abs(x) - 0.35));
  }

  private static Rule.Case regression(String name, Loss loss, DoubleUnaryOperator distance) {
    HostTensor wanted = SeededValues.between(-3, 3, 183, ROWS, 2);
    double[] labels = doubles(wanted);
    return whole(
        name,
        new Task(
            loss,
            Map.of(Outputs.LOGITS, Shape.of(2)),
            Map.of(Batch.LABELS, wanted),
            (own, theirs) ->
                mean(
                    own.length,
                    i ->
                        ALPHA * distance.applyAsDouble(own[i] - theirs[i])
                            + (1 - ALPHA) * distance.applyAsDouble(own[i] - labels[i]))));
  }

  private static double mean(int count, IntToDoubleFunction each) {
    return IntStream.range(0, count).mapToDouble(each).sum() / count;
  }

  private static Rule.Case gaussian() {
    HostTensor wanted = SeededValues.between(-3, 3, 184, ROWS, 1);
    double[] labels = doubles(wanted);
    Map<String, Shape> outputs = new LinkedHashMap<>();
    outputs.put("mean", Shape.of(1));
    outputs.put("logVariance", Shape.of(1));
    return whole(
        "distributions",
        new Task(
            GaussianDistillationLoss.of(ALPHA),
            outputs,
            Map.of(Batch.LABELS, wanted),
            (own, theirs) ->
                mean(
                    ROWS,
                    i -> {
                      double variance = Math.exp(own[2 * i + 1]);
                      double given = Math.exp(theirs[2 * i + 1]);
                      double apart = Math.pow(own[2 * i] - theirs[2 * i], 2);
                      double off = Math.pow(own[2 * i] - labels[i], 2);
                      double soft =
                          Math.log(variance / given) / 2 + (given + apart) / (2 * variance) - 0.5;
                      double hard = Math.log(2 * Math.PI * variance) / 2 + off / (2 * variance);
                      return ALPHA * soft + (1 - ALPHA) * hard;
                    })));
  }

  /** Two positions of three classes; some have no label, some no weight. */
  private static Rule.Case positions(int rowsOfMicroBatch) {
    int[] labels = {0, 2, -1, 1, 1, 0, 2, -1, -1, -1, 0, 1};
    int[] mask = {1, 1, 1, 0, 1, 1, 0, 0, 1, 0, 1, 1};
    double[] each = {1, 0.5, 2, 0, 3, 1};
    double[] classes = {1, 2, 4};
    float[] weights = {1, 0.5f, 2, 0, 3, 1};
    Task task =
        new Task(
            DistillationLoss.of(2, ALPHA)
                .withClassWeights(classes)
                .weighted(Weighting.by("mask").times(Weighting.by("each"))),
            Map.of(Outputs.LOGITS, Shape.of(2, 3)),
            Map.of(
                Batch.LABELS,
                HostTensor.ofInts(Shape.of(ROWS, 2), labels),
                "mask",
                HostTensor.ofInts(Shape.of(ROWS, 2), mask),
                "each",
                HostTensor.ofFloats(Shape.of(ROWS), weights)),
            (own, theirs) -> {
              double soft = 0;
              double hard = 0;
              double softWeights = 0;
              double hardWeights = 0;
              for (int i = 0; i < labels.length; i++) {
                double weight = mask[i] * each[i / 2];
                double[] given = logs(own, i, 2);
                double[] wanted = logs(theirs, i, 2);
                for (int c = 0; c < 3; c++) {
                  soft += weight * 4 * Math.exp(wanted[c]) * (wanted[c] - given[c]);
                }
                softWeights += weight;
                if (labels[i] >= 0) {
                  double ofClass = weight * classes[labels[i]];
                  hard -= ofClass * logs(own, i, 1)[labels[i]];
                  hardWeights += ofClass;
                }
              }
              return ALPHA * soft / softWeights + (1 - ALPHA) * hard / hardWeights;
            });
    return new Rule.Case(
        "parts of " + rowsOfMicroBatch + " rows", subject -> task.check(subject, rowsOfMicroBatch));
  }

  /** The log-softmax of three logits divided by a temperature. */
  private static double[] logs(double[] logits, int position, double temperature) {
    double[] scaled =
        IntStream.range(3 * position, 3 * position + 3)
            .mapToDouble(i -> logits[i] / temperature)
            .toArray();
    double sum = Math.exp(scaled[0]) + Math.exp(scaled[1]) + Math.exp(scaled[2]);
    return Arrays.stream(scaled).map(z -> z - Math.log(sum)).toArray();
  }
}
