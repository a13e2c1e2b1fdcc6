package org.distill4j.dl4j;

import org.distill4j.model.Predictions;
import org.distill4j.model.Weights;
import org.distill4j.optim.OptimizerState;
import org.distill4j.program.StepInput;
import org.distill4j.spi.Learner;
import org.distill4j.spi.LearnerSpec;
import org.distill4j.spi.LossValues;
import org.distill4j.tensor.HostTensor;

/** A model in training. */
final class Dl4jLearner implements Learner {
  private final Dl4jSession session;
  private final Lifetime lifetime;
  private final Dl4jTraining training;
  private final Dl4jEvaluator evaluator;

  Dl4jLearner(Dl4jSession session, LearnerSpec spec) {
    Dl4jTraining trained = new Dl4jTraining(spec);
    Dl4jEvaluator tried = new Dl4jEvaluator(spec.model(), trained.weights());
    this.session = session;
    this.training = trained;
    this.evaluator = tried;
    this.lifetime =
        session.follow(
            "learner",
            () -> {
              tried.close();
              trained.close();
            });
  }

  @Override
  public LossValues step(StepInput input) {
    return session.call(lifetime, () -> training.step(input));
  }

  @Override
  public Predictions predict(HostTensor inputs) {
    return session.call(lifetime, () -> evaluator.predict(inputs));
  }

  @Override
  public Weights weights() {
    return session.call(lifetime, training::snapshot);
  }

  @Override
  public OptimizerState optimizerState() {
    return session.call(lifetime, training::optimizerState);
  }

  @Override
  public void close() {
    session.close(lifetime);
  }
}
