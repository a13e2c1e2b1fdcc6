package org.distill4j.dl4j;

import org.distill4j.model.Mode;
import org.distill4j.model.Model;
import org.distill4j.model.Predictions;
import org.distill4j.model.Weights;
import org.distill4j.program.Program;
import org.distill4j.program.Recorder;
import org.distill4j.spi.Predictor;
import org.distill4j.tensor.HostTensor;

/** A model in evaluation mode. */
final class Dl4jPredictor implements Predictor {
  private final Dl4jSession session;
  private final Lifetime lifetime;
  private final Dl4jEvaluator evaluator;

  Dl4jPredictor(Dl4jSession session, Model model, Weights weights) {
    Program program = Recorder.forward(model, Mode.EVALUATION, 1);
    program.requireWeights(weights);
    Dl4jWeights own = new Dl4jWeights(program, weights);
    Dl4jEvaluator runner = new Dl4jEvaluator(model, own);
    this.session = session;
    this.evaluator = runner;
    this.lifetime =
        session.follow(
            "predictor",
            () -> {
              runner.close();
              own.close();
            });
  }

  @Override
  public Predictions predict(HostTensor inputs) {
    return session.call(lifetime, () -> evaluator.predict(inputs));
  }

  @Override
  public void close() {
    session.close(lifetime);
  }
}
