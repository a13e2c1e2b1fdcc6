package org.distill4j.core.model;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.distill4j.model.Inputs;
import org.distill4j.model.Mode;
import org.distill4j.model.Model;
import org.distill4j.model.Outputs;
import org.distill4j.model.Scope;
import org.distill4j.model.Weights;
import org.distill4j.program.Recorder;
import org.distill4j.program.Recording;
import org.distill4j.tensor.DType;
import org.distill4j.tensor.TensorSpec;

/**
 * A model with weights of its own: a training starts from them, whatever its seed, unless it is
 * given others.
 *
 * @param model the model
 * @param weights values of its parameters and states by path; those that are missing are drawn
 */
public record PretrainedModel(Model model, Weights weights) implements Model {
  private static final int TRIED_EXAMPLES = 2;

  /**
   * A model with weights.
   *
   * @param model the model
   * @param weights values of its parameters and states by path
   * @return the model that begins with them
   * @throws IllegalArgumentException if the model has no array of such a path, or one of another
   *     shape
   */
  public static PretrainedModel of(Model model, Weights weights) {
    Recording recording = Recorder.forward(model, Mode.EVALUATION, TRIED_EXAMPLES);
    Map<String, TensorSpec> owned = new LinkedHashMap<>();
    Stream.concat(recording.parameters().stream(), recording.states().stream())
        .forEach(spec -> owned.put(spec.name(), new TensorSpec(DType.FLOAT32, spec.shape())));
    weights.requireAmong(owned);
    return new PretrainedModel(model, weights);
  }

  @Override
  public Map<String, TensorSpec> inputs() {
    return model.inputs();
  }

  @Override
  public Outputs forward(Scope scope, Inputs inputs) {
    return model.forward(new PretrainedScope(scope, weights), inputs);
  }

  /**
   * Returns the initial weights of a model: its own if it has any, as one from a file does, else
   * drawn ones.
   *
   * @param model the model
   * @param seed the seed of what is drawn
   * @return all its weights
   */
  public static Weights initial(Model model, long seed) {
    return Recorder.forward(model, Mode.EVALUATION, TRIED_EXAMPLES).initialWeights(seed);
  }
}
