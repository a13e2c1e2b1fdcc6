package org.distill4j.conformance.tasks;

import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import org.distill4j.core.teacher.FunctionTeacher;
import org.distill4j.model.Outputs;
import org.distill4j.model.Predictions;
import org.distill4j.teacher.Teacher;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.TensorSpec;

/** Teachers that follow a rule, and random examples. */
final class RuleTeachers {
  private RuleTeachers() {}

  static HostTensor random(long seed, int... dims) {
    SplittableRandom random = new SplittableRandom(seed);
    Shape shape = Shape.of(dims);
    float[] values = new float[(int) shape.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextDouble(-1, 1);
    }
    return HostTensor.ofFloats(shape, values);
  }

  /** A rule: the outputs for an example. */
  static float[] outputs(UnaryOperator<float[]> rule, HostTensor inputs, int example) {
    return rule.apply(inputs.rows(example, example + 1).toFloatArray());
  }

  /** Returns a teacher whose outputs are computed from an example's only input. */
  static Teacher teacher(UnaryOperator<float[]> rule, int... dims) {
    TensorSpec spec = TensorSpec.floats(dims);
    return FunctionTeacher.of(
        Map.of(Outputs.LOGITS, spec),
        "rule",
        batch -> {
          HostTensor outputs = HostTensor.allocate(spec.batched(batch.size()));
          int length = outputs.size() / batch.size();
          for (int row = 0; row < batch.size(); row++) {
            outputs.floats().put(row * length, outputs(rule, batch.input(), row));
          }
          return Predictions.logits(outputs);
        });
  }
}
