package org.distill4j.core.train;

import java.util.Map;
import org.distill4j.data.Batch;
import org.distill4j.model.Predictions;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.TensorSpec;

/** Checks a teacher's outputs for a batch, before it reaches an engine. */
record TeacherOutputs(int teacher, Batch batch) {
  /** Refuses outputs that differ from the teacher's specification, or are not finite. */
  void require(Map<String, TensorSpec> specified, Predictions outputs) {
    specified.forEach((name, spec) -> requireSpec(name, spec, outputs));
    outputs.asMap().forEach(this::requireFinite);
  }

  private void requireSpec(String name, TensorSpec spec, Predictions outputs) {
    HostTensor output = outputs.asMap().get(name);
    TensorSpec wanted = spec.batched(batch.size());
    if (output == null || !wanted.accepts(output.spec())) {
      throw new IllegalArgumentException(
          "Teacher "
              + teacher
              + " says "
              + (output == null ? "nothing" : output.spec())
              + " as its output \""
              + name
              + "\" for "
              + batch.size()
              + " examples, expected "
              + wanted
              + ".\nMaybe its outputs() promise something else than its predict(batch) gives.");
    }
  }

  private void requireFinite(String name, HostTensor output) {
    output.firstNonFinite().ifPresent(index -> refuse(name, output, index));
  }

  private void refuse(String name, HostTensor output, int index) {
    int length = output.size() / output.shape().dim(0);
    throw new IllegalArgumentException(
        "Teacher "
            + teacher
            + " says "
            + output.floats().get(index)
            + " at position "
            + index % length
            + " of its output \""
            + name
            + "\" for example "
            + batch.id(Math.min(index / length, batch.size() - 1))
            + ", expected finite numbers.\n"
            + (output.floats().get(index) == Float.NEGATIVE_INFINITY
                ? "Maybe it rules a class out, which a logit of -1e30 does as well."
                : "Maybe its own training diverged, or it needs its inputs scaled otherwise."));
  }
}
