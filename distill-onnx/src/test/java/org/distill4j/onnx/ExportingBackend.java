package org.distill4j.onnx;

import java.util.List;
import org.distill4j.backend.Device;
import org.distill4j.backend.Session;
import org.distill4j.backend.SessionOptions;
import org.distill4j.conformance.DrivenBackend;
import org.distill4j.conformance.DrivenSession;
import org.distill4j.model.Model;
import org.distill4j.model.Predictor;
import org.distill4j.model.Weights;
import org.distill4j.train.Learner;
import org.distill4j.train.LearnerSpec;

/** Predicts by writing the model as ONNX and running that. */
final class ExportingBackend implements DrivenBackend {
  @Override
  public String name() {
    return "onnx";
  }

  @Override
  public List<Device> devices() {
    return List.of(Device.cpu());
  }

  @Override
  public DrivenSession open(SessionOptions options) {
    return new DrivenSession() {
      @Override
      public Device device() {
        return Device.cpu();
      }

      @Override
      public String engineVersion() {
        return OnnxPredictor.engineVersion();
      }

      @Override
      public Predictor predictor(Model model, Weights weights) {
        return ExportedModels.of(model, weights);
      }

      @Override
      public Learner learner(LearnerSpec spec) {
        throw new UnsupportedOperationException("ONNX files are not trained");
      }

      @Override
      public Session compiler() {
        throw new UnsupportedOperationException("ONNX files are no programs");
      }

      @Override
      public void close() {}
    };
  }
}
