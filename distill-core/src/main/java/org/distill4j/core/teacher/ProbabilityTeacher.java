package org.distill4j.core.teacher;

import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.distill4j.core.weights.Fingerprints;
import org.distill4j.data.Batch;
import org.distill4j.data.Dataset;
import org.distill4j.loss.LogitUse;
import org.distill4j.model.Outputs;
import org.distill4j.model.Predictions;
import org.distill4j.teacher.Teacher;
import org.distill4j.tensor.DType;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.TensorSpec;

/**
 * A teacher that ends with a softmax or a sigmoid, with logits in place of its probabilities. A
 * probability p of a softmax becomes log p, that of a sigmoid log p − log(1 − p). Probabilities of
 * 0 become a logit near −87, the logarithm of the smallest normal float.
 *
 * <p>What was rounded to 0 or 1 is lost: a model cut before its softmax is the better teacher.
 */
public final class ProbabilityTeacher implements Teacher {
  private final Teacher teacher;
  private final String output;
  private final LogitUse.Kind kind;

  private ProbabilityTeacher(Teacher teacher, String output, LogitUse.Kind kind) {
    this.teacher = teacher;
    this.output = output;
    this.kind = kind;
  }

  /**
   * Returns a teacher whose output "{@value Outputs#LOGITS}" is the result of a softmax.
   *
   * @param teacher the teacher
   * @return the teacher with logits
   * @throws IllegalArgumentException if it has no such output of FLOAT32
   */
  public static ProbabilityTeacher softmax(Teacher teacher) {
    return of(teacher, Outputs.LOGITS, LogitUse.Kind.CLASSES);
  }

  /**
   * Returns a teacher whose output "{@value Outputs#LOGITS}" is the result of a sigmoid.
   *
   * @param teacher the teacher
   * @return the teacher with logits
   * @throws IllegalArgumentException if it has no such output of FLOAT32
   */
  public static ProbabilityTeacher sigmoid(Teacher teacher) {
    return of(teacher, Outputs.LOGITS, LogitUse.Kind.LABELS);
  }

  /**
   * A teacher one of whose outputs holds probabilities.
   *
   * @param teacher the teacher
   * @param output the output's name, which stays
   * @param kind what the probabilities are of
   * @return the teacher with logits
   * @throws IllegalArgumentException if it has no such output of FLOAT32
   */
  public static ProbabilityTeacher of(Teacher teacher, String output, LogitUse.Kind kind) {
    TensorSpec spec = teacher.outputs().get(output);
    if (spec == null || spec.type() != DType.FLOAT32) {
      throw new IllegalArgumentException(
          "The teacher gives "
              + teacher.outputs()
              + ", expected \""
              + output
              + "\" of FLOAT32 among them.\nMaybe its output has another name.");
    }
    return new ProbabilityTeacher(teacher, output, kind);
  }

  @Override
  public Map<String, TensorSpec> outputs() {
    return teacher.outputs();
  }

  @Override
  public Map<String, TensorSpec> inputs() {
    return teacher.inputs();
  }

  /**
   * Returns the teacher's outputs, with logits.
   *
   * @param batch the examples
   * @return its outputs
   * @throws IllegalArgumentException if what should be probabilities is not in [0, 1]
   */
  @Override
  public Predictions predict(Batch batch) {
    Map<String, HostTensor> outputs = new LinkedHashMap<>(teacher.predict(batch).asMap());
    outputs.computeIfPresent(output, (name, probabilities) -> logits(probabilities));
    return Predictions.of(outputs);
  }

  private HostTensor logits(HostTensor probabilities) {
    HostTensor logits = HostTensor.allocate(DType.FLOAT32, probabilities.shape());
    FloatBuffer from = probabilities.floats();
    for (int i = 0; i < from.capacity(); i++) {
      logits.floats().put(i, (float) logit(from.get(i)));
    }
    return logits;
  }

  private double logit(float probability) {
    if (!(probability >= 0 && probability <= 1 + ProbabilityCheck.ROUNDING)) {
      throw new IllegalArgumentException(
          "The teacher gives "
              + probability
              + " in \""
              + output
              + "\", expected a probability in [0, 1].\nMaybe it gives logits as it is.");
    }
    double log = log(probability);
    return kind == LogitUse.Kind.CLASSES ? log : log - log(1 - probability);
  }

  private static double log(double probability) {
    return Math.log(Math.max(probability, Float.MIN_NORMAL));
  }

  /** {@return the same for the teacher's own choice for a data set} */
  @Override
  public Teacher forData(Dataset data) {
    return of(teacher.forData(data), output, kind);
  }

  /** {@return the SHA-256 of the output's name, its kind and the teacher's fingerprint} */
  @Override
  public String fingerprint() {
    String text = "logits of " + kind + output.length() + output + teacher.fingerprint();
    return Fingerprints.compute(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
  }
}
