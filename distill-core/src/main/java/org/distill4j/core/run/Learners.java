package org.distill4j.core.run;

import org.distill4j.backend.Session;
import org.distill4j.core.engine.EngineModel;
import org.distill4j.train.Learner;
import org.distill4j.train.LearnerSpec;

/** Learners for any kind of student. */
public final class Learners {
  private Learners() {}

  /**
   * Creates a learner for a recorded model or a network of an engine's own kind.
   *
   * @param session where loss and update are computed, and a recorded model too
   * @param spec model, loss, optimizer and where to start
   * @return the learner
   * @throws IllegalArgumentException if shapes do not fit or the weights are another model's
   * @throws IllegalStateException if the session was closed
   */
  public static Learner open(Session session, LearnerSpec spec) {
    return spec.model() instanceof EngineModel model
        ? EngineLearner.open(session, model.network(), spec)
        : ModelLearner.open(session, spec);
  }
}
