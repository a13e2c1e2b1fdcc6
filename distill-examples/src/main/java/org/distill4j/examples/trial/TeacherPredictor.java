package org.distill4j.examples.trial;

import java.util.Map;
import org.distill4j.data.Batch;
import org.distill4j.model.InputNames;
import org.distill4j.model.Predictions;
import org.distill4j.model.Predictor;
import org.distill4j.teacher.Teacher;
import org.distill4j.tensor.HostTensor;

/** A teacher that is measured itself; one that goes by inputs, not by ids. */
record TeacherPredictor(Teacher teacher) implements Predictor {
  @Override
  public Predictions predict(Map<String, HostTensor> inputs) {
    long[] ids = new long[InputNames.only(inputs).shape().dim(0)];
    return teacher.predict(new Batch(ids, inputs, Map.of()));
  }

  @Override
  public void close() {}
}
