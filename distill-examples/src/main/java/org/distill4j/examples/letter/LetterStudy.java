package org.distill4j.examples.letter;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.distill4j.core.cache.CachedTeacher;
import org.distill4j.core.data.Augmented;
import org.distill4j.core.data.AugmentedCopies;
import org.distill4j.core.data.GaussianNoise;
import org.distill4j.core.data.InMemoryDataset;
import org.distill4j.core.data.Mixture;
import org.distill4j.core.data.Munge;
import org.distill4j.core.data.Unlabelled;
import org.distill4j.core.loss.CrossEntropyLoss;
import org.distill4j.core.loss.DistillationLoss;
import org.distill4j.core.metric.Metrics;
import org.distill4j.core.model.Models;
import org.distill4j.core.run.ModelPredictor;
import org.distill4j.data.Batch;
import org.distill4j.data.Dataset;
import org.distill4j.examples.trial.Study;
import org.distill4j.examples.trial.StudyColumn;
import org.distill4j.examples.trial.StudyEngine;
import org.distill4j.examples.trial.StudyResults;
import org.distill4j.model.Model;
import org.distill4j.model.Outputs;
import org.distill4j.model.Predictor;
import org.distill4j.model.Weights;
import org.distill4j.optim.Adam;
import org.distill4j.optim.Schedule;
import org.distill4j.teacher.Teacher;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Shape;
import org.distill4j.train.TrainingPlan;

/**
 * Model compression (Bucilă, Caruana and Niculescu-Mizil 2006): a forest teaches a small network,
 * on letters that MUNGE makes from the labelled ones. Beside it, what needs no teacher: labels
 * alone, with input noise too, and the labels of the nearest labelled letters for the same made
 * ones. Each chooses its settings on the same held-out letters.
 */
final class LetterStudy implements Study<Letters> {
  static final StudyColumn ACCURACY =
      new StudyColumn(Metrics.accuracy().name(), "accuracy", StudyColumn.Unit.PERCENT);
  static final StudyColumn CROSS_ENTROPY =
      new StudyColumn(Metrics.crossEntropy().name(), "cross-entropy", StudyColumn.Unit.NUMBER);
  static final StudyColumn CALIBRATION =
      new StudyColumn(
          Metrics.calibrationError().name(), "calibration error", StudyColumn.Unit.PERCENT);
  static final StudyColumn MICROS = new StudyColumn("micros", "a letter", StudyColumn.Unit.MICROS);

  static final String FOREST = "forest";
  static final String ALONE = "alone";
  static final String NOISE = "alone, input noise";
  static final String SOFT = "soft targets";
  static final String HARD = "the forest's labels";
  static final String NEAREST = "nearest letters' labels";

  private static final int BATCH = 64;
  private static final double RATE = 4e-3;

  private final Model student;
  private final int labelled;
  private final int trees;
  private final int copies;
  private final int steps;

  LetterStudy(int width, int labelled, int trees, int copies, int steps) {
    this.student = Models.mlp(Letters.COLUMNS, width, Letters.CLASSES);
    this.labelled = labelled;
    this.trees = trees;
    this.copies = copies;
    this.steps = steps;
  }

  @Override
  public StudyResults run(StudyEngine bench, Letters letters, long... seeds) {
    Run run = new Run(bench, letters);
    for (long seed : seeds) {
      run.once(seed);
    }
    return run.trials;
  }

  private final class Run {
    private final StudyResults trials =
        new StudyResults(ACCURACY, CROSS_ENTROPY, CALIBRATION, MICROS).comparedWith(NOISE);
    private final StudyEngine bench;
    private final Letters letters;
    private final Dataset heldOut;
    private final Dataset test;

    Run(StudyEngine bench, Letters letters) {
      this.bench = bench;
      this.letters = letters;
      this.heldOut = letters.heldOut();
      this.test = letters.test();
    }

