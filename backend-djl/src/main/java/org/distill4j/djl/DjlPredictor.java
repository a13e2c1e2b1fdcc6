package org.distill4j.djl;

import java.lang.ref.Cleaner;
import org.distill4j.model.Mode;
import org.distill4j.model.Model;
import org.distill4j.model.Predictions;
import org.distill4j.model.Weights;
import org.distill4j.program.Program;
import org.distill4j.program.Recorder;
import org.distill4j.spi.Predictor;
import org.distill4j.tensor.HostTensor;

/** A model in evaluation mode. */
final class DjlPredictor implements Predictor {
  private final DjlSession session;
  private final Place place;
  private final Cleaner.Cleanable release;
  private final DjlEvaluator evaluator;

  DjlPredictor(DjlSession session, Model model, Weights weights) {
    Program program = Recorder.forward(model, Mode.EVALUATION, 1);
    program.requireWeights(weights);
    this.session = session;
    this.place = session.place().inner();
    this.release = DjlSession.releaseWith(this, place.arena());
    DjlArrays arrays = DjlArrays.weightsOf(place, program);
    arrays.set(weights);
    this.evaluator = new DjlEvaluator(place, model, arrays);
  }

  @Override
  public Predictions predict(HostTensor inputs) {
    return session.call(this, place, "predictor", () -> evaluator.predict(inputs));
  }

  @Override
  public void close() {
    session.close(release);
  }
}
