package org.distill4j.core.run;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.distill4j.core.layer.BatchNorm;
import org.distill4j.core.layer.Dense;
import org.distill4j.core.layer.Sequential;
import org.distill4j.core.loss.CrossEntropyLoss;
import org.distill4j.core.model.Models;
import org.distill4j.data.Batch;
import org.distill4j.model.Model;
import org.distill4j.optim.Optimizer;
import org.distill4j.optim.Progress;
import org.distill4j.program.MicroBatch;
import org.distill4j.program.Recorder;
import org.distill4j.program.StepInput;
import org.distill4j.program.StepSignature;
import org.distill4j.tensor.DType;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.TensorSpec;
import org.distill4j.train.LearnerSpec;

/** A small training and its batches. */
final class SmallTraining {
  static final int INPUTS = 3;
  static final int CLASSES = 2;
  static final Model MODEL =
      Models.of(
          Shape.of(INPUTS),
          Sequential.of(Dense.of(INPUTS, 4), BatchNorm.of(4), Dense.of(4, CLASSES)));
  private static final StepSignature SIGNATURE =
      new StepSignature(
          Map.of(Batch.LABELS, new TensorSpec(DType.INT32, Shape.scalar())), List.of());

  private SmallTraining() {}

  static LearnerSpec spec(Optimizer optimizer) {
    CrossEntropyLoss loss = CrossEntropyLoss.ofLabels();
    return LearnerSpec.of(
        MODEL,
        Recorder.step(MODEL, loss, SIGNATURE, 2).initialWeights(5),
        loss,
        SIGNATURE,
        optimizer);
  }

  static StepInput step(int... rows) {
    List<MicroBatch> microBatches = new ArrayList<>();
    for (int count : rows) {
      microBatches.add(new MicroBatch(batch(count, 1), List.of()));
    }
    return new StepInput(microBatches, new Progress(0, 10));
  }

  static Batch batch(int rows, int label) {
    int[] labels = new int[rows];
    Arrays.fill(labels, label);
    return new Batch(
        new long[rows],
        HostTensor.allocate(DType.FLOAT32, Shape.of(rows, INPUTS)),
        Map.of(Batch.LABELS, HostTensor.ofInts(Shape.of(rows), labels)));
  }
}
