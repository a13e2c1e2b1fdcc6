package org.distill4j.core.engine;

import org.distill4j.backend.Device;
import org.distill4j.model.Model;
import org.distill4j.model.Weights;
import org.distill4j.spi.Learner;
import org.distill4j.spi.LearnerSpec;
import org.distill4j.spi.Predictor;
import org.distill4j.spi.Session;

/**
 * A session that also trains networks of engines' own kinds: an {@link EngineModel} runs on its own
 * engine, and its loss and optimizer here. All else is the session's.
 *
 * @param session where models and losses run
 */
public record EngineSession(Session session) implements Session {
  @Override
  public Device device() {
    return session.device();
  }

  @Override
  public String engineVersion() {
    return session.engineVersion();
  }

  @Override
  public Predictor predictor(Model model, Weights weights) {
    if (model instanceof EngineModel) {
      throw new IllegalArgumentException(
          "A predictor was asked for a network of an engine's own kind, expected a recorded model."
              + "\nMaybe use the network itself, which is a predictor.");
    }
    return session.predictor(model, weights);
  }

  @Override
  public Learner learner(LearnerSpec spec) {
    return spec.model() instanceof EngineModel model
        ? new EngineLearner(session, model.network(), spec)
        : session.learner(spec);
  }

  @Override
  public void close() {
    session.close();
  }
}
