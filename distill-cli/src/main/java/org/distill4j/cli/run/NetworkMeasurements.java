package org.distill4j.cli.run;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.distill4j.backend.Session;
import org.distill4j.cli.config.RunKeys;
import org.distill4j.cli.kind.KeyValues;
import org.distill4j.core.data.ExampleBytes;
import org.distill4j.core.loss.GaussianDistillationLoss;
import org.distill4j.core.loss.RegressionLoss;
import org.distill4j.core.loss.SigmoidDistillationLoss;
import org.distill4j.core.loss.WeightedLosses;
import org.distill4j.core.metric.DeadUnits;
import org.distill4j.core.metric.Evaluation;
import org.distill4j.core.metric.Latency;
import org.distill4j.core.metric.Metrics;
import org.distill4j.core.metric.NumberMetrics;
import org.distill4j.core.metric.SigmoidMetrics;
import org.distill4j.core.recipe.DistillationRecipe;
import org.distill4j.core.run.ModelPredictor;
import org.distill4j.core.summary.ModelSummary;
import org.distill4j.data.Batch;
import org.distill4j.data.Dataset;
import org.distill4j.loss.Loss;
import org.distill4j.model.Model;
import org.distill4j.model.Predictor;
import org.distill4j.model.Weights;
import org.distill4j.program.ShapeReader;
import org.distill4j.student.Answer;
import org.distill4j.teacher.Teacher;
import org.distill4j.tensor.HostTensor;
import org.distill4j.train.Metric;

/**
 * The measurements of a network.
 *
 * @param metrics the metrics by name, on the validation examples; empty without them
 * @param parameters the number of trained values
 * @param bytes the size of its weights as float32
 * @param flops the operations of one prediction, of the longest example
 * @param units its hidden units that are never active on the validation examples
 * @param one how long it takes for the longest example
 * @param many how long it takes for up to 64 at once
 */
public record NetworkMeasurements(
    Map<String, Double> metrics,
    long parameters,
    long bytes,
    long flops,
    DeadUnits units,
    Latency one,
    Latency many) {
  private static final int MANY = 64;

  /** Takes a copy. */
  public NetworkMeasurements {
    metrics = Collections.unmodifiableMap(new LinkedHashMap<>(metrics));
  }

  /**
   * Measures a network.
   *
   * @param session where it runs
   * @param run the run that says what is measured, and on what
   * @param model the network
   * @param weights its weights
   * @param teacher what it is compared with; empty for a teacher itself
   * @return what it is worth
   */
  public static NetworkMeasurements measure(
      Session session, RunFile run, Model model, Weights weights, Optional<Teacher> teacher) {
    Dataset data = run.validation().orElseGet(run::train);
    Map<String, HostTensor> longest = longest(data).inputs();
    ModelSummary summary =
        ModelSummary.summarize(model, new ShapeReader(model).read(longest).lengths());
    int[] many = IntStream.range(0, Math.min(ExampleBytes.rows(data, MANY), data.size())).toArray();
    try (Predictor predictor = ModelPredictor.open(session, model, weights)) {
      return new NetworkMeasurements(
          Evaluation.evaluate(
              predictor, data, teacher.stream().toList(), metrics(run, teacher.isPresent())),
          summary.parameters(),
          (summary.parameters() + summary.states()) * Float.BYTES,
          summary.flops(),
          DeadUnits.count(session, model, weights, data),
          Latency.measure(predictor, longest),
          Latency.measure(predictor, data.batch(many).inputs()));
    }
  }

  /**
   * Measures a teacher that is no network of this run.
   *
   * @param run the run that says what is measured, and on what
   * @param teacher the teacher
   * @return the metrics by name
   */
  public static Map<String, Double> measure(RunFile run, Teacher teacher) {
    Dataset data = run.validation().orElseGet(run::train);
    return Evaluation.evaluate(teacher, data, metrics(run, false));
  }

  /** Returns a batch of the longest example, which a network of free axes must take as well. */
  static Batch longest(Dataset data) {
    int index =
        IntStream.range(0, data.size())
            .reduce(0, (best, i) -> data.length(i) > data.length(best) ? i : best);
    return data.batch(index).withPadding(data.padding());
  }

  /** Returns metrics for the task of the loss, or of the first of a sum whose task is known. */
  private static List<Metric> usual(RunFile run) {
    return usual(loss(run)).orElseGet(() -> List.of(Metrics.accuracy(), Metrics.agreement()));
  }

  private static Optional<List<Metric>> usual(Loss loss) {
    if (loss instanceof WeightedLosses sum) {
      return sum.losses().stream().flatMap(each -> usual(each).stream()).findFirst();
    } else if (loss instanceof SigmoidDistillationLoss sigmoid) {
      return Optional.of(List.of(SigmoidMetrics.accuracy(sigmoid.task())));
    } else if (loss instanceof RegressionLoss regression) {
      return Optional.of(List.of(NumberMetrics.rmse(regression.output(), regression.labels())));
    } else if (loss instanceof GaussianDistillationLoss gaussian) {
      return Optional.of(List.of(NumberMetrics.rmse(gaussian.mean(), gaussian.labels())));
    }
    return Optional.empty();
  }

  static Loss loss(RunFile run) {
    KeyValues training = run.values().value(RunKeys.TRAINING_SECTION);
    Optional<Loss> ofRecipe = training.findValue(RunKeys.RECIPE).map(DistillationRecipe::loss);
    return ofRecipe.orElseGet(() -> training.value(RunKeys.LOSS));
  }

  /**
   * Returns the meaning of the student's outputs, by its loss, or the first of a sum that
   * determines it.
   */
  static Answer answer(RunFile run) {
    return answer(loss(run)).orElse(Answer.ONE_OF_MANY);
  }

  private static Optional<Answer> answer(Loss loss) {
    if (loss instanceof WeightedLosses sum) {
      return sum.losses().stream().flatMap(each -> answer(each).stream()).findFirst();
    } else if (loss instanceof SigmoidDistillationLoss sigmoid) {
      boolean binary = sigmoid.task() == SigmoidDistillationLoss.Task.BINARY;
      return Optional.of(binary ? Answer.ONE_OF_TWO : Answer.MANY_LABELS);
    }
    boolean numbers = loss instanceof RegressionLoss || loss instanceof GaussianDistillationLoss;
    return numbers ? Optional.of(Answer.NUMBERS) : Optional.empty();
  }

  /** Returns the metrics during or after the student's training, with a teacher or without. */
  static List<Metric> measured(RunFile run, boolean teacher) {
    return run.metrics()
        .filter(given -> run.validation().isPresent())
        .orElseGet(() -> metrics(run, teacher));
  }

  /**
   * Returns the metrics of the run, or those for its loss, that can be measured with the teacher or
   * without one.
   */
  static List<Metric> metrics(RunFile run, boolean teacher) {
    return run.metrics().orElseGet(() -> usual(run)).stream()
        .filter(metric -> metric.needs() == Metric.Needs.STUDENT || teacher)
        .toList();
  }
}
