package org.distill4j.core.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.distill4j.backend.Session;
import org.distill4j.backend.SessionOptions;
import org.distill4j.core.cache.CacheOptions;
import org.distill4j.core.cache.CachedTeacher;
import org.distill4j.core.cache.Encoding;
import org.distill4j.core.data.TokenSequences;
import org.distill4j.core.layer.Dense;
import org.distill4j.core.layer.Embedding;
import org.distill4j.core.layer.LearnedPositions;
import org.distill4j.core.layer.Sequential;
import org.distill4j.core.layer.TransformerBlock;
import org.distill4j.core.loss.DistillationLoss;
import org.distill4j.core.metric.Evaluation;
import org.distill4j.core.metric.Metrics;
import org.distill4j.core.model.ModelInputs;
import org.distill4j.core.model.Models;
import org.distill4j.core.teacher.FunctionTeacher;
import org.distill4j.data.Batch;
import org.distill4j.loss.Loss;
import org.distill4j.loss.Weighting;
import org.distill4j.model.InputNames;
import org.distill4j.model.Model;
import org.distill4j.model.Predictions;
import org.distill4j.model.Predictor;
import org.distill4j.optim.Adam;
import org.distill4j.teacher.Teacher;
import org.distill4j.tensor.DType;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.TensorSpec;
import org.distill4j.train.TrainingPlan;
import org.distill4j.train.TrainingReport;
import org.distill4j.tutorial.ArrayBackend;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The tag of a token is its id modulo 3, and the teacher knows it. */
@DisplayName("A tagger of sequences of mixed lengths")
class TaggerTrainingTest {
  private static final int CLASSES = 3;
  private static final int IDS = 9;
  private static final int LONGEST = 20;
  private static final TokenSequences DATA = data();

