package org.distill4j.examples.domain;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.distill4j.core.cache.CachedTeacher;
import org.distill4j.core.data.AugmentedCopies;
import org.distill4j.core.data.Jitter;
import org.distill4j.core.data.Mixture;
import org.distill4j.core.data.Split;
import org.distill4j.core.data.Unlabelled;
import org.distill4j.core.loss.CoralLoss;
import org.distill4j.core.loss.CrossEntropyLoss;
import org.distill4j.core.loss.DistillationLoss;
import org.distill4j.core.loss.WeightedLosses;
import org.distill4j.core.metric.Metrics;
import org.distill4j.core.model.Models;
import org.distill4j.core.teacher.EnsembleTeacher;
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
import org.distill4j.optim.Schedule;
import org.distill4j.teacher.Teacher;
import org.distill4j.tensor.Shape;
import org.distill4j.train.Metric;
import org.distill4j.train.TrainingPlan;

/**
 * Students for optical digits whose labels nobody gives. Large teachers learn MNIST's labels, with
 * their features of both kinds of digits made alike (CORAL); small students learn from MNIST's
 * labels alone, with CORAL, and from the teachers' soft targets for both kinds of digits. The last
 * row tells how far the optical digits' own labels would bring a student.
 */
final class DomainStudy implements Study<Mnist> {
  private static final Metric RIGHT = Metrics.accuracy();

  static final StudyColumn TARGET =
      new StudyColumn(Metrics.accuracy().name(), "optical digits right", StudyColumn.Unit.PERCENT);
  static final StudyColumn SOURCE =
      new StudyColumn("source", "MNIST right", StudyColumn.Unit.PERCENT);

  static final String PLAIN = "MNIST's labels";
  static final String SHIFTED = "MNIST's labels, shifted digits";
  static final String ALIGNED = "MNIST's labels and CORAL";
  static final String TAUGHT = "the ensemble's soft targets";

  /** The last hidden layer of all models here. */
  private static final String FEATURES = "relu2";

  private static final double ALIGNMENT = 1;
  private static final int MEMBERS = 5;
  private static final Jitter SHIFT = new Jitter(Shape.of(1, 28, 28), 4, 0);
  private static final int COPIES = 4;

  private final Model large = Models.mlp(64, 512, 256, 10);
  private final Model small = Models.mlp(64, 128, 64, 10);
  private final int epochs;

  DomainStudy(int epochs) {
    this.epochs = epochs;
  }

  @Override
  public StudyResults run(StudyEngine bench, Mnist digits, long... seeds) {
    Run run = new Run(bench, digits.withUnitPixels());
    for (long seed : seeds) {
      run.once(seed);
    }
    return run.trials;
  }

  private final class Run {
    private final StudyResults trials = new StudyResults(TARGET, SOURCE).comparedWith(SHIFTED);
    private final StudyEngine bench;
    private final Dataset source;
    private final Dataset shifted;
    private final Dataset sourceTest;
    private final Dataset target;
    private final Dataset targetTest;
    private final Dataset unlabelled;
    private final Dataset mixed;

    Run(StudyEngine bench, Mnist mnist) {
      Split optical = OpticalDigits.split();
      this.bench = bench;
      this.source = ReducedDigits.of(mnist.train());
      this.shifted = ReducedDigits.of(AugmentedCopies.of(mnist.train().flat(), SHIFT, COPIES, 0));
      this.sourceTest = ReducedDigits.of(mnist.test());
      this.target = optical.first();
      this.targetTest = optical.second();
      this.unlabelled = Unlabelled.of(target);
      this.mixed = Mixture.balanced(shifted, unlabelled);
    }

    void once(long seed) {
      Teacher[] teachers =
          IntStream.range(0, MEMBERS)
              .mapToObj(member -> teacher(1000 + seed * MEMBERS + member, seed))
              .toArray(Teacher[]::new);
      Teacher together = EnsembleTeacher.ofProbabilities(1, teachers);
      measured("ensemble of teachers", together, seed);
      student(PLAIN, seed, plan(small, source, seed).loss(labels()));
      student(SHIFTED, seed, plan(small, shifted, seed).loss(labels()));
      student(ALIGNED, seed, plan(small, mixed, seed).loss(aligned(labels())));
      student("one teacher's soft targets", seed, taught(teachers[0], seed).loss(soft()));
      student(TAUGHT, seed, taught(together, seed).loss(soft()));
      student("soft targets and CORAL", seed, taught(together, seed).loss(aligned(soft())));
      student("optical labels (upper bound)", seed, plan(small, target, seed).loss(labels()));
    }

    private TrainingPlan.Builder taught(Teacher teacher, long seed) {
      return plan(small, mixed, seed).teacher(CachedTeacher.inMemory(teacher, mixed));
    }

    private Teacher teacher(long from, long seed) {
      Weights weights = bench.train("teacher", plan(large, mixed, from).loss(aligned(labels())));
      measure("one teacher", large, weights, seed);
      return bench.teacher(large, weights);
    }

    /** Takes as many steps on few digits as on many. */
    private TrainingPlan.Builder plan(Model model, Dataset data, long seed) {
      int steps = epochs * source.size();
      return TrainingPlan.of(model, data)
          .optimizer(Adam.of(Schedule.cosine(1e-3, 0)))
          .epochs(Math.max(1, steps / data.size()))
          .seed(seed);
    }

    private void student(String name, long seed, TrainingPlan.Builder plan) {
      measure(name, small, bench.train(name, plan), seed);
    }

    private void measured(String name, Teacher teacher, long seed) {
      trials.add(
          name,
          seed,
          Map.of(
              TARGET.name(), accuracy(bench.measure(teacher, targetTest, List.of(), RIGHT)),
              SOURCE.name(), accuracy(bench.measure(teacher, sourceTest, List.of(), RIGHT))));
    }

    private void measure(String name, Model model, Weights weights, long seed) {
      trials.add(
          name,
          seed,
          Map.of(
              TARGET.name(),
              accuracy(bench.measure(model, weights, targetTest, List.of(), RIGHT)),
              SOURCE.name(),
              accuracy(bench.measure(model, weights, sourceTest, List.of(), RIGHT))));
    }
  }

  private static double accuracy(Map<String, Double> values) {
    return values.getOrDefault(RIGHT.name(), Double.NaN);
  }

  private static Loss labels() {
    return CrossEntropyLoss.ofLabels();
  }

  /** Returns a loss that also aligns the final hidden layer's values on both kinds of digits. */
  private static Loss aligned(Loss loss) {
    return WeightedLosses.of("task", loss, 1).and("coral", CoralLoss.of(FEATURES), ALIGNMENT);
  }

  /** Uses the teacher's term alone for digits without a label. */
  private static Loss soft() {
    return DistillationLoss.of(2, 0.5);
  }
}
