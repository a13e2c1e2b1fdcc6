package org.distill4j.core.loss;

import java.util.List;
import java.util.Map;
import org.distill4j.data.Batch;
import org.distill4j.loss.Loss;
import org.distill4j.model.Initializer;
import org.distill4j.model.Model;
import org.distill4j.model.Outputs;
import org.distill4j.model.Scope;
import org.distill4j.model.SingleInputModel;
import org.distill4j.program.Recorder;
import org.distill4j.program.Recording;
import org.distill4j.program.StepSignature;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.Tensor;
import org.distill4j.tensor.TensorSpec;

/** Losses recorded with a student of one parameter table and teachers of given outputs. */
final class RecordedLosses {
  private RecordedLosses() {}

  /**
   * A student whose only output is the sum of its input and a parameter.
   *
   * @param output the output's name
   * @param inputShape the shape of one example
   */
  record Student(String output, Shape inputShape) implements SingleInputModel {
    private static final Initializer ZERO = Initializer.constant(0);

    static Student of(String output, int... dims) {
      return new Student(output, Shape.of(dims));
    }

    @Override
    public Outputs forward(Scope scope, Tensor input) {
      return Outputs.of(output, input.add(scope.parameter("b", inputShape, ZERO)));
    }
  }

  static Map<String, TensorSpec> logits(int... dims) {
    return Map.of(Outputs.LOGITS, TensorSpec.floats(dims));
  }

  static Recording step(Loss loss, Model student, List<Map<String, TensorSpec>> teachers) {
    Map<String, TensorSpec> labels = Map.of(Batch.LABELS, TensorSpec.ints());
    return Recorder.step(student, loss, new StepSignature(labels, teachers), 4);
  }
}
