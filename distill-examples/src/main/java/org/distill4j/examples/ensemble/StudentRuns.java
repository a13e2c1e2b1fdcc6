package org.distill4j.examples.ensemble;

import java.util.List;
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
import org.distill4j.teacher.Teacher;
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

  private final StudyResults trials =
      new StudyResults(ACCURACY, CROSS_ENTROPY, AGREEMENT, DIVERGENCE);
  private final StudyEngine bench;
  private final Dataset train;
  private final Dataset test;
  private final int epochs;

  StudentRuns(StudyEngine bench, Mnist digits, int epochs) {
    this.bench = bench;
    this.train = digits.train().flat();
    this.test = digits.test().flat();
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

  Weights of(Teacher teacher, DistillationLoss loss, String name, Model model, long seed) {
    return bench.train(name, plan(model, seed).teacher(teacher).loss(loss));
  }

  TrainingPlan.Builder plan(Model model, long seed) {
    return TrainingPlan.of(model, train).optimizer(Adam.of(1e-3)).epochs(epochs).seed(seed);
  }

  /** Measures a model; agreement and divergence are with the given teacher. */
  void measure(String name, Model model, Weights weights, Teacher standard, long seed) {
    trials.add(name, seed, bench.measure(model, weights, test, List.of(standard), ALL));
  }

  void measure(String name, Teacher teacher, Teacher standard, long seed) {
    trials.add(name, seed, bench.measure(teacher, test, List.of(standard), ALL));
  }
}
