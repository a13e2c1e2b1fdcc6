package org.distill4j.program;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.distill4j.ir.IdLimits;
import org.distill4j.loss.LogitUse;
import org.distill4j.model.ParameterSpec;
import org.distill4j.model.Weights;
import org.distill4j.tensor.Algebra;
import org.distill4j.tensor.Interpretation;
import org.distill4j.tensor.Tensor;
import org.distill4j.tensor.TensorSpec;

/**
 * A recorded function: its primitives, sorted so that inputs come before their uses, its inputs and
 * its results. All shapes are known, the batch size included.
 */
public final class Recording {
  private final RecordingBuilder recording;
  private final Map<String, Tensor> outputs;
  private final List<Tensor> nodes;
  private final Map<Integer, Integer> idLimits;

  Recording(RecordingBuilder recording, Map<String, Tensor> outputs) {
    this.recording = recording;
    this.outputs = Collections.unmodifiableMap(new LinkedHashMap<>(outputs));
    this.nodes = RecordedTensorCheck.inOrder(recording, outputs);
    this.idLimits = IdLimits.find(nodes);
  }

  /** {@return the number of examples in one run, and the length of each free axis} */
  public BatchShape shape() {
    return recording.shape;
  }

  /**
   * Returns the primitives that the outputs and state updates need, leaves included.
   *
   * @return the tensors, inputs first
   */
  public List<Tensor> nodes() {
    return nodes;
  }

  /** {@return the declared parameters in order of declaration, used or not} */
  public List<ParameterSpec> parameters() {
    return List.copyOf(recording.parameters.values());
  }

  /** {@return the declared states in order of declaration, used or not} */
  public List<ParameterSpec> states() {
    return List.copyOf(recording.states.values());
  }

  /** {@return the host tensors that it takes; {@code Op.Feed} counts in this list} */
  public List<Feed> feeds() {
    return Collections.unmodifiableList(recording.feeds);
  }

  /**
   * Returns the size of the smallest table in which the ids of a feed are looked up, by the feed's
   * index.
   */
  Map<Integer, Integer> idLimits() {
    return idLimits;
  }

  /** {@return the numbers that it takes; {@code Op.Scalar} counts in this list} */
  public List<ScalarSource> scalars() {
    return Collections.unmodifiableList(recording.scalars);
  }

  /**
   * {@return the results by name: a model's outputs, or a step's loss terms with the total first}
   */
  public Map<String, Tensor> outputs() {
    return outputs;
  }

  /**
   * {@return type and shape of each of a model's outputs for one example, without the batch axis}
   */
  public Map<String, TensorSpec> outputsPerExample() {
    Map<String, TensorSpec> specs = new LinkedHashMap<>();
    outputs.forEach((name, output) -> specs.put(name, output.spec().withoutBatch()));
    return Collections.unmodifiableMap(specs);
  }

  /** {@return the values that states have after the run, by path; empty in evaluation} */
  public Map<String, Tensor> stateUpdates() {
    return Collections.unmodifiableMap(recording.stateUpdates);
  }

  /** {@return the layers in the order in which they ended, inner ones before those around them} */
  public List<LayerCall> layers() {
    return Collections.unmodifiableList(recording.layers);
  }

  /** {@return how the loss interprets outputs of the teachers} */
  public Set<LogitUse> logitUses() {
    return Collections.unmodifiableSet(recording.logitUses);
  }

  /**
   * Replaces composites by their bodies.
   *
   * @return the same function in primitives alone
   */
  public Recording inlined() {
    return new Inliner(nodes).inlined(recording, outputs);
  }

  /**
   * Interprets the whole function in an algebra.
   *
   * @param algebra the interpretation
   * @param <V> its handle of a tensor
   * @return the handle of each node, in order
   */
  public <V> Map<Tensor, V> interpret(Algebra<V> algebra) {
    Map<Tensor, V> values = new LinkedHashMap<>();
    new Interpretation<>(algebra, values).read(nodes);
    return values;
  }

  /**
   * Returns initial weights for all parameters and states.
   *
   * @param seed the seed
   * @return the weights, parameters first
   */
  public Weights initialWeights(long seed) {
    return Weights.initial(parameters(), seed).and(Weights.initial(states(), seed));
  }

  /**
   * Checks that weights are of this architecture.
   *
   * @param weights the weights
   * @throws IllegalArgumentException if a name is missing or unknown, or a shape differs
   */
  public void requireWeights(Weights weights) {
    WeightsCheck.require(WeightsCheck.shapes(this), WeightsCheck.shapes(weights));
  }

  /**
   * Checks that the weights of another recording would fit this one, as {@link #requireWeights}
   * does for weights, without making any.
   *
   * @param other the recording whose weights this one is to take
   * @throws IllegalArgumentException if a name is missing or unknown, or a shape differs
   */
  public void requireWeightsOf(Recording other) {
    WeightsCheck.require(WeightsCheck.shapes(this), WeightsCheck.shapes(other));
  }

  /**
   * Checks that a step has a single micro-batch if the loss compares examples with each other.
   *
   * @param microBatches the number of micro-batches of the step
   * @throws IllegalArgumentException if there are several and the loss needs the whole batch
   */
  public void requireMicroBatches(int microBatches) {
    if (microBatches > 1 && !recording.wholeBatch.isEmpty()) {
      throw new IllegalArgumentException(
          "The batch was split into "
              + microBatches
              + " parts, expected it whole, as "
              + String.join(" and ", recording.wholeBatch)
              + " compares its examples with each other.\n"
              + "Maybe make the batch as small as a part.");
    }
  }

  /**
   * Returns a reader of the feeds of this recording.
   *
   * @param seed the seed of its random numbers
   * @return the reader, for one thread
   */
  public FeedReader reader(long seed) {
    return new FeedReader(this, seed);
  }
}
