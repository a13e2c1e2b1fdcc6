package org.distill4j.examples.multitask;

import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.distill4j.core.cache.CachedTeacher;
import org.distill4j.core.data.Subset;
import org.distill4j.core.data.Unlabelled;
import org.distill4j.core.loss.CrossEntropyLoss;
import org.distill4j.core.loss.DistillationLoss;
import org.distill4j.core.metric.Metrics;
import org.distill4j.core.model.Models;
import org.distill4j.core.teacher.HeadTeacher;
import org.distill4j.data.Dataset;
import org.distill4j.examples.mnist.Mnist;
import org.distill4j.examples.trial.Study;
import org.distill4j.examples.trial.StudyColumn;
import org.distill4j.examples.trial.StudyEngine;
import org.distill4j.examples.trial.StudyResults;
import org.distill4j.model.Model;
import org.distill4j.model.Weights;
import org.distill4j.optim.Adam;
import org.distill4j.optim.Schedule;
import org.distill4j.teacher.Teacher;
import org.distill4j.train.TrainingPlan;

/**
 * A teacher of all tasks, and students of one: on labels alone and distilled, with all labels and
 * with one in a hundred.
 */
final class MultiTaskStudy implements Study<Mnist> {
  static final StudyColumn ACCURACY =
      new StudyColumn(Metrics.accuracy().name(), "accuracy", StudyColumn.Unit.PERCENT);
  static final StudyColumn CROSS_ENTROPY =
      new StudyColumn(Metrics.crossEntropy().name(), "cross-entropy", StudyColumn.Unit.NUMBER);
  static final StudyColumn AGREEMENT =
      new StudyColumn(
          Metrics.agreement().name(), "agreement with teacher", StudyColumn.Unit.PERCENT);

  private static final String ALONE_ALL = "alone, 100 % of labels";
  private static final int FEW = 100;

  private final DigitTask task;
  private final int epochs;

  MultiTaskStudy(DigitTask task, int epochs) {
    this.task = task;
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

  private static Adam adam() {
    return Adam.of(Schedule.cosine(1e-3, 0));
  }

  private final class Run {
    private final StudyResults trials =
        new StudyResults(ACCURACY, CROSS_ENTROPY, AGREEMENT).comparedWith(ALONE_ALL);
    private final Model large = MultiTaskTeacher.model();
    private final Model small = Models.mlp(784, 32, task.classes());
    private final StudyEngine bench;
    private final Dataset digits;
    private final Dataset train;
    private final Dataset test;

    Run(StudyEngine bench, Mnist mnist) {
      this.bench = bench;
      Mnist unit = mnist.withUnitPixels();
      this.digits = MultiTaskTeacher.labelled(unit.train().flat());
      this.train = task.alone(unit.train().flat());
      this.test = task.alone(unit.test().flat());
    }

    void once(long seed) {
      Teacher teacher = teacher(seed);
      int[] few = few(seed);
      Dataset fewLabels = Unlabelled.except(train, few);
      Dataset fewDigits = Subset.of(train, few);
      trials.add(
          "teacher's " + task + " head",
          seed,
          bench.measure(teacher, test, List.of(), Metrics.accuracy(), Metrics.crossEntropy()));
      // As many steps on few digits as on all of them.
      int more = epochs * (train.size() / few.length);
      student(ALONE_ALL, seed, teacher, alone(train, epochs));
      student("distilled, 100 % of labels", seed, teacher, distilled(train, teacher));
      student("alone, 1 % of labels", seed, teacher, alone(fewDigits, more));
      student("distilled, 1 % of labels", seed, teacher, distilled(fewLabels, teacher));
    }

    private Teacher teacher(long seed) {
      TrainingPlan.Builder plan =
          TrainingPlan.of(large, digits)
              .loss(MultiTaskTeacher.loss())
              .optimizer(adam())
              .epochs(epochs)
              .seed(seed);
      Weights weights = bench.train("teacher", plan);
      return HeadTeacher.of(bench.teacher(large, weights), task.head());
    }

    /** One digit in a hundred, by chance. */
    private int[] few(long seed) {
      SplittableRandom random = new SplittableRandom(seed);
      return random
          .ints(0, train.size())
          .distinct()
          .limit(Math.max(2, train.size() / FEW))
          .toArray();
    }

    private TrainingPlan.Builder alone(Dataset data, int times) {
      return TrainingPlan.of(small, data).loss(CrossEntropyLoss.ofLabels()).epochs(times);
    }

    private TrainingPlan.Builder distilled(Dataset data, Teacher teacher) {
      return TrainingPlan.of(small, data)
          .loss(DistillationLoss.of(2, 0.9))
          .teacher(CachedTeacher.inMemory(teacher, data))
          .epochs(epochs);
    }

    private void student(String name, long seed, Teacher teacher, TrainingPlan.Builder plan) {
      Weights weights = bench.train(name, plan.optimizer(adam()).seed(seed));
      Map<String, Double> values =
          bench.measure(
              small,
              weights,
              test,
              List.of(teacher),
              Metrics.accuracy(),
              Metrics.crossEntropy(),
              Metrics.agreement());
      trials.add(name, seed, values);
    }
  }
}
