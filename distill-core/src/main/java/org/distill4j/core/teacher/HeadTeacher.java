package org.distill4j.core.teacher;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.OptionalLong;
import org.distill4j.core.weights.Fingerprints;
import org.distill4j.data.Batch;
import org.distill4j.data.Dataset;
import org.distill4j.model.Outputs;
import org.distill4j.model.Predictions;
import org.distill4j.teacher.Teacher;
import org.distill4j.tensor.TensorSpec;

/**
 * One head of a teacher with several, under the name "logits", as if the teacher had been trained
 * for that task alone. So a student can specialise in it, and metrics compare it with that head.
 */
public final class HeadTeacher implements Teacher {
  private final Teacher teacher;
  private final String head;
  private final TensorSpec spec;

  private HeadTeacher(Teacher teacher, String head, TensorSpec spec) {
    this.teacher = teacher;
    this.head = head;
    this.spec = spec;
  }

  /**
   * One head of a teacher.
   *
   * @param teacher the teacher of several heads
   * @param head the name of the output that counts
   * @return a teacher with the one output "{@value Outputs#LOGITS}"
   * @throws IllegalArgumentException if the teacher has no output of that name
   */
  public static HeadTeacher of(Teacher teacher, String head) {
    TensorSpec spec = teacher.outputs().get(head);
    if (spec == null) {
      throw new IllegalArgumentException(
          "The teacher has no head \""
              + head
              + "\", expected one of "
              + teacher.outputs().keySet()
              + ".\nMaybe its head has another name.");
    }
    return new HeadTeacher(teacher, head, spec);
  }

  @Override
  public Map<String, TensorSpec> outputs() {
    return Map.of(Outputs.LOGITS, spec);
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
    return Predictions.logits(teacher.predict(batch).get(head));
  }

  /** {@return the same head of the teacher for a data set} */
  @Override
  public Teacher forData(Dataset data) {
    return of(teacher.forData(data), head);
  }

  /** {@return the SHA-256 of the head's name and the teacher's fingerprint} */
  @Override
  public String fingerprint() {
    String text = head.length() + head + teacher.fingerprint();
    return Fingerprints.compute(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
  }
}
