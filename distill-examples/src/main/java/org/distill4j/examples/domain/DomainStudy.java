package org.distill4j.examples.domain;

import java.util.List;
import java.util.Map;
import org.distill4j.core.data.Mixture;
import org.distill4j.core.data.Split;
import org.distill4j.core.data.Unlabelled;
import org.distill4j.core.layer.Activation;
import org.distill4j.core.layer.Dense;
import org.distill4j.core.layer.Sequential;
import org.distill4j.core.loss.CoralLoss;
import org.distill4j.core.loss.CrossEntropyLoss;
import org.distill4j.core.loss.DistillationLoss;
import org.distill4j.core.loss.WeightedLosses;
import org.distill4j.core.metric.Metrics;
import org.distill4j.core.model.Models;
import org.distill4j.data.Dataset;
import org.distill4j.examples.mnist.Mnist;
import org.distill4j.examples.trial.Study;
import org.distill4j.examples.trial.StudyColumn;
import org.distill4j.examples.trial.StudyEngine;
import org.distill4j.examples.trial.StudyResults;
import org.distill4j.loss.Loss;
import org.distill4j.model.Model;
import org.distill4j.model.Weights;
import org.distill4j.optim.Adam;
import org.distill4j.teacher.Teacher;
import org.distill4j.tensor.Shape;
import org.distill4j.train.TrainingPlan;

/**
 * A teacher of MNIST's digits, and students for optical ones whose labels nobody gives: on MNIST's
 * labels alone, on what the teacher says of the optical digits, on both; and, to know how far one
 * could get, on the optical digits' labels.
 */
final class DomainStudy implements Study<Mnist> {
  static final StudyColumn TARGET =
      new StudyColumn(Metrics.accuracy().name(), "optical digits right", StudyColumn.Unit.PERCENT);
  static final StudyColumn SOURCE =
      new StudyColumn("source", "MNIST right", StudyColumn.Unit.PERCENT);

  /** The small model's last hidden layer. */
  private static final String FEATURES = "relu2";

  private static final double ALIGNMENT = 1;

  private static final Sequential LAYERS =
      Sequential.of(
          Dense.of(784, 512),
          Activation.RELU,
          Dense.of(512, 256),
          Activation.RELU,
          Dense.of(256, 10));

  private final Model large = Models.of(Shape.of(784), LAYERS);

  /** The teacher as it sees small digits; its weights are those of the large one. */
  private final Model enlarging =
      Models.of(
          Shape.of(64),
          (scope, digits) -> LAYERS.forward(scope, new EnlargedDigits().forward(scope, digits)));

  private final Model small = Models.mlp(64, 128, 64, 10);
  private final int epochs;

  DomainStudy(int epochs) {
    this.epochs = epochs;
  }

  @Override
  public StudyResults run(StudyEngine bench, Mnist digits, long... seeds) {
    Run run = new Run(bench, digits);
    for (long seed : seeds) {
      run.once(seed);
    }
    return run.trials;
  }

  private final class Run {
    private final StudyResults trials = new StudyResults(TARGET, SOURCE);
    private final StudyEngine bench;
    private final Mnist mnist;
    private final Dataset source;
    private final Dataset sourceTest;
    private final Dataset target;
    private final Dataset targetTest;

    Run(StudyEngine bench, Mnist mnist) {
      Split optical = OpticalDigits.split();
      this.bench = bench;
      this.mnist = mnist;
      this.source = ReducedDigits.of(mnist.train());
      this.sourceTest = ReducedDigits.of(mnist.test());
      this.target = optical.first();
      this.targetTest = optical.second();
    }

    void once(long seed) {
      Weights taught =
          bench.train("teacher", plan(large, mnist.train().flat(), seed).loss(labels()));
      Teacher teacher = bench.teacher(enlarging, taught);
      Dataset unlabelled = Unlabelled.of(target);
      Dataset mixed = Mixture.balanced(source, unlabelled);
      measure("teacher", enlarging, taught, seed);
      student("MNIST's labels", seed, plan(source, seed).loss(labels()));
      student("soft targets", seed, plan(unlabelled, seed).teacher(teacher).loss(soft()));
      student(
          "MNIST's labels and soft targets", seed, plan(mixed, seed).teacher(teacher).loss(soft()));
      student("MNIST's labels and CORAL", seed, plan(mixed, seed).loss(aligned(labels())));
      student(
          "labels, soft targets and CORAL",
          seed,
          plan(mixed, seed).teacher(teacher).loss(aligned(soft())));
      student("optical labels (upper bound)", seed, plan(target, seed).loss(labels()));
    }

    private TrainingPlan.Builder plan(Dataset data, long seed) {
      return plan(small, data, seed);
    }

    /** As many steps on few digits as on many. */
    private TrainingPlan.Builder plan(Model model, Dataset data, long seed) {
      int times = Math.max(1, source.size() / data.size());
      return TrainingPlan.of(model, data)
          .optimizer(Adam.of(1e-3))
          .epochs(epochs * times)
          .seed(seed);
    }

    private void student(String name, long seed, TrainingPlan.Builder plan) {
      measure(name, small, bench.train(name, plan), seed);
    }

    private void measure(String name, Model model, Weights weights, long seed) {
      trials.add(
          name,
          seed,
          Map.of(
              TARGET.name(), accuracy(model, weights, targetTest),
              SOURCE.name(), accuracy(model, weights, sourceTest)));
    }

    private double accuracy(Model model, Weights weights, Dataset data) {
      return bench
          .measure(model, weights, data, List.of(), Metrics.accuracy())
          .getOrDefault(TARGET.name(), Double.NaN);
    }
  }

  private static Loss labels() {
    return CrossEntropyLoss.ofLabels();
  }

  /** A loss, and the last hidden layer's values on both kinds of digits made alike. */
  private static Loss aligned(Loss loss) {
    return WeightedLosses.of("task", loss, 1).and("coral", CoralLoss.of(FEATURES), ALIGNMENT);
  }

  /** Digits without a label take the teacher's term alone. */
  private static Loss soft() {
    return DistillationLoss.of(2, 0.5);
  }
}
