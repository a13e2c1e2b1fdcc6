package org.distill4j.tensorflow;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.distill4j.core.layer.Activation;
import org.distill4j.core.layer.BatchNorm;
import org.distill4j.core.layer.Conv2d;
import org.distill4j.core.layer.Dense;
import org.distill4j.core.layer.Dropout;
import org.distill4j.core.layer.Embedding;
import org.distill4j.core.layer.Flatten;
import org.distill4j.core.layer.MaxPool2d;
import org.distill4j.core.layer.Sequential;
import org.distill4j.core.layer.TransformerBlock;
import org.distill4j.core.loss.DistillationLoss;
import org.distill4j.core.model.Models;
import org.distill4j.data.Batch;
import org.distill4j.model.InputNames;
import org.distill4j.model.Mode;
import org.distill4j.model.Model;
import org.distill4j.model.Outputs;
import org.distill4j.model.Predictions;
import org.distill4j.optim.Optimizer;
import org.distill4j.optim.Progress;
import org.distill4j.program.Recorder;
import org.distill4j.program.StepInput;
import org.distill4j.program.StepSignature;
import org.distill4j.tensor.DType;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.TensorSpec;
import org.distill4j.train.Learner;
import org.distill4j.train.LearnerSpec;

/** Small distillation jobs with three classes. */
final class Jobs {
  static final int CLASSES = 3;
  private static final StepSignature SIGNATURE =
      new StepSignature(
          Map.of(Batch.LABELS, TensorSpec.ints()),
          List.of(Map.of(Outputs.LOGITS, TensorSpec.floats(CLASSES))));

  private Jobs() {}

  /** The bias before a batch norm is left out: its gradient is nothing but rounding. */
  static Model mlp() {
    return Models.of(
        Shape.of(5),
        Sequential.of(
            Dense.of(5, 8).withoutBias(),
            BatchNorm.of(8),
            Activation.RELU,
            Dropout.of(0.25),
            Dense.of(8, CLASSES)));
  }

  static Model convolutional() {
    return Models.of(
        Shape.of(2, 6, 6),
        Sequential.of(
            Conv2d.of(2, 4, 3).withPadding(1).withoutBias(),
            BatchNorm.of(4),
            Activation.RELU,
            MaxPool2d.of(2),
            Conv2d.of(4, 4, 3).withPadding(2).withDilation(2).withGroups(2),
            Activation.GELU,
            new Flatten(),
            Dense.of(36, CLASSES)));
  }

  static Model transformer() {
    return Models.of(
        TensorSpec.ints(4),
        Sequential.of(
            Embedding.of(7, 8),
            TransformerBlock.of(8, 2).withDropout(0.1),
            new Flatten(),
            Dense.of(32, CLASSES)));
  }

  static LearnerSpec spec(Model model, Optimizer optimizer) {
    return LearnerSpec.of(
            model,
            Recorder.forward(model, Mode.EVALUATION, 1).initialWeights(1),
            DistillationLoss.of(3, 0.7),
            SIGNATURE,
            optimizer)
        .withSeed(11);
  }

  /** The same step for everyone who asks with the same numbers. */
  static StepInput step(Model model, int rows, int step, int largestMicroBatch) {
    Random random = new Random(100 + step);
    HostTensor inputs = HostTensor.allocate(InputNames.only(model.inputs()).batched(rows));
    HostTensor labels = HostTensor.allocate(DType.INT32, Shape.of(rows));
    HostTensor teacher = HostTensor.allocate(DType.FLOAT32, Shape.of(rows, CLASSES));
    for (int i = 0; i < inputs.size(); i++) {
      if (inputs.type() == DType.INT32) {
        inputs.ints().put(i, random.nextInt(7));
      } else {
        inputs.floats().put(i, (float) random.nextGaussian());
      }
    }
    for (int i = 0; i < rows; i++) {
      labels.ints().put(i, random.nextInt(CLASSES + 1) - 1);
    }
    for (int i = 0; i < teacher.size(); i++) {
      teacher.floats().put(i, 3 * (float) random.nextGaussian());
    }
    Batch batch = new Batch(new long[rows], inputs, Map.of(Batch.LABELS, labels));
    return StepInput.split(
        batch, List.of(Predictions.logits(teacher)), new Progress(step, 100), largestMicroBatch);
  }

  /** The losses of some steps, each on other data. */
  static List<Map<String, Double>> train(Learner learner, Model model, int from, int to) {
    List<Map<String, Double>> losses = new ArrayList<>();
    for (int i = from; i < to; i++) {
      losses.add(new LinkedHashMap<>(learner.step(step(model, 8, i, 8)).asMap()));
    }
    return losses;
  }
}