  private static TokenSequences data() {
    SplittableRandom random = new SplittableRandom(1);
    List<int[]> sequences = new ArrayList<>();
    List<int[]> tags = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      int[] ids = random.ints(1 + random.nextInt(LONGEST), 1, IDS).toArray();
      int[] classes = new int[ids.length];
      for (int token = 0; token < ids.length; token++) {
        classes[token] = token % 4 == 3 ? -1 : ids[token] % CLASSES;
      }
      sequences.add(ids);
      tags.add(classes);
    }
    return TokenSequences.of(sequences).withTags(tags);
  }

  private static Model model() {
    return Models.of(
        new ModelInputs(DATA.inputs()),
        Sequential.of(
            Embedding.of(IDS, 8),
            LearnedPositions.of(LONGEST, 8),
            TransformerBlock.of(8, 2).withPadding(TokenSequences.MASK),
            Dense.of(8, CLASSES)));
  }

  private static Teacher teacher() {
    TensorSpec logits =
        new TensorSpec(DType.FLOAT32, Shape.free(TokenSequences.LENGTH).append(Shape.of(CLASSES)));
    return FunctionTeacher.of(Map.of("logits", logits), "modulo", TaggerTrainingTest::taught);
  }

  private static Predictions taught(Batch batch) {
    HostTensor ids = batch.input(TokenSequences.IDS);
    HostTensor logits = HostTensor.allocate(DType.FLOAT32, ids.shape().append(Shape.of(CLASSES)));
    for (int i = 0; i < ids.size(); i++) {
      logits.floats().put(i * CLASSES + ids.ints().get(i) % CLASSES, 6);
    }
    return Predictions.logits(logits);
  }

  private static TrainingPlan.Builder plan(Teacher teacher) {
    return TrainingPlan.of(model(), DATA)
        .validation(DATA, Metrics.accuracy(), Metrics.agreement())
        .teacher(teacher)
        .loss(DistillationLoss.of(2, 0.5))
        .optimizer(Adam.of(0.02))
        .epochs(6)
        .batchSize(8)
        .seed(3);
  }

  private static TrainingReport train(TrainingPlan.Builder plan) {
    try (Session session = new ArrayBackend().open(SessionOptions.defaults())) {
      return new SessionTrainer(session).train(plan.build());
    }
  }

  @Test
  @DisplayName("learns from a teacher, whose outputs are cached")
  void learns() {
    TrainingReport report = train(plan(teacher()));
    Map<String, Double> last = report.epochs().get(5).metrics();
    assertThat(last.get("accuracy")).isGreaterThan(0.95);
    assertThat(last.get("agreement")).isGreaterThan(0.95);
  }

  @Test
  @DisplayName("learns the same from a teacher that is asked in each step, and in micro-batches")
  void same() {
    TrainingReport cached = train(plan(teacher()).epochs(2));
    TrainingReport live =
        train(plan(teacher()).epochs(2).teacherCalls(TrainingPlan.TeacherCalls.EACH_STEP));
    assertThat(live.weights()).isEqualTo(cached.weights());
    TrainingReport microBatches = train(plan(teacher()).epochs(2).microBatchSize(3));
    assertThat(microBatches.epochs().get(1).loss().total())
        .isCloseTo(cached.epochs().get(1).loss().total(), offset(1e-4));
  }

  @Test
  @DisplayName("counts padding nowhere, as if it were weighed by the mask")
  void padding() {
    Loss masked = DistillationLoss.of(2, 0.5).weighted(Weighting.by(TokenSequences.MASK));
    TrainingReport plain = train(plan(teacher()).epochs(1));
    assertThat(train(plan(teacher()).epochs(1).loss(masked)).weights()).isEqualTo(plain.weights());
    Predictor zeros = new Zeros();
    Map<String, Double> measured =
        Evaluation.evaluate(zeros, DATA, List.of(teacher()), List.of(Metrics.agreement()));
    long tokens = IntStream.range(0, DATA.size()).mapToLong(DATA::length).sum();
    long first =
        IntStream.range(0, DATA.size())
            .flatMap(i -> Arrays.stream(DATA.batch(i).input(TokenSequences.IDS).toIntArray()))
            .filter(id -> id > 0 && id % CLASSES == 0)
            .count();
    assertThat(measured.get("agreement")).isCloseTo((double) first / tokens, offset(1e-9));
  }

  /** Says that each token is of the first class. */
  private static final class Zeros implements Predictor {
    @Override
    public Predictions predict(Map<String, HostTensor> inputs) {
      Shape shape =
          InputNames.find(TokenSequences.IDS, 2, inputs).shape().append(Shape.of(CLASSES));
      return Predictions.logits(HostTensor.allocate(DType.FLOAT32, shape));
    }

    @Override
    public void close() {}
  }

  @Test
  @DisplayName("reads what the teacher said from a file, as long as the batch is")
  void mapped(@TempDir Path folder) {
    Path file = folder.resolve("teacher.cache");
    CachedTeacher first = CachedTeacher.mapped(file, teacher(), DATA, Encoding.float16());
    CachedTeacher opened = CachedTeacher.open(file, DATA, CacheOptions.Check.HEADER);
    assertThat(opened.outputs()).isEqualTo(teacher().outputs()).isEqualTo(first.outputs());
    for (int[] batch : List.of(new int[] {3, 1}, new int[] {5}, new int[] {0, 1, 2, 3, 4, 5, 6})) {
      Batch examples = DATA.batch(batch);
      HostTensor wanted = taught(examples).logits();
      HostTensor found = opened.predict(examples).logits();
      assertThat(found.shape()).isEqualTo(wanted.shape());
      for (int row = 0; row < batch.length; row++) {
        int own = DATA.length(batch[row]) * CLASSES;
        assertThat(Arrays.copyOf(found.rows(row, row + 1).toFloatArray(), own))
            .isEqualTo(Arrays.copyOf(wanted.rows(row, row + 1).toFloatArray(), own));
      }
    }
  }
}
