package org.distill4j.program;

import org.distill4j.loss.Loss;
import org.distill4j.model.Mode;
import org.distill4j.model.Model;
import org.distill4j.model.Outputs;
import org.distill4j.tensor.DType;
import org.distill4j.tensor.Tensor;
import org.distill4j.tensor.TensorSpec;

/** Records models and losses. */
public final class Recorder {
  private Recorder() {}

  /**
   * Records a model alone.
   *
   * @param model the model
   * @param mode for training or evaluation
   * @param batchSize the number of examples
   * @return a recording whose outputs are the model's
   * @throws IllegalArgumentException if shapes do not fit; the message names the layer
   */
  public static Recording forward(Model model, Mode mode, int batchSize) {
    RecordingBuilder recording = new RecordingBuilder(mode, batchSize);
    return new Recording(recording, student(recording, model).asMap());
  }

  /**
   * Records a model in training together with its loss.
   *
   * @param model the student
   * @param loss the loss
   * @param signature what is given besides the inputs
   * @param batchSize the number of examples
   * @return a recording whose outputs are the loss terms, the total first
   * @throws IllegalArgumentException if shapes do not fit; the message names the layer
   */
  public static Recording step(Model model, Loss loss, StepSignature signature, int batchSize) {
    RecordingBuilder recording = new RecordingBuilder(Mode.TRAINING, batchSize);
    Outputs student = student(recording, model);
    RecordedSignals signals = new RecordedSignals(recording, signature, student);
    return new Recording(recording, loss.compute(signals).asMap());
  }

  private static Outputs student(RecordingBuilder recording, Model model) {
    TensorSpec input = new TensorSpec(model.inputType(), model.inputShape());
    Tensor batch = recording.feed(new Feed.Input(), input);
    Outputs outputs = model.forward(new RecordedScope(recording, ""), batch);
    outputs.asMap().forEach((name, output) -> requireBatch(recording, name, output));
    return outputs;
  }

  private static void requireBatch(RecordingBuilder recording, String name, Tensor output) {
    if (output.shape().rank() == 0 || output.shape().dim(0) != recording.batchSize) {
      throw new IllegalArgumentException(
          "Output "
              + name
              + " has shape "
              + output.shape()
              + ", expected the batch of "
              + recording.batchSize
              + " on axis 0.\nMaybe a reduction over all axes was meant to spare the first.");
    }
    if (output.type() == DType.BOOL) {
      throw new IllegalArgumentException(
          "Output "
              + name
              + " is BOOL"
              + output.shape()
              + ", expected FLOAT32 or INT32.\nMaybe use toFloat() on the comparison.");
    }
  }
}
