package org.distill4j.core.train;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.distill4j.core.engine.EngineModel;
import org.distill4j.train.LearnerSpec;
import org.distill4j.train.TrainingPlan;

/**
 * The start of a training, which needs no engine.
 *
 * @param spec model, loss, optimizer and initial weights, those of the loss included
 * @param modelWeights the names of the model's own weights
 * @param identity for each part of the plan, a text that changes when the part does
 */
public record TrainingStart(
    LearnerSpec spec, List<String> modelWeights, Map<String, String> identity) {
  /** Takes copies. */
  public TrainingStart {
    modelWeights = List.copyOf(modelWeights);
    identity = Collections.unmodifiableMap(new LinkedHashMap<>(identity));
  }

  /**
   * Checks a plan and returns the start of its training.
   *
   * @param plan what to train, on what and how
   * @return the beginning
   * @throws IllegalArgumentException if the parts of the plan do not fit, or the student is a
   *     network of an engine's own kind
   */
  public static TrainingStart of(TrainingPlan plan) {
    if (plan.model() instanceof EngineModel) {
      throw new IllegalArgumentException(
          "A training in parts was asked for a network of an engine's own kind, expected a recorded"
              + " model.\nMaybe write the student as a Model.");
    }
    Preparation preparation = new Preparation(plan);
    LearnerSpec spec = preparation.spec();
    return new TrainingStart(spec, preparation.modelNames(), preparation.identity(spec));
  }
}
