package org.distill4j.examples;

import java.nio.file.Path;
import org.distill4j.backend.Backends;
import org.distill4j.backend.Session;
import org.distill4j.backend.SessionOptions;
import org.distill4j.core.layer.Activation;
import org.distill4j.core.layer.Conv2d;
import org.distill4j.core.layer.Dense;
import org.distill4j.core.layer.Flatten;
import org.distill4j.core.layer.MaxPool2d;
import org.distill4j.core.layer.Reshape;
import org.distill4j.core.layer.Sequential;
import org.distill4j.core.loss.CrossEntropyLoss;
import org.distill4j.core.loss.DistillationLoss;
import org.distill4j.core.metric.Metrics;
import org.distill4j.core.model.Models;
import org.distill4j.core.summary.ModelSummary;
import org.distill4j.core.teacher.ModelTeacher;
import org.distill4j.core.train.SessionTrainer;
import org.distill4j.core.weights.WeightsFile;
import org.distill4j.data.Dataset;
import org.distill4j.examples.mnist.Mnist;
import org.distill4j.model.Model;
import org.distill4j.model.Weights;
import org.distill4j.optim.Adam;
import org.distill4j.tensor.Shape;
import org.distill4j.train.Trainer;
import org.distill4j.train.TrainingPlan;
import org.distill4j.train.TrainingReport;

/** The program of the README: a wide network teaches a small convolutional one. */
public final class Quickstart {
  private Quickstart() {}

  /**
   * Trains the teacher, distils the student and writes its weights.
   *
   * @param args ignored
   */
  public static void main(String[] args) {
    Dataset train = Mnist.embedded().train().flat();
    Dataset test = Mnist.embedded().test().flat();
    Model large = Models.mlp(784, 512, 256, 10);
    Model small =
        Models.of(
            Shape.of(784),
            Sequential.of(
                Reshape.of(1, 28, 28),
                Conv2d.of(1, 8, 5).withStride(2),
                Activation.RELU,
                MaxPool2d.of(2),
                new Flatten(),
                Dense.of(8 * 6 * 6, 10)));
    System.out.println(ModelSummary.summarize(small));

    try (Session session = Backends.find().choose().open(SessionOptions.defaults())) {
      Trainer trainer = new SessionTrainer(session);
      TrainingPlan.Builder plan = TrainingPlan.of(large, train).optimizer(Adam.of(1e-3)).epochs(5);
      Weights taught = trainer.train(plan.loss(CrossEntropyLoss.ofLabels()).build()).weights();

      TrainingReport distilled =
          trainer.train(
              TrainingPlan.of(small, train)
                  .teacher(ModelTeacher.of(session, large, taught))
                  .loss(DistillationLoss.of(5, 0.7))
                  .optimizer(Adam.of(1e-3))
                  .epochs(5)
                  .validation(test, Metrics.accuracy(), Metrics.agreement())
                  .build());
      System.out.println(distilled.best().metrics());
      WeightsFile.write(Path.of("target", "student.safetensors"), distilled.weights());
    }
  }
}
