package org.distill4j.core.tune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.distill4j.backend.Session;
import org.distill4j.backend.SessionOptions;
import org.distill4j.core.data.InMemoryDataset;
import org.distill4j.core.loss.DistillationLoss;
import org.distill4j.core.metric.Evaluation;
import org.distill4j.core.metric.Metrics;
import org.distill4j.core.model.Models;
import org.distill4j.core.run.ModelPredictor;
import org.distill4j.core.teacher.FunctionTeacher;
import org.distill4j.data.Dataset;
import org.distill4j.model.Model;
import org.distill4j.model.Predictions;
import org.distill4j.model.Predictor;
import org.distill4j.optim.Adam;
import org.distill4j.optim.Schedule;
import org.distill4j.teacher.Teacher;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.TensorSpec;
import org.distill4j.train.Metric;
import org.distill4j.train.StopSignal;
import org.distill4j.train.TrainingPlan;
import org.distill4j.tutorial.ArrayBackend;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A search")
class TunerTest {
  private static final int CLASSES = 3;
  private static final Dataset TRAIN = examples(60, 1);
  private static final Dataset HELD_OUT = examples(40, 2);
  private static final SearchSpace SPACE =
      SearchSpace.of(List.of(1.0, 4.0), List.of(0.5, 1.0), List.of(1e-4, 0.05));
  private static final SuccessiveHalving HALVING = new SuccessiveHalving(6, 1, 2, 4);

  @TempDir private Path folder = Path.of("");

