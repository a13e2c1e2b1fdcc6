package org.distill4j.conformance;

import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.distill4j.data.Batch;
import org.distill4j.model.InputNames;
import org.distill4j.model.Model;
import org.distill4j.model.Outputs;
import org.distill4j.model.Predictions;
import org.distill4j.optim.Progress;
import org.distill4j.program.StepInput;
import org.distill4j.program.StepSignature;
import org.distill4j.tensor.DType;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.TensorSpec;

/**
 * Made-up examples of a classification, with a teacher's outputs for them.
 *
 * @param input type and shape of one example; ids are below 10
 * @param classes the number of classes
 */
record LabelledExamples(TensorSpec input, int classes) {
  private static final int IDS = 10;
  private static final int STEPS = 100;

  static LabelledExamples of(Model model, int classes) {
    return new LabelledExamples(InputNames.only(model.inputs()), classes);
  }

  StepSignature signature() {
    return new StepSignature(
        Map.of(Batch.LABELS, TensorSpec.ints()),
        List.of(Map.of(Outputs.LOGITS, TensorSpec.floats(classes))));
  }

  HostTensor inputs(long seed, int rows) {
    Shape shape = input.shape().prepend(rows);
    return input.type() == DType.FLOAT32
        ? SeededValues.between(0, 1, seed, shape.dims())
        : SeededValues.ints(0, IDS, seed, shape.dims());
  }

  /** Some rows without a label. */
  Batch batch(long seed, int rows) {
    HostTensor labels = SeededValues.ints(-1, classes, seed + 1, rows);
    long[] ids = LongStream.range(0, rows).toArray();
    return new Batch(ids, inputs(seed, rows), Map.of(Batch.LABELS, labels));
  }

  Predictions teacher(long seed, int rows) {
    return Predictions.logits(SeededValues.between(-4, 4, seed + 2, rows, classes));
  }

  StepInput step(int index, int rows) {
    return split(index, rows, rows);
  }

  /** A step whose batch is split into micro-batches of at most some rows. */
  StepInput split(int index, int rows, int microBatchRows) {
    long seed = 1000L + 10L * index;
    return StepInput.split(
        batch(seed, rows),
        List.of(teacher(seed, rows)),
        new Progress(index, STEPS),
        microBatchRows);
  }
}
