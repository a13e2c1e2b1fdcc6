package org.distill4j.examples.text;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.distill4j.core.cache.CachedTeacher;
import org.distill4j.core.data.Subset;
import org.distill4j.core.data.TokenSequences;
import org.distill4j.core.layer.Dense;
import org.distill4j.core.layer.Embedding;
import org.distill4j.core.layer.MeanPool;
import org.distill4j.core.layer.Sequential;
import org.distill4j.core.loss.CrossEntropyLoss;
import org.distill4j.core.loss.SoftTargetLoss;
import org.distill4j.core.metric.Metrics;
import org.distill4j.core.model.ModelInputs;
import org.distill4j.core.model.Models;
import org.distill4j.core.model.SentenceModel;
import org.distill4j.core.teacher.FunctionTeacher;
import org.distill4j.data.Batch;
import org.distill4j.data.Dataset;
import org.distill4j.examples.trial.Study;
import org.distill4j.examples.trial.StudyColumn;
import org.distill4j.examples.trial.StudyEngine;
import org.distill4j.examples.trial.StudyResults;
import org.distill4j.model.Model;
import org.distill4j.model.Outputs;
import org.distill4j.model.Predictions;
import org.distill4j.model.Weights;
import org.distill4j.optim.Adam;
import org.distill4j.optim.LazyAdam;
import org.distill4j.optim.Optimizer;
import org.distill4j.optim.Schedule;
import org.distill4j.teacher.Teacher;
import org.distill4j.tensor.DType;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.TensorSpec;
import org.distill4j.train.TrainingPlan;

/**
 * Few labelled texts and many others: a linear head on a frozen encoder learns the labels, and a
 * table of words learns from them alone, or from the head's answers to all texts.
 */
final class FewLabelsStudy implements Study<LabelledTexts> {
  static final StudyColumn ACCURACY =
      new StudyColumn("accuracy", "accuracy", StudyColumn.Unit.PERCENT);
  static final StudyColumn CROSS_ENTROPY =
      new StudyColumn("crossEntropy", "cross-entropy", StudyColumn.Unit.NUMBER);
  static final String ALONE = "student alone";
  static final String HEAD = "head on the encoder";
  static final String HARD = "student, the head's classes";
  static final String SOFT = "student, the head's probabilities";
  static final String ALL = "student alone, all labels";

  private static final int CLASSES = 2;
  private static final int WIDTH = 32;
  private static final int BATCH = 32;

  /** A logit so far above the other that its class has all of the probability. */
  private static final float CERTAIN = 50;

  private final int labels;
  private final int epochs;

  FewLabelsStudy(int labels, int epochs) {
    this.labels = labels;
    this.epochs = epochs;
  }

  @Override
  public StudyResults run(StudyEngine bench, LabelledTexts texts, long... seeds) {
    StudyResults trials = new StudyResults(ACCURACY, CROSS_ENTROPY).comparedWith(ALONE);
    Run run = new Run(bench, texts, trials);
    Arrays.stream(seeds).forEach(run::once);
    return trials;
  }

  private record Taught(Model model, Optimizer optimizer) {}

  private final class Run {
    private final StudyEngine bench;
    private final LabelledTexts texts;
    private final StudyResults trials;
    private final Taught student;
    private final Taught head;

    Run(StudyEngine bench, LabelledTexts texts, StudyResults trials) {
      this.bench = bench;
      this.texts = texts;
      this.trials = trials;
      this.student = new Taught(student(texts.vocabulary()), LazyAdam.of(Schedule.cosine(3e-3, 0)));
      this.head = new Taught(head(texts.learn()), Adam.of(Schedule.cosine(1e-2, 0)));
    }

    void once(long seed) {
      Dataset labelled = Subset.random(texts.learn(), labels, seed);
      best(ALONE, student, labelled, seed);
      Teacher teacher = bench.teacher(head.model(), best(HEAD, head, labelled, seed));
      measure(HARD, seed, student.model(), taught(hard(teacher), HARD, seed));
      measure(SOFT, seed, student.model(), taught(teacher, SOFT, seed));
      best(ALL, student, texts.learn(), seed);
    }

    /** Trains on labels for as many steps as a taught student takes, or for an eighth of them. */
    private Weights best(String name, Taught taught, Dataset labelled, long seed) {
      Weights best =
          bench.best(
              name,
              texts.heldOut(),
              Stream.of(1, 8)
                  .map(
                      part ->
                          plan(taught, labelled, steps() / part, seed)
                              .loss(CrossEntropyLoss.ofLabels())));
      measure(name, seed, taught.model(), best);
      return best;
    }

    private Weights taught(Teacher teacher, String name, long seed) {
      Teacher cached = CachedTeacher.inMemory(teacher, texts.learn());
      return bench.train(
          name,
          plan(student, texts.learn(), steps(), seed).teacher(cached).loss(SoftTargetLoss.of(1)));
    }

    private int steps() {
      return Math.max(1, epochs * texts.learn().size() / BATCH);
    }

    private TrainingPlan.Builder plan(Taught taught, Dataset data, int steps, long seed) {
      int batch = Math.min(BATCH, data.size());
      return TrainingPlan.of(taught.model(), data)
          .optimizer(taught.optimizer())
          .epochs(Math.max(1, steps * batch / data.size()))
          .batchSize(batch)
          .seed(seed);
    }

    private void measure(String name, long seed, Model model, Weights weights) {
      trials.add(
          name,
          seed,
          bench.measure(
              model, weights, texts.test(), List.of(), Metrics.accuracy(), Metrics.crossEntropy()));
    }
  }

  /** A table of words, whose mean a dense layer classifies. */
  private static Model student(int vocabulary) {
    TensorSpec ids = new TensorSpec(DType.INT32, Shape.free("length"));
    return Models.of(
        ModelInputs.of(TokenSequences.IDS, ids).and(TokenSequences.MASK, ids),
        Sequential.of(
            Embedding.of(vocabulary, WIDTH),
            MeanPool.masked(TokenSequences.MASK),
            Dense.of(WIDTH, CLASSES)));
  }

  private static Model head(Dataset texts) {
    TensorSpec embedding = Objects.requireNonNull(texts.inputs().get(SentenceModel.EMBEDDING));
    return Models.of(
        ModelInputs.of(SentenceModel.EMBEDDING, embedding),
        Dense.of(embedding.shape().dim(0), CLASSES));
  }

  /** A teacher who is certain of the class that another finds likeliest. */
  private static Teacher hard(Teacher teacher) {
    return FunctionTeacher.of(
        Map.of(Outputs.LOGITS, TensorSpec.floats(CLASSES)),
        "certain " + teacher.fingerprint(),
        batch -> certain(teacher.predict(batch), batch));
  }

  private static Predictions certain(Predictions predictions, Batch batch) {
    float[] logits = predictions.logits().toFloatArray();
    float[] certain = new float[logits.length];
    IntStream.range(0, batch.size())
        .map(row -> CLASSES * row)
        .forEach(at -> certain[logits[at] >= logits[at + 1] ? at : at + 1] = CERTAIN);
    return Predictions.of(
        Map.of(Outputs.LOGITS, HostTensor.ofFloats(Shape.of(batch.size(), CLASSES), certain)));
  }
}
