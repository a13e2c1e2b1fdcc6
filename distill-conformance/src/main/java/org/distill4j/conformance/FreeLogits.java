package org.distill4j.conformance;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.distill4j.data.Batch;
import org.distill4j.loss.Loss;
import org.distill4j.model.Initializer;
import org.distill4j.model.Model;
import org.distill4j.model.Outputs;
import org.distill4j.model.Predictions;
import org.distill4j.model.Scope;
import org.distill4j.model.SingleInputModel;
import org.distill4j.model.Weights;
import org.distill4j.optim.Optimizer;
import org.distill4j.optim.Progress;
import org.distill4j.program.StepInput;
import org.distill4j.program.StepSignature;
import org.distill4j.tensor.DType;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.Tensor;
import org.distill4j.tensor.TensorSpec;
import org.distill4j.train.LearnerSpec;

/**
 * A model whose parameter {@value #LOGITS} is a table of logits; each example's input selects a
 * row. So a loss can be differentiated in the logits themselves.
 *
 * @param rows the number of rows
 * @param classes the number of classes
 */
record FreeLogits(int rows, int classes) implements SingleInputModel {
  static final String LOGITS = "free";

  @Override
  public Shape inputShape() {
    return Shape.scalar();
  }

  @Override
  public DType inputType() {
    return DType.INT32;
  }

  @Override
  public Outputs forward(Scope scope, Tensor input) {
    Shape table = Shape.of(rows, classes);
    return Outputs.logits(
        scope.parameter(LOGITS, table, Initializer.constant(0)).gatherRows(input));
  }

  static LearnerSpec spec(HostTensor logits, Loss loss, Optimizer optimizer) {
    int classes = logits.shape().dim(1);
    StepSignature signature =
        new StepSignature(
            Map.of(Batch.LABELS, TensorSpec.ints()),
            List.of(Map.of(Outputs.LOGITS, TensorSpec.floats(classes))));
    Model model = new FreeLogits(logits.shape().dim(0), classes);
    return LearnerSpec.of(model, Weights.of(Map.of(LOGITS, logits)), loss, signature, optimizer);
  }

  /** Returns a step on all rows, in order. */
  static StepInput step(HostTensor teacher, HostTensor labels, Progress progress) {
    int rows = teacher.shape().dim(0);
    HostTensor ids = HostTensor.ofInts(Shape.of(rows), IntStream.range(0, rows).toArray());
    Batch batch = new Batch(new long[rows], ids, Map.of(Batch.LABELS, labels));
    return StepInput.of(batch, List.of(Predictions.logits(teacher)), progress);
  }
}
