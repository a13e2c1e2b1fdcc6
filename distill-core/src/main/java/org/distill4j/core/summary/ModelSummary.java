package org.distill4j.core.summary;

import java.util.List;
import java.util.Map;
import org.distill4j.model.Mode;
import org.distill4j.model.Model;
import org.distill4j.model.ParameterSpec;
import org.distill4j.program.BatchShape;
import org.distill4j.program.OutputSpecs;
import org.distill4j.program.Recorder;
import org.distill4j.program.Recording;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.Tensor;
import org.distill4j.tensor.TensorSpec;

/**
 * A description of a model without an engine: its layers with their shapes, parameters and
 * floating-point operations. Making one finds every shape error in the model, and printing it gives
 * a table.
 *
 * <p>Operations are those of the forward pass in evaluation, for one example. A multiplication with
 * the addition that follows it counts as 2; an elementwise operation, a comparison and each element
 * that goes into a reduction as 1; an element of a softmax as 5; what only moves values as 0.
 */
public final class ModelSummary {
  private final Recording recording;
  private final Map<String, TensorSpec> inputs;
  private final Map<String, TensorSpec> outputs;
  private final List<LayerSummary> layers;
  private final long flops;

  private ModelSummary(Model model, Recording recording) {
    Map<Tensor, Long> perNode = FlopCounter.count(recording);
    this.recording = recording;
    this.inputs = model.inputs();
    this.outputs = OutputSpecs.find(model);
    this.layers = List.copyOf(new LayerCounts(recording, perNode).layers());
    this.flops = perNode.values().stream().mapToLong(Long::longValue).sum();
  }

  /**
   * Summarises a model. It is recorded in training for two examples and in evaluation for one, so
   * that errors of both modes are found. Free axes have a small length that the model takes.
   *
   * @param model the model
   * @return what is known of it
   * @throws IllegalArgumentException if shapes do not fit; the message names the layer's path and
   *     the shapes
   */
  public static ModelSummary summarize(Model model) {
    return summarize(
        model,
        Recorder.forward(model, Mode.TRAINING, 2),
        Recorder.forward(model, Mode.EVALUATION, 1));
  }

  /**
   * Summarises a model whose examples have given lengths.
   *
   * @param model the model
   * @param lengths the length of each free axis; empty if there are none
   * @return what is known of it
   * @throws IllegalArgumentException if shapes do not fit; the message names the layer's path and
   *     the shapes
   */
  public static ModelSummary summarize(Model model, Map<String, Integer> lengths) {
    return summarize(
        model,
        Recorder.forward(model, Mode.TRAINING, new BatchShape(2, lengths)),
        Recorder.forward(model, Mode.EVALUATION, new BatchShape(1, lengths)));
  }

  private static ModelSummary summarize(Model model, Recording training, Recording evaluation) {
    evaluation.requireWeightsOf(training);
    return new ModelSummary(model, evaluation.inlined());
  }

  /** {@return the layers in the order in which they begin, each before those inside it} */
  public List<LayerSummary> layers() {
    return layers;
  }

  /** {@return type and shape of each input for one example, without the batch axis} */
  public Map<String, TensorSpec> inputs() {
    return inputs;
  }

  /** {@return type and shape of each output for one example, without the batch axis} */
  public Map<String, TensorSpec> outputs() {
    return outputs;
  }

  /** {@return the number of trained values} */
  public long parameters() {
    return size(recording.parameters());
  }

  /** {@return the number of values kept between steps but not trained} */
  public long states() {
    return size(recording.states());
  }

  private static long size(List<ParameterSpec> specs) {
    return specs.stream().map(ParameterSpec::shape).mapToLong(Shape::size).sum();
  }

  /** {@return the floating-point operations of the forward pass for one example} */
  public long flops() {
    return flops;
  }

  /** Returns the table: a line for each layer, and the totals. */
  @Override
  public String toString() {
    return SummaryTable.format(this);
  }
}
