package org.distill4j.core.model;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.distill4j.model.Inputs;
import org.distill4j.model.Model;
import org.distill4j.model.Outputs;
import org.distill4j.model.Scope;
import org.distill4j.tensor.Tensor;
import org.distill4j.tensor.TensorSpec;

/**
 * A model that also gives some of its intermediate values, as outputs named by their paths: the
 * output of each layer that {@code Scope.run} ran, and the values that {@code Scope.tap} named. A
 * teacher's hints (Romero et al. 2015) are got this way. The weights are those of the model.
 *
 * @param model the model
 * @param paths the paths of the intermediate values, for example "block2.relu1"
 */
public record TappedModel(Model model, List<String> paths) implements Model {
  /** Takes a copy of the list. */
  public TappedModel {
    paths = List.copyOf(paths);
  }

  /**
   * Returns a model that gives some of its intermediate values too.
   *
   * @param model the model
   * @param paths their paths; recording the model refuses those that are not there
   * @return the tapped model
   */
  public static TappedModel of(Model model, String... paths) {
    return new TappedModel(model, Arrays.asList(paths));
  }

  @Override
  public Map<String, TensorSpec> inputs() {
    return model.inputs();
  }

  /**
   * Records the model and adds the tapped values to its outputs.
   *
   * @param scope gives parameters, state, randomness and names
   * @param inputs the batch
   * @return the model's outputs, and the tapped values by path
   * @throws IllegalArgumentException if the model has no value of such a path
   */
  @Override
  public Outputs forward(Scope scope, Inputs inputs) {
    Outputs outputs = model.forward(scope, inputs);
    for (String path : paths) {
      outputs = outputs.with(path, tapped(path, scope.taps()));
    }
    return outputs;
  }

  private static Tensor tapped(String path, Map<String, Tensor> taps) {
    Tensor value = taps.get(path);
    if (value == null) {
      throw new IllegalArgumentException(
          "The model has no intermediate value \""
              + path
              + "\", expected one of "
              + taps.keySet()
              + ".\nMaybe its layer has another name, or is not run through its scope.");
    }
    return value;
  }
}
