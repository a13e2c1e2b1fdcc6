package org.distill4j.conformance;

import org.distill4j.backend.Device;
import org.distill4j.backend.Session;
import org.distill4j.core.teacher.ModelTeacher;
import org.distill4j.model.Model;
import org.distill4j.model.Predictor;
import org.distill4j.model.Weights;
import org.distill4j.program.StepInput;
import org.distill4j.teacher.Teacher;
import org.distill4j.train.Learner;
import org.distill4j.train.LearnerSpec;

/** An open engine together with the driver that makes predictors and learners of its programs. */
public interface DrivenSession extends AutoCloseable {
  /** {@return the device that it computes on} */
  Device device();

  /** {@return the engine and its version, for reports} */
  String engineVersion();

  /**
   * Returns a predictor of a model: evaluation mode, no gradient.
   *
   * @param model the model
   * @param weights all its parameters and states
   * @return the predictor
   * @throws IllegalArgumentException if the weights are another model's
   */
  Predictor predictor(Model model, Weights weights);

  /**
   * Returns a learner of a model.
   *
   * @param spec model, loss, optimizer and where to start
   * @return the learner
   * @throws IllegalArgumentException if shapes do not fit or the weights are another model's
   */
  Learner learner(LearnerSpec spec);

  /**
   * Returns a teacher from a model.
   *
   * @param model the model
   * @param weights all its parameters and states
   * @return the teacher
   * @throws IllegalArgumentException if the weights are another model's
   */
  default Teacher teacher(Model model, Weights weights) {
    return ModelTeacher.of(compiler(), model, weights);
  }

  /**
   * Returns the loss terms and gradients of a step at a specification's weights.
   *
   * @param spec model, weights and loss; its clipping and its optimizer take no part
   * @param input the step
   * @return terms and gradients, summed over the micro-batches of the step
   */
  default StepGradients gradients(LearnerSpec spec, StepInput input) {
    return StepGradients.compute(compiler(), spec, input);
  }

  /** {@return the engine's session, which compiles programs} */
  Session compiler();

  @Override
  void close();
}
