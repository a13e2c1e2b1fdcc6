package org.distill4j.tensorflow;

import java.lang.ref.Cleaner;
import java.util.LinkedHashMap;
import java.util.Map;
import org.distill4j.model.Model;
import org.distill4j.model.Predictions;
import org.distill4j.model.Weights;
import org.distill4j.spi.Predictor;
import org.distill4j.tensor.HostTensor;

/** A model in evaluation mode. */
final class TfPredictor implements Predictor {
  private final Object lock;
  private final TfForward forward;
  private final Cleaner.Cleanable cleanable;

  TfPredictor(TfSession session, TfRuntime runtime, Model model, Weights weights) {
    this.lock = session.lock();
    this.cleanable = session.free(this, runtime);
    this.forward = new TfForward(runtime, model);
    Map<String, HostTensor> values = new LinkedHashMap<>();
    weights.asMap().forEach((path, value) -> values.put(TfNames.value(path), value));
    TfVariables.upload(runtime, values);
  }

  @Override
  public Predictions predict(HostTensor inputs) {
    synchronized (lock) {
      return forward.predict(inputs);
    }
  }

  @Override
  public void close() {
    cleanable.clean();
  }
}
