package org.distill4j.student;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.distill4j.ir.FreeProgram;
import org.distill4j.ir.Program;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.TensorSpec;

/** Checks that the parts of a student belong together. */
record ContentCheck(
    Map<String, TensorSpec> inputs, FreeProgram program, Map<String, StoredArray> weights) {

  void require() {
    List<TensorSpec> batches = new ArrayList<>();
    inputs.values().forEach(spec -> batches.add(batched(spec)));
    if (batches.isEmpty() || !program.feeds().equals(batches)) {
      throw refuse("the inputs " + inputs, "those of its program, " + program.feeds());
    }
    Program example = program.at(program.exampleLengths());
    if (example.outputs().isEmpty() || example.scalars() > 0 || !example.updates().isEmpty()) {
      throw refuse(
          "a program of "
              + example.outputs().size()
              + " outputs and "
              + example.scalars()
              + " scalars that updates "
              + example.updates().keySet(),
          "outputs, no scalars and no updates");
    }
    example.variables().forEach(this::requireWeight);
  }

  static TensorSpec batched(TensorSpec perExample) {
    return new TensorSpec(
        perExample.type(), Shape.free(FreeProgram.BATCH).append(perExample.shape()));
  }

  private void requireWeight(String name, TensorSpec spec) {
    StoredArray weight = weights.get(name);
    if (weight == null || !weight.shape().equals(spec.shape())) {
      throw refuse(
          weight == null
              ? "no weight \"" + name + "\""
              : "the weight \"" + name + "\" of shape " + weight.shape(),
          "one of shape " + spec.shape());
    }
  }

  private static IllegalArgumentException refuse(String what, String expected) {
    return new IllegalArgumentException(
        "The student has "
            + what
            + ", expected "
            + expected
            + ".\nMaybe its parts are of different students; write it again by StudentFile.");
  }
}
