package org.distill4j.conformance;

import org.distill4j.backend.Device;
import org.distill4j.backend.Session;
import org.distill4j.core.run.ModelLearner;
import org.distill4j.core.run.ModelPredictor;
import org.distill4j.model.Model;
import org.distill4j.model.Predictor;
import org.distill4j.model.Weights;
import org.distill4j.train.Learner;
import org.distill4j.train.LearnerSpec;

/**
 * An open engine with the library's own driver above it.
 *
 * @param compiler the engine's session
 */
record DefaultDrivenSession(Session compiler) implements DrivenSession {
  @Override
  public Device device() {
    return compiler.device();
  }

  @Override
  public String engineVersion() {
    return compiler.engineVersion();
  }

  @Override
  public Predictor predictor(Model model, Weights weights) {
    return ModelPredictor.open(compiler, model, weights);
  }

  @Override
  public Learner learner(LearnerSpec spec) {
    return ModelLearner.open(compiler, spec);
  }

  @Override
  public void close() {
    compiler.close();
  }
}
