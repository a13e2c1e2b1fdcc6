package org.distill4j.spark;

import org.distill4j.core.model.Models;
import org.distill4j.core.rounds.ModelCode;
import org.distill4j.model.Mode;
import org.distill4j.model.Model;
import org.distill4j.model.Weights;
import org.distill4j.program.Recorder;

/** The teacher of these tests. */
public record SmallTeacher(int hidden) implements ModelCode {
  @Override
  public Model model() {
    return Models.mlp(SparkRows.INPUTS, hidden, SparkRows.CLASSES);
  }

  /** Some weights. */
  public static Weights weights(int hidden, long seed) {
    return Recorder.forward(new SmallTeacher(hidden).model(), Mode.EVALUATION, 1)
        .initialWeights(seed);
  }
}
