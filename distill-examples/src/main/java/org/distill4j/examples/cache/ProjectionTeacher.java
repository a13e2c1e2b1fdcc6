package org.distill4j.examples.cache;

import java.util.Map;
import org.distill4j.data.Batch;
import org.distill4j.model.Outputs;
import org.distill4j.model.Predictions;
import org.distill4j.teacher.Teacher;
import org.distill4j.tensor.DType;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.TensorSpec;

/** A teacher that needs no engine: its logits are sums of inputs with fixed weights. */
record ProjectionTeacher(int classes) implements Teacher {
  @Override
  public Map<String, TensorSpec> outputs() {
    return Map.of(Outputs.LOGITS, TensorSpec.floats(classes));
  }

  @Override
  public Predictions predict(Batch batch) {
    float[] inputs = batch.input().toFloatArray();
    float[] logits = new float[batch.size() * classes];
    for (int row = 0; row < batch.size(); row++) {
      for (int c = 0; c < classes; c++) {
        float sum = 0;
        for (int i = 0; i < GeneratedDataset.FEATURES; i++) {
          sum += inputs[row * GeneratedDataset.FEATURES + i] * ((c + 1) * (i + 3) % 7 - 3);
        }
        logits[row * classes + c] = sum;
      }
    }
    HostTensor tensor = HostTensor.allocate(DType.FLOAT32, Shape.of(batch.size(), classes));
    tensor.floats().put(logits);
    return Predictions.logits(tensor);
  }

  @Override
  public String fingerprint() {
    return "projection to " + classes;
  }
}
