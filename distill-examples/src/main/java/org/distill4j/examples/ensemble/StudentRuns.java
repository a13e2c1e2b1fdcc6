package org.distill4j.examples.ensemble;

import java.util.List;
import org.distill4j.core.cache.CachedTeacher;
import org.distill4j.core.data.Augmented;
import org.distill4j.core.data.AugmentedCopies;
import org.distill4j.core.data.Jitter;
import org.distill4j.core.loss.CrossEntropyLoss;
import org.distill4j.core.loss.DistillationLoss;
import org.distill4j.core.metric.Metrics;
import org.distill4j.data.Dataset;
import org.distill4j.examples.mnist.Mnist;
import org.distill4j.examples.trial.StudyColumn;
import org.distill4j.examples.trial.StudyEngine;
import org.distill4j.examples.trial.StudyResults;
import org.distill4j.model.Model;
import org.distill4j.model.Weights;
import org.distill4j.optim.Adam;
import org.distill4j.optim.Schedule;
import org.distill4j.teacher.Teacher;
import org.distill4j.tensor.Shape;
import org.distill4j.train.Metric;
import org.distill4j.train.TrainingPlan;

/** Trains models on labels or distils them, all in one way, and measures each. */
final class StudentRuns {
  static final StudyColumn ACCURACY =
      new StudyColumn(Metrics.accuracy().name(), "accuracy", StudyColumn.Unit.PERCENT);
  static final StudyColumn CROSS_ENTROPY =
      new StudyColumn(Metrics.crossEntropy().name(), "cross-entropy", StudyColumn.Unit.NUMBER);
  static final StudyColumn AGREEMENT =
      new StudyColumn(Metrics.agreement().name(), "agreement", StudyColumn.Unit.PERCENT);
  static final StudyColumn DIVERGENCE =
      new StudyColumn(Metrics.klToTeacher().name(), "KL, nats", StudyColumn.Unit.NUMBER);

  private static final Metric[] ALL = {
    Metrics.accuracy(), Metrics.crossEntropy(), Metrics.agreement(), Metrics.klToTeacher()
  };

  private static final Jitter SHIFT = new Jitter(Shape.of(1, 28, 28), 2, 0);
  private static final int COPIES = 8;

  private final StudyResults trials =
      new StudyResults(ACCURACY, CROSS_ENTROPY, AGREEMENT, DIVERGENCE);
  private final StudyEngine bench;
  private final Dataset train;
  private final Dataset shifted;
  private final Dataset test;
  private final int epochs;

  StudentRuns(StudyEngine bench, Mnist digits, int epochs) {
    this.bench = bench;
    Mnist unit = digits.withUnitPixels();
    this.train = unit.train().flat();
    this.shifted = AugmentedCopies.of(train, SHIFT, COPIES, 0);
    this.test = unit.test().flat();
    this.epochs = epochs;
  }

  StudyResults trials() {
    return trials;
  }

  Teacher teacher(Model model, Weights weights) {
    return bench.teacher(model, weights);
  }

  Weights onLabels(String name, Model model, long seed) {
    return bench.train(name, plan(model, seed).loss(CrossEntropyLoss.ofLabels()));
  }

  /** On labels, with the digits shifted anew in each epoch. */
  Weights onShiftedLabels(String name, Model model, long seed) {
    return bench.train(name, shiftedPlan(model, seed).loss(CrossEntropyLoss.ofLabels()));
  }

  TrainingPlan.Builder shiftedPlan(Model model, long seed) {
    return plan(model, Augmented.of(train, SHIFT, seed), epochs, seed);
  }

  /** The teacher's outputs for the shifted copies, computed once for all students. */
  Teacher onShifted(Teacher teacher) {
    return CachedTeacher.inMemory(teacher, shifted);
  }

  /** As many steps as on labels, on a fixed number of shifted copies. */
  Weights ofShifted(Teacher cached, DistillationLoss loss, String name, Model model, long seed) {
    int times = Math.max(1, epochs / COPIES);
    return bench.train(name, plan(model, shifted, times, seed).teacher(cached).loss(loss));
  }

  TrainingPlan.Builder plan(Model model, long seed) {
    return plan(model, train, epochs, seed);
  }

  TrainingPlan.Builder plan(Model model, Dataset data, int times, long seed) {
    return TrainingPlan.of(model, data)
        .optimizer(Adam.of(Schedule.cosine(2e-3, 0)))
        .epochs(times)
        .seed(seed);
  }

  /** Measures a model; agreement and divergence are with the given teacher. */
  void measure(String name, Model model, Weights weights, Teacher standard, long seed) {
    trials.add(name, seed, bench.measure(model, weights, test, List.of(standard), ALL));
  }

  void measure(String name, Teacher teacher, Teacher standard, long seed) {
    trials.add(name, seed, bench.measure(teacher, test, List.of(standard), ALL));
  }
}
