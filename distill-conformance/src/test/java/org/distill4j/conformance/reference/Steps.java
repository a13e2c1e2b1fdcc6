package org.distill4j.conformance.reference;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.distill4j.data.Batch;
import org.distill4j.loss.Loss;
import org.distill4j.loss.LossTerms;
import org.distill4j.model.Initializer;
import org.distill4j.model.Model;
import org.distill4j.model.Outputs;
import org.distill4j.model.Predictions;
import org.distill4j.model.Scope;
import org.distill4j.model.Weights;
import org.distill4j.optim.Optimizer;
import org.distill4j.optim.Progress;
import org.distill4j.program.StepInput;
import org.distill4j.program.StepSignature;
import org.distill4j.spi.LearnerSpec;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.Tensor;
import org.distill4j.tensor.TensorSpec;

/** Small models and steps for tests. */
final class Steps {
  static final StepSignature NOTHING = new StepSignature(Map.of(), List.of());

  private Steps() {}

  /** Multiplies its single input by the parameter "w", and keeps the mean input as "seen". */
  record Scale() implements Model {
    @Override
    public Shape inputShape() {
      return Shape.of(1);
    }

    @Override
    public Outputs forward(Scope scope, Tensor input) {
      Tensor seen = scope.state("seen", Shape.scalar(), Initializer.constant(0));
      scope.updateState("seen", seen.mul(10).add(input.mean()));
      Tensor w = scope.parameter("w", Shape.scalar(), Initializer.constant(0));
      scope.parameter("unused", Shape.of(2), Initializer.constant(0));
      return Outputs.of("product", input.mul(w));
    }
  }

  /** Gives the parameter "logits", whatever the input, so that a loss is differentiated in it. */
  record FreeLogits(int rows, int classes) implements Model {
    @Override
    public Shape inputShape() {
      return Shape.of(1);
    }

    @Override
    public Outputs forward(Scope scope, Tensor input) {
      Shape shape = Shape.of(rows, classes);
      Tensor free = scope.parameter("logits", shape, Initializer.constant(0));
      int batch = input.shape().dim(0);
      return Outputs.logits(batch == rows ? free : free.slice(0, 0, batch));
    }
  }

  /** The mean of the model's output; its gradient in w is the mean input. */
  static final Loss MEAN =
      signals -> LossTerms.total(signals.meanOverBatch(signals.student().get("product").sum(1)));

  static LearnerSpec scale(float w, Optimizer optimizer) {
    Map<String, HostTensor> weights = new LinkedHashMap<>();
    weights.put("w", HostTensor.ofFloats(Shape.scalar(), w));
    weights.put("unused", HostTensor.ofFloats(Shape.of(2), 1, -2));
    weights.put("seen", HostTensor.ofFloats(Shape.scalar(), 0));
    return LearnerSpec.of(new Scale(), Weights.of(weights), MEAN, NOTHING, optimizer);
  }

  static LearnerSpec logits(HostTensor logits, Loss loss, Optimizer optimizer) {
    int rows = logits.shape().dim(0);
    int classes = logits.shape().dim(1);
    StepSignature signature =
        new StepSignature(
            Map.of(Batch.LABELS, TensorSpec.ints()),
            List.of(Map.of(Outputs.LOGITS, TensorSpec.floats(classes))));
    Weights weights = Weights.of(Map.of("logits", logits));
    return LearnerSpec.of(new FreeLogits(rows, classes), weights, loss, signature, optimizer);
  }

  static Batch inputs(float... values) {
    HostTensor tensor = HostTensor.ofFloats(Shape.of(values.length, 1), values);
    return new Batch(new long[values.length], tensor, Map.of());
  }

  static StepInput step(long step, float... values) {
    return StepInput.of(inputs(values), List.of(), new Progress(step, 100));
  }

  static StepInput labelled(HostTensor teacher, int... labels) {
    int rows = labels.length;
    HostTensor inputs = HostTensor.allocate(teacher.type(), Shape.of(rows, 1));
    HostTensor classes = HostTensor.ofInts(Shape.of(rows), labels);
    Batch batch = new Batch(new long[rows], inputs, Map.of(Batch.LABELS, classes));
    return StepInput.of(batch, List.of(Predictions.logits(teacher)), new Progress(0, 1));
  }
}
