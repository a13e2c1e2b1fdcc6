package org.distill4j.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.distill4j.backend.Session;
import org.distill4j.backend.SessionOptions;
import org.distill4j.core.run.ModelPredictor;
import org.distill4j.core.weights.StudentFile;
import org.distill4j.jvm.JavaBackend;
import org.distill4j.model.Mode;
import org.distill4j.model.Model;
import org.distill4j.model.Predictor;
import org.distill4j.model.Weights;
import org.distill4j.program.Recorder;
import org.distill4j.student.Student;
import org.distill4j.tensor.HostTensor;

/** Models by way of a student file. */
final class ServedModels {
  private ServedModels() {}

  static Weights weights(Model model) {
    return Recorder.forward(model, Mode.EVALUATION, 2).initialWeights(7);
  }

  static Student open(StudentFile file) {
    try {
      Path path = Files.createTempFile("student", ".d4j");
      file.write(path);
      Student student = Students.open(path);
      Files.delete(path);
      return student;
    } catch (IOException error) {
      throw new UncheckedIOException(error);
    }
  }

  /** The file predicts for each batch what the model predicts on the same engine, bit for bit. */
  @SafeVarargs
  static void requireSame(Model model, Map<String, HostTensor>... batches) {
    Weights weights = weights(model);
    try (Session session = new JavaBackend().open(SessionOptions.defaults());
        Predictor trained = ModelPredictor.open(session, model, weights);
        Student served = open(StudentFile.of(model, weights))) {
      for (Map<String, HostTensor> batch : batches) {
        assertThat(served.run(batch)).isEqualTo(trained.predict(batch).asMap());
      }
    }
  }
}
