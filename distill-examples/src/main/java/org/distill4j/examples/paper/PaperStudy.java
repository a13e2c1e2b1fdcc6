package org.distill4j.examples.paper;

import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.Map;
import org.distill4j.core.cache.CachedTeacher;
import org.distill4j.core.data.Augmented;
import org.distill4j.core.data.Jitter;
import org.distill4j.core.data.Subset;
import org.distill4j.core.data.Unlabelled;
import org.distill4j.core.layer.Activation;
import org.distill4j.core.layer.Dense;
import org.distill4j.core.layer.Dropout;
import org.distill4j.core.layer.Sequential;
import org.distill4j.core.loss.CrossEntropyLoss;
import org.distill4j.core.loss.DistillationLoss;
import org.distill4j.core.model.Models;
import org.distill4j.core.run.ModelPredictor;
import org.distill4j.core.weights.WeightsFile;
import org.distill4j.data.Batch;
import org.distill4j.data.Dataset;
import org.distill4j.examples.mnist.Mnist;
import org.distill4j.examples.trial.Study;
import org.distill4j.examples.trial.StudyColumn;
import org.distill4j.examples.trial.StudyEngine;
import org.distill4j.examples.trial.StudyResults;
import org.distill4j.model.Model;
import org.distill4j.model.Predictor;
import org.distill4j.model.Weights;
import org.distill4j.optim.Adam;
import org.distill4j.optim.Schedule;
import org.distill4j.teacher.Teacher;
import org.distill4j.tensor.Shape;
import org.distill4j.train.TrainingPlan;

/**
 * One large teacher, and students of it that saw all digits, no 3, or nothing but 7 and 8; and the
 * same students trained on labels.
 */
final class PaperStudy implements Study<Mnist> {
  static final StudyColumn ERRORS = new StudyColumn("errors", "errors", StudyColumn.Unit.COUNT);
  static final StudyColumn UNSEEN =
      new StudyColumn("unseen", "unseen digits right", StudyColumn.Unit.PERCENT);
  static final StudyColumn OFFSET =
      new StudyColumn("bias", "added to bias", StudyColumn.Unit.NUMBER);

  private static final int BATCH = 128;
  private static final String BIAS = "dense3.bias";
  private static final Jitter JITTER = new Jitter(Shape.of(1, 28, 28), 2, -1);

  private final PaperSettings settings;
  private final Model large;
  private final Model small;

  PaperStudy(PaperSettings settings, int largeWidth, int smallWidth) {
    this.settings = settings;
    this.large = regularised(largeWidth);
    this.small = Models.mlp(784, smallWidth, smallWidth, 10);
  }

  private static Model regularised(int width) {
    return Models.of(
        Shape.of(784),
        Sequential.of(
            Dense.of(784, width),
            Activation.RELU,
            Dropout.of(0.3),
            Dense.of(width, width),
            Activation.RELU,
            Dropout.of(0.3),
            Dense.of(width, 10)));
  }

  @Override
  public StudyResults run(StudyEngine bench, Mnist digits, long... seeds) {
    return new Run(bench, digits).all(seeds);
  }

  private final class Run {
    private final StudyResults trials = new StudyResults(ERRORS, UNSEEN, OFFSET);
    private final StudyEngine bench;
    private final Dataset train;
    private final Dataset test;

    Run(StudyEngine bench, Mnist digits) {
      this.bench = bench;
      this.train = digits.train().flat();
      this.test = digits.test().flat();
    }

    StudyResults all(long... seeds) {
      Weights taught = teacher();
      trials.add("teacher", 0, measured(scores(large, taught, test), PaperClaim.ALL_DIGITS));
      Teacher teacher = bench.teacher(large, taught);
      for (PaperClaim claim : settings.claims().stream().sorted().toList()) {
        Dataset seen = Subset.where(train, Batch.LABELS, claim::isSeen);
        for (TrainingTarget target : settings.targets().stream().sorted().toList()) {
          students(claim, target, seen, teacher, seeds);
        }
      }
      return trials;
    }

    private void students(
        PaperClaim claim, TrainingTarget target, Dataset seen, Teacher teacher, long... seeds) {
      String name = claim.title() + ": " + target.title();
      if (target == TrainingTarget.LABELS) {
        for (long seed : seeds) {
          student(claim, name, seed, plan(seen, seed).loss(CrossEntropyLoss.ofLabels()));
        }
        return;
      }
      Dataset unlabelled = Unlabelled.of(seen);
      // Digits as they are get one answer each, which serves all seeds.
      Teacher asked =
          settings.transfer() == TransferDigits.AS_IS
              ? CachedTeacher.inMemory(teacher, unlabelled)
              : teacher;
      DistillationLoss loss = DistillationLoss.of(settings.temperature(), 1);
      for (long seed : seeds) {
        student(claim, name, seed, plan(unlabelled, seed).teacher(asked).loss(loss));
      }
    }

    private Weights teacher() {
      if (settings.teacher().filter(Files::exists).isPresent()) {
        return WeightsFile.read(settings.teacher().get());
      }
      Weights weights =
          bench.train(
              "teacher",
              TrainingPlan.of(large, Augmented.of(train, JITTER, 0))
                  .loss(CrossEntropyLoss.ofLabels())
                  .optimizer(Adam.of(Schedule.cosine(1e-3, 1e-5)))
                  .epochs(settings.teacherEpochs())
                  .batchSize(BATCH));
      settings.teacher().ifPresent(file -> WeightsFile.write(file, weights));
      return weights;
    }

    private TrainingPlan.Builder plan(Dataset data, long seed) {
      Dataset shown =
          settings.transfer() == TransferDigits.AS_IS ? data : Augmented.of(data, JITTER, seed);
      return TrainingPlan.of(small, shown)
          .optimizer(Adam.of(Schedule.cosine(1e-3, 1e-5)))
          .epochs(settings.epochs())
          .batchSize(BATCH)
          .seed(seed);
    }

    private void student(PaperClaim claim, String name, long seed, TrainingPlan.Builder plan) {
      Weights weights = bench.train(name, plan);
      LabelledLogits onTest = scores(small, weights, test);
      trials.add(name, seed, measured(onTest, claim));
      if (!claim.unseen().isEmpty()) {
        LabelledLogits onTrain = scores(small, weights, train);
        corrected(name + ", bias by test", seed, claim, weights, onTest);
        corrected(name + ", bias by training", seed, claim, weights, onTrain);
      }
    }

    private void corrected(
        String name, long seed, PaperClaim claim, Weights weights, LabelledLogits chosenBy) {
      BiasCorrection correction = BiasCorrection.best(chosenBy, claim.corrected());
      Weights changed = correction.apply(weights, BIAS);
      Map<String, Double> values =
          new LinkedHashMap<>(measured(scores(small, changed, test), claim));
      values.put(OFFSET.name(), correction.offset());
      trials.add(name, seed, values);
    }

    private LabelledLogits scores(Model model, Weights weights, Dataset data) {
      try (Predictor predictor = ModelPredictor.open(bench.session(), model, weights)) {
        return LabelledLogits.compute(predictor, data);
      }
    }

    private Map<String, Double> measured(LabelledLogits scores, PaperClaim claim) {
      return claim.unseen().isEmpty()
          ? Map.of(ERRORS.name(), (double) scores.errors())
          : Map.of(
              ERRORS.name(),
              (double) scores.errors(),
              UNSEEN.name(),
              scores.rightOf(claim.unseen()));
    }
  }
}
