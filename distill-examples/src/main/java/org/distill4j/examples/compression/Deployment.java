package org.distill4j.examples.compression;

import java.nio.file.Path;
import java.util.List;
import org.distill4j.backend.Backends;
import org.distill4j.backend.Session;
import org.distill4j.backend.SessionOptions;
import org.distill4j.core.loss.CrossEntropyLoss;
import org.distill4j.core.metric.Evaluation;
import org.distill4j.core.metric.Metrics;
import org.distill4j.core.train.SessionTrainer;
import org.distill4j.data.Dataset;
import org.distill4j.examples.mnist.Mnist;
import org.distill4j.examples.mnist.MnistModels;
import org.distill4j.model.Model;
import org.distill4j.model.Weights;
import org.distill4j.onnx.OnnxExport;
import org.distill4j.onnx.OnnxPredictor;
import org.distill4j.onnx.OnnxQuantizer;
import org.distill4j.optim.Adam;
import org.distill4j.train.TrainingPlan;

/** Writes a student as ONNX and in int8, and measures both. */
public final class Deployment {
  private Deployment() {}

  /**
   * Trains for one epoch and prints the errors of both files.
   *
   * @param args the folder for the files
   */
  public static void main(String[] args) {
    Model student = MnistModels.student(128);
    Dataset train = Mnist.embedded().train().flat();
    try (Session session = Backends.find().choose().open(SessionOptions.defaults())) {
      TrainingPlan.Builder plan = TrainingPlan.of(student, train).optimizer(Adam.of(1e-3));
      Weights weights =
          new SessionTrainer(session)
              .train(plan.epochs(1).loss(CrossEntropyLoss.ofLabels()).build())
              .weights();
      deploy(student, weights, train, Mnist.embedded().test().flat(), Path.of(args[0]));
    }
  }

  static void deploy(Model student, Weights weights, Dataset train, Dataset test, Path folder) {
    Path whole = folder.resolve("student.onnx");
    Path small = folder.resolve("student-int8.onnx");
    OnnxExport.of(student, weights).write(whole);
    System.out.println(OnnxQuantizer.of(train).quantize(whole, small));
    for (Path file : List.of(whole, small)) {
      try (OnnxPredictor served = OnnxPredictor.open(file)) {
        System.out.println(Evaluation.evaluate(served, test, List.of(), List.of(Metrics.errors())));
      }
    }
  }
}
