package org.distill4j.examples.compression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.distill4j.backend.Backends;
import org.distill4j.backend.Session;
import org.distill4j.backend.SessionOptions;
import org.distill4j.core.layer.Activation;
import org.distill4j.core.layer.BatchNorm;
import org.distill4j.core.layer.Conv2d;
import org.distill4j.core.layer.Dense;
import org.distill4j.core.layer.Flatten;
import org.distill4j.core.layer.MaxPool2d;
import org.distill4j.core.layer.Reshape;
import org.distill4j.core.layer.Sequential;
import org.distill4j.core.loss.CrossEntropyLoss;
import org.distill4j.core.metric.Evaluation;
import org.distill4j.core.metric.Metrics;
import org.distill4j.core.model.Models;
import org.distill4j.core.run.ModelPredictor;
import org.distill4j.core.train.SessionTrainer;
import org.distill4j.data.Dataset;
import org.distill4j.examples.mnist.Mnist;
import org.distill4j.examples.mnist.MnistModels;
import org.distill4j.model.Model;
import org.distill4j.model.Predictor;
import org.distill4j.model.Weights;
import org.distill4j.onnx.OnnxExport;
import org.distill4j.onnx.OnnxPredictor;
import org.distill4j.onnx.OnnxQuantizer;
import org.distill4j.optim.Adam;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Shape;
import org.distill4j.train.TrainingPlan;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A student that was trained on the backend and written as ONNX")
class ExportedDigitsTest {
  private static final Model CONVOLUTIONAL =
      Models.of(
          Shape.of(784),
          Sequential.of(
              Reshape.of(1, 28, 28),
              Conv2d.of(1, 8, 5).withStride(2),
              BatchNorm.of(8),
              Activation.RELU,
              MaxPool2d.of(2),
              new Flatten(),
              Dense.of(8 * 6 * 6, 10)));

  private static final Dataset TRAIN = Mnist.embedded().train().flat();
  private static final Dataset TEST = Mnist.embedded().test().flat();

  private static double accuracy(Predictor predictor) {
    return Evaluation.evaluate(predictor, TEST, List.of(), List.of(Metrics.accuracy()))
        .getOrDefault("accuracy", Double.NaN);
  }

  private static void check(Model model, Path folder) {
    Path whole = folder.resolve("student.onnx");
    Path small = folder.resolve("student-int8.onnx");
    try (Session session = Backends.find().choose().open(SessionOptions.defaults())) {
      TrainingPlan.Builder plan = TrainingPlan.of(model, TRAIN).optimizer(Adam.of(1e-3)).epochs(1);
      Weights weights =
          new SessionTrainer(session)
              .train(plan.loss(CrossEntropyLoss.ofLabels()).build())
              .weights();
      OnnxExport.of(model, weights).write(whole);
      OnnxQuantizer.of(TRAIN).quantize(whole, small);
      try (Predictor engine = ModelPredictor.open(session, model, weights);
          OnnxPredictor onnx = OnnxPredictor.open(whole);
          OnnxPredictor int8 = OnnxPredictor.open(small)) {
        requireSame(engine, onnx);
        assertThat(accuracy(int8)).isCloseTo(accuracy(engine), within(0.005)).isGreaterThan(0.8);
      }
    }
  }

  private static void requireSame(Predictor engine, Predictor onnx) {
    for (int batch : new int[] {1, 3, 64, TEST.size()}) {
      HostTensor digits = TEST.batch(IntStream.range(0, batch).toArray()).input();
      float[] expected = engine.predict(digits).logits().toFloatArray();
      float[] actual = onnx.predict(digits).logits().toFloatArray();
      for (int i = 0; i < expected.length; i++) {
        float allowed = 1e-5f * Math.max(1, Math.abs(expected[i]));
        assertThat(actual[i])
            .as("logit %d of a batch of %d", i, batch)
            .isCloseTo(expected[i], within(allowed));
      }
    }
  }

  @Test
  @DisplayName(
      "says of all real digits what the backend says, to 1e-5, and nearly so in int8: dense")
  void dense(@TempDir Path folder) {
    check(MnistModels.student(128), folder);
  }

  @Test
  @DisplayName("says so too with convolutions, batch norm and pooling")
  void convolutional(@TempDir Path folder) {
    check(CONVOLUTIONAL, folder);
  }
}
