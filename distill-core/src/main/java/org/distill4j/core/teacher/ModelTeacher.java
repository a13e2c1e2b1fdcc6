package org.distill4j.core.teacher;

import java.util.Map;
import java.util.OptionalLong;
import org.distill4j.backend.Session;
import org.distill4j.core.run.ModelPredictor;
import org.distill4j.core.weights.Fingerprints;
import org.distill4j.data.Batch;
import org.distill4j.model.Mode;
import org.distill4j.model.Model;
import org.distill4j.model.Predictions;
import org.distill4j.model.Predictor;
import org.distill4j.model.Weights;
import org.distill4j.program.OutputSpecs;
import org.distill4j.program.Recorder;
import org.distill4j.program.Recording;
import org.distill4j.teacher.Teacher;
import org.distill4j.tensor.TensorSpec;

/**
 * A model with its weights, in evaluation mode on a session of any backend. Its memory is freed
 * with the session.
 */
public final class ModelTeacher implements Teacher {
  private final Predictor predictor;
  private final Map<String, TensorSpec> inputs;
  private final Map<String, TensorSpec> outputs;
  private final String fingerprint;
  private final OptionalLong workingBytes;

  private ModelTeacher(
      Predictor predictor,
      Map<String, TensorSpec> inputs,
      Map<String, TensorSpec> outputs,
      String fingerprint,
      OptionalLong workingBytes) {
    this.predictor = predictor;
    this.inputs = inputs;
    this.outputs = outputs;
    this.fingerprint = fingerprint;
    this.workingBytes = workingBytes;
  }

  /**
   * A model as a teacher.
   *
   * @param session where it runs
   * @param model the model
   * @param weights all its parameters and states
   * @return the teacher
   * @throws IllegalArgumentException if the weights are another model's
   */
  public static ModelTeacher of(Session session, Model model, Weights weights) {
    Recording forward = Recorder.forward(model, Mode.EVALUATION, 1);
    return new ModelTeacher(
        ModelPredictor.open(session, model, weights),
        model.inputs(),
        OutputSpecs.find(model),
        fingerprint(forward, weights),
        isFixed(model) ? OptionalLong.of(WorkingBytes.count(forward)) : OptionalLong.empty());
  }

  /**
   * Returns the fingerprint of a model as a teacher, without an engine.
   *
   * @param model the model
   * @param weights all its parameters and states
   * @return 64 hexadecimal digits, as {@link #fingerprint()} gives them
   */
  public static String fingerprint(Model model, Weights weights) {
    return fingerprint(Recorder.forward(model, Mode.EVALUATION, 1), weights);
  }

  private static String fingerprint(Recording forward, Weights weights) {
    return Fingerprints.compute(Fingerprints.compute(forward) + Fingerprints.compute(weights));
  }

  @Override
  public Map<String, TensorSpec> inputs() {
    return inputs;
  }

  @Override
  public Map<String, TensorSpec> outputs() {
    return outputs;
  }

  private static boolean isFixed(Model model) {
    return model.inputs().values().stream().allMatch(spec -> spec.shape().isFixed());
  }

  /**
   * {@return the bytes of the values that are alive at once while an example is computed; empty if
   * its shape differs from batch to batch}
   */
  @Override
  public OptionalLong workingBytes() {
    return workingBytes;
  }

  @Override
  public Predictions predict(Batch batch) {
    return predictor.predict(batch.inputs());
  }

  /** {@return the SHA-256 of the model's computation and of its weights} */
  @Override
  public String fingerprint() {
    return fingerprint;
  }
}
