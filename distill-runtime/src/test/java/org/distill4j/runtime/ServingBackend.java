package org.distill4j.runtime;

import java.util.List;
import java.util.Map;
import org.distill4j.backend.Device;
import org.distill4j.backend.Session;
import org.distill4j.backend.SessionOptions;
import org.distill4j.conformance.DrivenBackend;
import org.distill4j.conformance.DrivenSession;
import org.distill4j.core.weights.StudentFile;
import org.distill4j.model.Model;
import org.distill4j.model.Predictions;
import org.distill4j.model.Predictor;
import org.distill4j.model.Weights;
import org.distill4j.student.Student;
import org.distill4j.tensor.HostTensor;
import org.distill4j.train.Learner;
import org.distill4j.train.LearnerSpec;

/** Predicts by writing the model as a student file and running that. */
final class ServingBackend implements DrivenBackend {
  @Override
  public String name() {
    return "runtime";
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
        return "a student file";
      }

      @Override
      public Predictor predictor(Model model, Weights weights) {
        Student student = ServedModels.open(StudentFile.of(model, weights));
        return new Predictor() {
          @Override
          public Predictions predict(Map<String, HostTensor> inputs) {
            return Predictions.of(student.run(inputs));
          }

          @Override
          public void close() {
            student.close();
          }
        };
      }

      @Override
      public Learner learner(LearnerSpec spec) {
        throw new UnsupportedOperationException("Student files are not trained");
      }

      @Override
      public Session compiler() {
        throw new UnsupportedOperationException("Student files are no programs");
      }

      @Override
      public void close() {}
    };
  }
}