  /** Examples whose class is the index of their largest number. */
  private static Dataset examples(int count, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] values = new float[count * CLASSES];
    int[] labels = new int[count];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextDouble(-1, 1);
      int row = i / CLASSES;
      if (values[i] > values[row * CLASSES + labels[row]]) {
        labels[row] = i % CLASSES;
      }
    }
    return InMemoryDataset.of(
        HostTensor.ofFloats(Shape.of(count, CLASSES), values),
        HostTensor.ofInts(Shape.of(count), labels));
  }

  private static Teacher teacher() {
    return FunctionTeacher.of(
        Map.of("logits", TensorSpec.floats(CLASSES)),
        "itself",
        batch -> Predictions.logits(batch.input()));
  }

  private static TrainingPlan.Builder plan(Model student) {
    return TrainingPlan.of(student, TRAIN)
        .teacher(teacher())
        .batchSize(10)
        .loss(DistillationLoss.of(1, 0.9))
        .optimizer(Adam.of(0.05))
        .epochs(3)
        .validation(HELD_OUT, Metrics.accuracy(), Metrics.crossEntropy());
  }

  private static TrainingPlan.Builder plan(TrialSettings settings) {
    return plan(Models.mlp(CLASSES, 5, CLASSES))
        .loss(DistillationLoss.of(settings.get("temperature"), settings.get("alpha")))
        .optimizer(Adam.of(Schedule.cosine(settings.get("learningRate"), 0)));
  }

  private static Session session() {
    return new ArrayBackend().open(SessionOptions.defaults());
  }

  private static TuningReport tune(Path folder, StopSignal stop, TuningListener listener) {
    try (Session session = session()) {
      return new Tuner(session, folder)
          .withStop(stop)
          .withListener(listener)
          .tune(SPACE, HALVING, 7, TunerTest::plan);
    }
  }

  private static TuningReport tune(Path folder) {
    return tune(folder, new StopSignal(), (settings, result) -> {});
  }

  @Test
  @DisplayName("finds the rate that learns, trains the best to the end and gives its weights")
  void finds() {
    List<Integer> epochs = new ArrayList<>();
    TuningReport report =
        tune(folder, new StopSignal(), (settings, result) -> epochs.add(result.epochs()));
    assertThat(epochs).containsExactly(1, 1, 1, 1, 1, 1, 2, 2, 2, 4, 4);
    assertThat(report.best().get("learningRate")).isEqualTo(0.05);
    assertThat(report.trials()).hasSize(6);
    assertThat(report.trials().values().stream().map(TrialResult::epochs))
        .containsExactly(4, 4, 2, 1, 1, 1);
    assertThat(report.value()).isEqualTo(measured(report));
  }

  private static double measured(TuningReport report) {
    try (Session session = session();
        Predictor predictor =
            ModelPredictor.open(
                session, Models.mlp(CLASSES, 5, CLASSES), report.weights().orElseThrow())) {
      Metric accuracy = Metrics.accuracy();
      return Evaluation.evaluate(predictor, HELD_OUT, List.of(), List.of(accuracy))
          .getOrDefault(accuracy.name(), Double.NaN);
    }
  }

  @Test
  @DisplayName("that was stopped after each candidate ends with the same bits as one that was not")
  void resumes() {
    TuningReport whole = tune(folder.resolve("whole"));
    Path stopped = folder.resolve("stopped");
    TuningReport report = stopAfter(1, stopped);
    for (int measured = 2; report.weights().isEmpty() && measured < 20; measured++) {
      report = stopAfter(measured, stopped);
    }
    assertThat(report).isEqualTo(whole);
  }

  private static TuningReport stopAfter(int candidates, Path stopped) {
    StopSignal stop = new StopSignal();
    List<TrialResult> heard = new ArrayList<>();
    return tune(
        stopped,
        stop,
        (settings, result) -> {
          heard.add(result);
          if (heard.size() == candidates) {
            stop.request();
          }
        });
  }

  @Test
  @DisplayName("is told from another in its folder, and refuses a damaged file")
  void another() throws IOException {
    tune(folder);
    try (Session session = session()) {
      Tuner tuner = new Tuner(session, folder);
      assertThatThrownBy(() -> tuner.tune(SPACE, HALVING, 8, TunerTest::plan))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("its seed is 7, expected 8.\nMaybe choose another folder");
      Files.writeString(folder.resolve("trials.json"), "{\"format\": \"distill4j-trials-1\"");
      assertThatThrownBy(() -> tuner.tune(SPACE, HALVING, 7, TunerTest::plan))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("trials.json is damaged: ", "Maybe delete it");
    }
  }

  @Test
  @DisplayName("counts a training that diverges as the worst")
  void diverged() {
    SearchSpace space = SearchSpace.of(List.of(1.0), List.of(0.5), List.of(1e30, 0.05));
    try (Session session = session()) {
      TuningReport report =
          new Tuner(session, folder)
              .tune(space, new SuccessiveHalving(2, 1, 2, 2), 0, TunerTest::plan);
      assertThat(report.best().get("learningRate")).isEqualTo(0.05);
      assertThat(report.trials().values())
          .last()
          .extracting(TrialResult::value)
          .isEqualTo(Double.NaN);
    }
  }

  @Test
  @DisplayName("needs held-out examples")
  void heldOut() {
    try (Session session = session()) {
      Tuner tuner = new Tuner(session, folder);
      assertThatThrownBy(
              () ->
                  tuner.tune(
                      SPACE,
                      HALVING,
                      0,
                      settings ->
                          TrainingPlan.of(Models.mlp(CLASSES, CLASSES), TRAIN)
                              .loss(DistillationLoss.of(1, 0.5))
                              .optimizer(Adam.of(1e-3))))
          .hasMessageContaining("has 0 metrics and no validation data, expected both");
    }
  }

  @Test
  @DisplayName("for a size finds the smallest student that is good enough, and resumes")
  void sizes() {
    Map<String, Model> students = new LinkedHashMap<>();
    students.put("wide", Models.mlp(CLASSES, 40, CLASSES));
    students.put("narrow", Models.mlp(CLASSES, 1, CLASSES));
    students.put("middle", Models.mlp(CLASSES, 8, CLASSES));
    try (Session session = session()) {
      SizeSearch search = new SizeSearch(session, folder);
      SizeReport report = search.search(students, 0.7, TunerTest::plan);
      assertThat(report.sizes())
          .extracting(StudentSize::name)
          .containsExactly("narrow", "middle", "wide");
      assertThat(report.sizes().get(0).parameters()).isEqualTo(3 + 1 + 3 + 3);
      assertThat(report.smallest()).map(StudentSize::name).contains("middle");
      assertThat(search.search(students, 0.7, TunerTest::plan)).isEqualTo(report);
      assertThat(search.weights("middle", plan(Models.mlp(CLASSES, 8, CLASSES))).size())
          .isEqualTo(3 * 8 + 8 + 8 * 3 + 3);
    }
  }

  @Test
  @DisplayName("for a size has a Pareto front, by hand")
  void pareto() {
    SizeReport report =
        new SizeReport(
            "accuracy",
            Metric.Goal.MAXIMIZE,
            0.95,
            List.of(
                new StudentSize("d", 80, 80, 0.94),
                new StudentSize("c", 40, 40, 0.95),
                new StudentSize("b", 20, 20, 0.85),
                new StudentSize("a", 10, 10, 0.90)));
    assertThat(report.pareto()).extracting(StudentSize::name).containsExactly("a", "c");
    assertThat(report.smallest()).map(StudentSize::name).contains("c");
  }
}