    void once(long seed) {
      Dataset learn = letters.learn(labelled, seed);
      Teacher forest = ForestTeacher.train(learn, trees, seed);
      forest(forest, seed);
      best(ALONE, seed, Stream.of(0.1, 0.3, 1.0).map(part -> labels(learn, seed, part)));
      best(
          NOISE,
          seed,
          Stream.of(0.1, 0.25, 0.4)
              .map(noise -> Augmented.of(learn, new GaussianNoise(noise), seed))
              .map(noisy -> labels(noisy, seed, 1)));
      List<Dataset> made =
          List.of(
              new Munge(copies, 0.25, 1, seed).examples(learn),
              AugmentedCopies.of(Unlabelled.of(learn), new GaussianNoise(0.25), copies, seed));
      best(
          SOFT,
          seed,
          made.stream()
              .map(some -> Mixture.of(learn, some))
              .flatMap(
                  all -> {
                    Teacher cached = CachedTeacher.inMemory(forest, all);
                    return Stream.of(0.25, 0.4).map(t -> soft(all, cached, t, seed));
                  }));
      best(HARD, seed, labelledBy(forest, learn, made, seed));
      best(NEAREST, seed, labelledBy(new NearestLabelTeacher(learn).teacher(), learn, made, seed));
    }

    private Stream<TrainingPlan.Builder> labelledBy(
        Teacher teacher, Dataset learn, List<Dataset> made, long seed) {
      return made.stream()
          .map(some -> Mixture.of(learn, LetterStudy.labelledBy(teacher, some)))
          .map(all -> labels(all, seed, 1));
    }

    private TrainingPlan.Builder plan(Dataset data, long seed, double part) {
      long epochs = Math.max(1, Math.round(part * steps * BATCH / data.size()));
      return TrainingPlan.of(student, data)
          .optimizer(Adam.of(Schedule.cosine(RATE, 0)))
          .epochs(Math.toIntExact(epochs))
          .batchSize(BATCH)
          .seed(seed);
    }

    private TrainingPlan.Builder labels(Dataset data, long seed, double part) {
      return plan(data, seed, part).loss(CrossEntropyLoss.ofLabels());
    }

    private TrainingPlan.Builder soft(Dataset data, Teacher cached, double t, long seed) {
      return plan(data, seed, 1).teacher(cached).loss(DistillationLoss.of(t, 0.9));
    }

    /** Trains with each setting, and measures the one that is best on the held-out letters. */
    private void best(String name, long seed, Stream<TrainingPlan.Builder> settings) {
      Weights best = bench.best(name, heldOut, settings);
      Map<String, Double> values =
          new HashMap<>(
              bench.measure(
                  student,
                  best,
                  test,
                  List.of(),
                  Metrics.accuracy(),
                  Metrics.crossEntropy(),
                  Metrics.calibrationError()));
      try (Predictor predictor = ModelPredictor.open(bench.session(), student, best)) {
        values.put(MICROS.name(), micros(batch -> predictor.predict(batch.inputs())));
      }
      trials.add(name, seed, values);
    }

    private void forest(Teacher forest, long seed) {
      Map<String, Double> values =
          new HashMap<>(
              bench.measure(
                  forest,
                  test,
                  List.of(),
                  Metrics.accuracy(),
                  Metrics.crossEntropy(),
                  Metrics.calibrationError()));
      values.put(MICROS.name(), micros(forest::predict));
      trials.add(FOREST, seed, values);
    }

    /** The time that a letter of the test takes, in microseconds; of three times, the shortest. */
    private double micros(Consumer<Batch> predict) {
      Batch all = test.batch(IntStream.range(0, test.size()).toArray());
      return IntStream.range(0, 3)
          .mapToDouble(
              i -> {
                long start = System.nanoTime();
                predict.accept(all);
                return (System.nanoTime() - start) / 1e3 / test.size();
              })
          .min()
          .orElseThrow();
    }
  }

  /** These letters with the class that a teacher finds likeliest. */
  private static Dataset labelledBy(Teacher teacher, Dataset letters) {
    Batch all = letters.batch(IntStream.range(0, letters.size()).toArray());
    float[] logits = teacher.predict(all).get(Outputs.LOGITS).toFloatArray();
    int[] labels =
        IntStream.range(0, all.size())
            .map(
                row ->
                    IntStream.range(0, Letters.CLASSES)
                        .boxed()
                        .max(Comparator.comparing(c -> logits[row * Letters.CLASSES + c]))
                        .orElseThrow())
            .toArray();
    return InMemoryDataset.of(all.input(), HostTensor.ofInts(Shape.of(labels.length), labels));
  }
}
