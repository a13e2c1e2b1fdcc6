package org.distill4j.conformance.broken;

import org.distill4j.backend.Device;
import org.distill4j.backend.Session;
import org.distill4j.conformance.DrivenSession;
import org.distill4j.conformance.StepGradients;
import org.distill4j.model.Model;
import org.distill4j.model.Predictor;
import org.distill4j.model.Weights;
import org.distill4j.program.StepInput;
import org.distill4j.teacher.Teacher;
import org.distill4j.train.Learner;
import org.distill4j.train.LearnerSpec;

/** Passes all calls on. */
class PassingSession implements DrivenSession {
  private final DrivenSession right;

  PassingSession(DrivenSession right) {
    this.right = right;
  }

  DrivenSession right() {
    return right;
  }

  @Override
  public Device device() {
    return right.device();
  }

  @Override
  public String engineVersion() {
    return right.engineVersion();
  }

  @Override
  public Predictor predictor(Model model, Weights weights) {
    return right.predictor(model, weights);
  }

  @Override
  public Learner learner(LearnerSpec spec) {
    return right.learner(spec);
  }

  @Override
  public Teacher teacher(Model model, Weights weights) {
    return right.teacher(model, weights);
  }

  @Override
  public StepGradients gradients(LearnerSpec spec, StepInput input) {
    return right.gradients(spec, input);
  }

  @Override
  public Session compiler() {
    return right.compiler();
  }

  @Override
  public void close() {
    right.close();
  }
}
