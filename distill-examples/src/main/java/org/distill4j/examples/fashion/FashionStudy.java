package org.distill4j.examples.fashion;

import java.util.List;
import java.util.stream.Stream;
import org.distill4j.core.cache.CachedTeacher;
import org.distill4j.core.data.Augmented;
import org.distill4j.core.data.AugmentedCopies;
import org.distill4j.core.data.HorizontalFlip;
import org.distill4j.core.layer.Activation;
import org.distill4j.core.layer.BatchNorm;
import org.distill4j.core.layer.Conv2d;
import org.distill4j.core.layer.Dense;
import org.distill4j.core.layer.Flatten;
import org.distill4j.core.layer.MaxPool2d;
import org.distill4j.core.layer.Sequential;
import org.distill4j.core.loss.CrossEntropyLoss;
import org.distill4j.core.loss.DistillationLoss;
import org.distill4j.core.metric.Metrics;
import org.distill4j.core.model.Models;
import org.distill4j.data.Dataset;
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
import org.distill4j.train.TrainingPlan;

/**
 * Deep to shallow (Ba and Caruana 2014): one convolutional network teaches networks of one hidden
 * layer, beside the same networks on labels alone, and on the teacher's labels, each with and
 * without pictures that are mirrored. What has several settings chooses on held-out pictures.
 */
final class FashionStudy implements Study<FashionMnist> {
  static final StudyColumn ACCURACY =
      new StudyColumn(Metrics.accuracy().name(), "accuracy", StudyColumn.Unit.PERCENT);
  static final StudyColumn CROSS_ENTROPY =
      new StudyColumn(Metrics.crossEntropy().name(), "cross-entropy", StudyColumn.Unit.NUMBER);
  static final StudyColumn CALIBRATION =
      new StudyColumn(
          Metrics.calibrationError().name(), "calibration error", StudyColumn.Unit.PERCENT);

  static final String TEACHER = "teacher";
  static final String ALONE = "alone";
  static final String ALONE_MIRRORED = "alone, mirrored too";
  static final String SOFT = "soft targets";
  static final String SOFT_MIRRORED = "soft targets, mirrored too";

  private static final Shape IMAGE = Shape.of(1, 28, 28);
  private static final int BATCH = 64;
  private static final double RATE = 2e-3;

  private static final Model DEEP =
      Models.of(
          IMAGE,
          block(1, 24)
              .then(MaxPool2d.of(2))
              .then(block(24, 48))
              .then(MaxPool2d.of(2))
              .then(block(48, 96))
              .then(new Flatten())
              .then(Dense.of(96 * 7 * 7, 10)));

  private final Model shallow;
  private final int epochs;
  private final int teacherEpochs;

  FashionStudy(int width, int epochs, int teacherEpochs) {
    this.shallow =
        Models.of(
            IMAGE,
            Sequential.of(
                new Flatten(), Dense.of(784, width), Activation.RELU, Dense.of(width, 10)));
    this.epochs = epochs;
    this.teacherEpochs = teacherEpochs;
  }

  private static Sequential block(int in, int out) {
    return Sequential.of(
        Conv2d.of(in, out, 3).withPadding(1).withoutBias(), BatchNorm.of(out), Activation.RELU);
  }

  @Override
  public StudyResults run(StudyEngine bench, FashionMnist clothes, long... seeds) {
    Run run = new Run(bench, clothes);
    for (long seed : seeds) {
      run.once(seed);
    }
    return run.trials;
  }

  private final class Run {
    private final StudyResults trials =
        new StudyResults(ACCURACY, CROSS_ENTROPY, CALIBRATION).comparedWith(ALONE_MIRRORED);
    private final StudyEngine bench;
    private final FashionMnist clothes;
    private final Dataset plain;
    private final Dataset mirrored;
    private final Teacher plainTeacher;
    private final Teacher mirroredTeacher;

    Run(StudyEngine bench, FashionMnist clothes) {
      this.bench = bench;
      this.clothes = clothes;
      Weights taught =
          bench.train(
              TEACHER,
              plan(DEEP, mirroring(clothes.learn(), 0), teacherEpochs, 0)
                  .loss(CrossEntropyLoss.ofLabels()));
      measure(TEACHER, DEEP, taught, 0);
      Teacher teacher = bench.teacher(DEEP, taught);
      plain = clothes.learn();
      mirrored = AugmentedCopies.of(plain, new HorizontalFlip(IMAGE), 2, 0);
      plainTeacher = CachedTeacher.inMemory(teacher, plain);
      mirroredTeacher = CachedTeacher.inMemory(teacher, mirrored);
    }

    void once(long seed) {
      Loss labels = CrossEntropyLoss.ofLabels();
      best(
          ALONE,
          seed,
          Stream.of(Math.max(1, epochs / 3), epochs)
              .map(times -> plan(shallow, plain, times, seed).loss(labels)));
      best(
          ALONE_MIRRORED,
          seed,
          Stream.of(plan(shallow, mirroring(plain, seed), epochs, seed).loss(labels)));
      best(SOFT, seed, soft(plain, plainTeacher, epochs, seed));
      best(SOFT_MIRRORED, seed, soft(mirrored, mirroredTeacher, Math.max(1, epochs / 2), seed));
    }

    private Stream<TrainingPlan.Builder> soft(Dataset data, Teacher teacher, int times, long seed) {
      return Stream.of(1, 4)
          .map(t -> DistillationLoss.of(t, 0.9))
          .map(loss -> plan(shallow, data, times, seed).teacher(teacher).loss(loss));
    }

    private void best(String name, long seed, Stream<TrainingPlan.Builder> settings) {
      measure(name, shallow, bench.best(name, clothes.heldOut(), settings), seed);
    }

    private void measure(String name, Model model, Weights weights, long seed) {
      trials.add(
          name,
          seed,
          bench.measure(
              model,
              weights,
              clothes.test(),
              List.of(),
              Metrics.accuracy(),
              Metrics.crossEntropy(),
              Metrics.calibrationError()));
    }
  }

  private static Dataset mirroring(Dataset pictures, long seed) {
    return Augmented.of(pictures, new HorizontalFlip(IMAGE), seed);
  }

  private static TrainingPlan.Builder plan(Model model, Dataset data, int epochs, long seed) {
    return TrainingPlan.of(model, data)
        .optimizer(Adam.of(Schedule.cosine(RATE, 0)))
        .epochs(epochs)
        .batchSize(BATCH)
        .seed(seed);
  }
}
