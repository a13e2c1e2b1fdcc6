package org.distill4j.djl;

import java.lang.ref.Cleaner;
import org.distill4j.model.Predictions;
import org.distill4j.model.Weights;
import org.distill4j.optim.OptimizerState;
import org.distill4j.program.Program;
import org.distill4j.program.StepInput;
import org.distill4j.spi.Learner;
import org.distill4j.spi.LearnerSpec;
import org.distill4j.spi.LossValues;
import org.distill4j.tensor.HostTensor;

/** A model in training. */
final class DjlLearner implements Learner {
  private static final String WHAT = "learner";

  private final DjlSession session;
  private final Place place;
  private final Cleaner.Cleanable release;
  private final DjlTraining training;
  private final DjlEvaluator evaluator;

  DjlLearner(DjlSession session, LearnerSpec spec) {
    spec.requireKnownUpdate();
    Program program = spec.declared();
    this.session = session;
    this.place = session.place().inner();
    this.release = DjlSession.releaseWith(this, place.arena());
    this.training = new DjlTraining(place, spec, program);
    this.evaluator = new DjlEvaluator(place, spec.model(), training.weights());
  }

  @Override
  public LossValues step(StepInput input) {
    return session.call(this, place, WHAT, () -> training.step(input));
  }

  @Override
  public Predictions predict(HostTensor inputs) {
    return session.call(this, place, WHAT, () -> evaluator.predict(inputs));
  }

  @Override
  public Weights weights() {
    return session.call(this, place, WHAT, () -> training.weights().toWeights());
  }

  @Override
  public OptimizerState optimizerState() {
    return session.call(this, place, WHAT, training::optimizerState);
  }

  @Override
  public void close() {
    session.close(release);
  }
}
