package org.distill4j.conformance;

import org.distill4j.core.layer.Activation;
import org.distill4j.core.layer.BatchNorm;
import org.distill4j.core.layer.Conv2d;
import org.distill4j.core.layer.Dense;
import org.distill4j.core.layer.Dropout;
import org.distill4j.core.layer.Embedding;
import org.distill4j.core.layer.Flatten;
import org.distill4j.core.layer.LearnedPositions;
import org.distill4j.core.layer.MaxPool2d;
import org.distill4j.core.layer.Sequential;
import org.distill4j.core.layer.TransformerBlock;
import org.distill4j.core.loss.DistillationLoss;
import org.distill4j.core.model.Models;
import org.distill4j.loss.Loss;
import org.distill4j.model.Model;
import org.distill4j.model.Weights;
import org.distill4j.optim.Adam;
import org.distill4j.optim.AdamW;
import org.distill4j.optim.Clipping;
import org.distill4j.optim.Optimizer;
import org.distill4j.optim.Sgd;
import org.distill4j.program.Recorder;
import org.distill4j.program.StepSignature;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.TensorSpec;
import org.distill4j.train.LearnerSpec;

/** Trainings of small networks. */
final class TrainingProblems {
  static final Loss OBJECTIVE = DistillationLoss.of(4, 0.7);

  private TrainingProblems() {}

  /** A specification with initial weights drawn from seed 5. */
  static LearnerSpec spec(Model model, Loss loss, StepSignature signature, Optimizer optimizer) {
    Weights weights = Recorder.step(model, loss, signature, 2).initialWeights(5);
    return LearnerSpec.of(model, weights, loss, signature, optimizer);
  }

  private static TrainingProblem distill(Model model, int classes, int rows, Optimizer optimizer) {
    LabelledExamples examples = LabelledExamples.of(model, classes);
    return new TrainingProblem(
        spec(model, OBJECTIVE, examples.signature(), optimizer), i -> examples.step(i, rows));
  }

  /** The student of the MNIST run, with its batches of 64 and Adam. */
  static TrainingProblem digits() {
    return distill(Models.mlp(784, 128, 10), 10, 64, Adam.of(1e-3));
  }

  /** Does the same as {@link #digits}, with an activation that has no kink. */
  static TrainingProblem smoothDigits() {
    Sequential layers = Sequential.of(Dense.of(784, 128), Activation.GELU, Dense.of(128, 10));
    return distill(Models.of(Shape.of(784), layers), 10, 64, Adam.of(1e-3));
  }

  static Model smallModel() {
    return Models.mlp(6, 8, 3);
  }

  /** Six inputs, eight hidden units, three classes, batches of 8. */
  static TrainingProblem small(Optimizer optimizer) {
    return distill(smallModel(), 3, 8, optimizer);
  }

  static Model dropoutModel() {
    return Models.of(
        Shape.of(6),
        Sequential.of(Dense.of(6, 16), Activation.RELU, Dropout.of(0.5), Dense.of(16, 3)));
  }

  /** Does the same as {@link #small}, with dropout. */
  static TrainingProblem dropout() {
    return distill(dropoutModel(), 3, 8, Sgd.of(0.1));
  }

  static Model imageModel() {
    return Models.of(
        Shape.of(2, 8, 8),
        Sequential.of(
            Conv2d.of(2, 4, 3).withPadding(1).withoutBias(),
            BatchNorm.of(4),
            Activation.RELU,
            MaxPool2d.of(2),
            new Flatten(),
            Dropout.of(0.25),
            Dense.of(64, 5)));
  }

  /** A convolution, batch norm, pooling and dropout, trained with momentum. */
  static TrainingProblem images() {
    return distill(imageModel(), 5, 6, Sgd.of(0.05).withNesterov(0.9));
  }

  static Model tokenModel() {
    return Models.of(
        TensorSpec.ints(6),
        Sequential.of(
                Embedding.of(10, 8),
                LearnedPositions.of(6, 8),
                TransformerBlock.of(8, 2).causal().withDropout(0.1))
            .then("mean", (scope, x) -> x.mean(1))
            .then(Dense.of(8, 4)));
  }

  /** A small transformer on ids, trained with AdamW and clipped gradients. */
  static TrainingProblem tokens() {
    TrainingProblem problem = distill(tokenModel(), 4, 5, AdamW.of(1e-3, 0.01));
    return problem.with(problem.spec().withClipping(Clipping.byNorm(1)));
  }
}
