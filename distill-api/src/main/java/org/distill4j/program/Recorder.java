package org.distill4j.program;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.distill4j.loss.Loss;
import org.distill4j.model.Inputs;
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
   * Records a model alone. Its free axes get lengths for which it can be recorded.
   *
   * @param model the model
   * @param mode for training or evaluation
   * @param examples the number of examples
   * @return a recording whose outputs are the model's
   * @throws IllegalArgumentException if shapes do not fit; the message names the layer
   */
  public static Recording forward(Model model, Mode mode, int examples) {
    Set<String> axes = AxisLengthSearch.freeAxes(model.inputs().values());
    return AxisLengthSearch.run(examples, axes, shape -> forward(model, mode, shape));
  }

  /**
   * Records a model alone.
   *
   * @param model the model
   * @param mode for training or evaluation
   * @param shape the number of examples, and the length of each free axis
   * @return a recording whose outputs are the model's
   * @throws IllegalArgumentException if shapes do not fit; the message names the layer
   */
  public static Recording forward(Model model, Mode mode, BatchShape shape) {
    RecordingBuilder recording = new RecordingBuilder(mode, shape);
    return new Recording(recording, student(recording, model).asMap());
  }

  /**
   * Records a model in training together with its loss. Free axes get lengths for which it can be
   * recorded.
   *
   * @param model the student
   * @param loss the loss
   * @param signature what is given besides the inputs
   * @param examples the number of examples
   * @return a recording whose outputs are the loss terms, the total first
   * @throws IllegalArgumentException if shapes do not fit; the message names the layer
   */
  public static Recording step(Model model, Loss loss, StepSignature signature, int examples) {
    List<TensorSpec> specs = new ArrayList<>(model.inputs().values());
    specs.addAll(signature.labels().values());
    signature.teachers().forEach(outputs -> specs.addAll(outputs.values()));
    Set<String> axes = AxisLengthSearch.freeAxes(specs);
    return AxisLengthSearch.run(examples, axes, shape -> step(model, loss, signature, shape));
  }

  /**
   * Records a model in training together with its loss.
   *
   * @param model the student
   * @param loss the loss
   * @param signature what is given besides the inputs
   * @param shape the number of examples, and the length of each free axis
   * @return a recording whose outputs are the loss terms, the total first
   * @throws IllegalArgumentException if shapes do not fit; the message names the layer
   */
  public static Recording step(Model model, Loss loss, StepSignature signature, BatchShape shape) {
    MaskAxes positions =
        MaskAxes.find(
            signature, shape, (other, found) -> step(model, loss, signature, other, found));
    return step(model, loss, signature, shape, positions);
  }

  private static Recording step(
      Model model, Loss loss, StepSignature signature, BatchShape shape, MaskAxes positions) {
    RecordingBuilder recording = new RecordingBuilder(Mode.TRAINING, shape);
    Outputs student = student(recording, model);
    RecordedSignals signals = new RecordedSignals(recording, signature, student, positions);
    return new Recording(recording, loss.compute(signals).asMap());
  }

  private static Outputs student(RecordingBuilder recording, Model model) {
    Map<String, TensorSpec> specs = model.inputs();
    Map<String, Tensor> inputs = recording.inputs;
    specs.forEach(
        (name, spec) -> inputs.put(name, recording.feed(new Feed.Input(name, specs.size()), spec)));
    Outputs outputs = model.forward(new RecordedScope(recording, ""), Inputs.of(inputs));
    outputs.asMap().forEach((name, output) -> requireBatch(recording, name, output));
    return outputs;
  }

  private static void requireBatch(RecordingBuilder recording, String name, Tensor output) {
    if (output.shape().rank() == 0 || output.shape().dim(0) != recording.shape.examples()) {
      throw new IllegalArgumentException(
          "Output "
              + name
              + " has shape "
              + output.shape()
              + ", expected the batch of "
              + recording.shape.examples()
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
