package org.distill4j.cli.embed;

import java.nio.FloatBuffer;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import org.distill4j.core.model.SentenceModel;
import org.distill4j.data.Batch;
import org.distill4j.data.Dataset;
import org.distill4j.model.Predictions;
import org.distill4j.teacher.Teacher;
import org.distill4j.tensor.DType;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.TensorSpec;

/**
 * A teacher of embeddings that is asked about few texts at once, as its activations take much more
 * memory than what it gives. A cache in a file has large blocks, each of which is forced to the
 * disk.
 *
 * @param teacher gives "embedding"
 */
record SmallBatches(Teacher teacher) implements Teacher {
  /** The texts that are asked about at once. */
  static final int SIZE = 32;

  @Override
  public Map<String, TensorSpec> outputs() {
    return teacher.outputs();
  }

  @Override
  public Map<String, TensorSpec> inputs() {
    return teacher.inputs();
  }

  @Override
  public OptionalLong workingBytes() {
    return teacher.workingBytes();
  }

  @Override
  public Predictions predict(Batch batch) {
    int width =
        Objects.requireNonNull(teacher.outputs().get(SentenceModel.EMBEDDING)).shape().dim(0);
    HostTensor all = HostTensor.allocate(DType.FLOAT32, Shape.of(batch.size(), width));
    FloatBuffer to = all.floats();
    for (int from = 0; from < batch.size(); from += SIZE) {
      Batch some = batch.rows(from, Math.min(from + SIZE, batch.size()));
      to.put(teacher.predict(some).get(SentenceModel.EMBEDDING).floats());
    }
    return Predictions.of(Map.of(SentenceModel.EMBEDDING, all));
  }

  @Override
  public Teacher forData(Dataset data) {
    Teacher other = teacher.forData(data);
    return other.equals(teacher) ? this : new SmallBatches(other);
  }

  @Override
  public String fingerprint() {
    return teacher.fingerprint();
  }
}
