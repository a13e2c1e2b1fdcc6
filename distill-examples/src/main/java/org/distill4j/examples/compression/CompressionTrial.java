package org.distill4j.examples.compression;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.distill4j.core.cache.CachedTeacher;
import org.distill4j.core.loss.CrossEntropyLoss;
import org.distill4j.core.metric.Evaluation;
import org.distill4j.core.metric.Latency;
import org.distill4j.core.metric.Metrics;
import org.distill4j.core.run.ModelPredictor;
import org.distill4j.core.summary.ModelSummary;
import org.distill4j.data.Dataset;
import org.distill4j.examples.mnist.Mnist;
import org.distill4j.examples.mnist.MnistModels;
import org.distill4j.examples.mnist.MnistSettings;
import org.distill4j.examples.trial.StudyColumn;
import org.distill4j.examples.trial.StudyEngine;
import org.distill4j.examples.trial.StudyResults;
import org.distill4j.model.Model;
import org.distill4j.model.Predictor;
import org.distill4j.model.Weights;
import org.distill4j.onnx.OnnxPredictor;
import org.distill4j.optim.Adam;
import org.distill4j.teacher.Teacher;
import org.distill4j.train.TrainingPlan;

/** Trains from one seed and measures: first a teacher, then a student of each width. */
final class CompressionTrial {
  private static final StudyColumn ERRORS =
      new StudyColumn("errors", "errors", StudyColumn.Unit.COUNT);
  private static final StudyColumn[] MEASURES = {
    new StudyColumn("parameters", "parameters", StudyColumn.Unit.COUNT),
    new StudyColumn("flops", "FLOPs", StudyColumn.Unit.COUNT),
    new StudyColumn("bytes", "file", StudyColumn.Unit.KILOBYTES),
    new StudyColumn("latency", "1 digit, p50", StudyColumn.Unit.MICROS),
    ERRORS,
    new StudyColumn("agreement", "agreement", StudyColumn.Unit.PERCENT)
  };

  private final StudyEngine bench;
  private final Dataset train;
  private final Dataset test;
  private final MnistSettings settings;
  private final StudyResults trials;
  private final Teacher teacher;

  CompressionTrial(StudyEngine bench, Mnist digits, MnistSettings settings, StudyResults trials) {
    this.bench = bench;
    this.train = digits.train().flat();
    this.test = digits.test().flat();
    this.settings = settings;
    this.trials = trials;
    Model model = MnistModels.teacher();
    Weights weights =
        bench.train(
            "teacher", plan(model, settings.teacherEpochs()).loss(CrossEntropyLoss.ofLabels()));
    this.teacher = bench.teacher(model, weights);
    try (Predictor predictor = ModelPredictor.open(bench.session(), model, weights)) {
      add("teacher", predictor, constants(model));
    }
  }

  private TrainingPlan.Builder plan(Model model, int epochs) {
    return TrainingPlan.of(model, train)
        .optimizer(Adam.of(settings.learningRate()))
        .epochs(epochs)
        .batchSize(settings.batchSize())
        .seed(settings.seed());
  }

  /** An empty table for students. */
  static StudyResults table() {
    return new StudyResults(MEASURES);
  }

  /**
   * From the same initial weights on the same batches, so what differs is the teacher's outputs.
   */
  void student(int width, Path folder) {
    Model model = MnistModels.student(width);
    TrainingPlan.Builder alone = plan(model, settings.epochs()).loss(CrossEntropyLoss.ofLabels());
    TrainingPlan.Builder distilled =
        plan(model, settings.epochs())
            .teacher(CachedTeacher.inMemory(teacher, train))
            .loss(settings.objective());
    engine(width + " alone", model, bench.train(width + " alone", alone), Map.of());
    Weights weights = bench.train(width + " distilled", distilled);
    StudentFiles files = StudentFiles.write(folder, width, model, weights, train);
    engine(width + " distilled", model, weights, files.safetensors());
    file(width + " distilled, ONNX", files.onnx());
    file(width + " distilled, int8", files.int8());
  }

  private void engine(String name, Model model, Weights weights, Map<String, Double> size) {
    Map<String, Double> constants = new HashMap<>(constants(model));
    constants.putAll(size);
    try (Predictor predictor = ModelPredictor.open(bench.session(), model, weights)) {
      add(name, predictor, constants);
    }
  }

  private void file(String name, Path path) {
    try (OnnxPredictor predictor = OnnxPredictor.open(path)) {
      add(name, predictor, StudentFiles.size(path));
    }
  }

  private static Map<String, Double> constants(Model model) {
    ModelSummary summary = ModelSummary.summarize(model);
    return Map.of("parameters", (double) summary.parameters(), "flops", (double) summary.flops());
  }

  private void add(String name, Predictor predictor, Map<String, Double> constants) {
    Map<String, Double> values = new HashMap<>();
    if (trials.values(name, ERRORS).isEmpty()) {
      values.putAll(constants);
    }
    values.put("latency", Latency.measure(predictor, test.batch(0).input()).p50Micros());
    values.putAll(
        Evaluation.evaluate(
            predictor, test, List.of(teacher), List.of(Metrics.errors(), Metrics.agreement())));
    trials.add(name, settings.seed(), values);
  }
}
