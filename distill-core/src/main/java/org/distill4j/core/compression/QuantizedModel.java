package org.distill4j.core.compression;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.distill4j.model.Inputs;
import org.distill4j.model.Mode;
import org.distill4j.model.Model;
import org.distill4j.model.Outputs;
import org.distill4j.model.ParameterSpec;
import org.distill4j.model.Scope;
import org.distill4j.model.Weights;
import org.distill4j.program.Recorder;
import org.distill4j.program.Recording;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Tensor;
import org.distill4j.tensor.TensorSpec;

/**
 * A model that computes with rounded weights and activations, in training too, so that its weights
 * learn to be rounded (quantisation-aware training: Jacob et al. 2018, §3). It is trained against a
 * teacher as any student is. Gradients pass through the rounding.
 *
 * <p>Its weights are the model's and, for each rounded weight "w", what belongs to it: the state
 * "wInputRange" with the moving average of the smallest and the largest value that w is multiplied
 * with and the share that is known of it, and the parameters "wScale" and "wInputScale" where
 * scales are learned. The weights of the trained model itself can be those to begin with, by {@link
 * #starting}.
 *
 * @param model the model
 * @param quantization how it is rounded
 */
public record QuantizedModel(Model model, Quantization quantization) implements Model {
  /**
   * The range of values that a weight is multiplied with.
   *
   * @param low its lower end, at most 0
   * @param high its upper end, at least 0
   */
  public record InputRange(float low, float high) {}

  @Override
  public Map<String, TensorSpec> inputs() {
    return model.inputs();
  }

  @Override
  public Outputs forward(Scope scope, Inputs inputs) {
    FakeQuantizer quantizer = new FakeQuantizer(quantization);
    Map<String, Tensor> rounded = new LinkedHashMap<>();
    model
        .forward(new QuantizingScope(scope, quantizer), inputs)
        .asMap()
        .forEach((name, output) -> rounded.put(name, quantizer.rewrite(output)));
    return Outputs.of(rounded);
  }

  /**
   * Weights to begin with that are those of a trained model.
   *
   * @param trained the weights of {@link #model}
   * @return the weights of this model, with ranges that nothing is known of yet
   */
  public Weights starting(Weights trained) {
    return Recorder.forward(this, Mode.EVALUATION, 1).initialWeights(0).and(trained);
  }

  /**
   * The weights of {@link #model} alone.
   *
   * @param weights the weights of this model
   * @return the unrounded weights, without ranges and factors
   */
  public Weights plain(Weights weights) {
    Recording recording = Recorder.forward(model, Mode.EVALUATION, 1);
    Set<String> names =
        Stream.concat(recording.parameters().stream(), recording.states().stream())
            .map(ParameterSpec::name)
            .collect(Collectors.toSet());
    return weights.only(weights.names().stream().filter(names::contains).toList());
  }

  /**
   * The range of what a weight is multiplied with, times the learned factor.
   *
   * @param weights the weights of this model
   * @param weight the path of a weight
   * @return the range; empty if the weight is not rounded, shares its input with another that has
   *     the range, or nothing was learned yet
   */
  public Optional<InputRange> inputRange(Weights weights, String weight) {
    return Optional.ofNullable(weights.asMap().get(weight + FakeQuantizer.RANGE))
        .map(HostTensor::floats)
        .filter(average -> average.get(2) > 0)
        .map(
            average -> {
              float share = average.get(2);
              float factor = factor(weights, weight + FakeQuantizer.INPUT_FACTOR, 0);
              return new InputRange(
                  average.get(0) / share * factor, average.get(1) / share * factor);
            });
  }

  /**
   * The scale of a channel of a weight.
   *
   * @param weights the weights of this model
   * @param weight the path of a weight
   * @param channel the output channel
   * @param largest the largest |w| of the channel
   * @return the scale, 1 for a channel of zeros unless a factor is learned
   */
  public float scale(Weights weights, String weight, int channel, float largest) {
    float observed = largest > 0 ? largest / quantization.largestWeight() : 1;
    return observed * factor(weights, weight + FakeQuantizer.WEIGHT_FACTOR, channel);
  }

  private static float factor(Weights weights, String name, int index) {
    return Optional.ofNullable(weights.asMap().get(name))
        .map(logarithms -> (float) Math.exp(logarithms.floats().get(index)))
        .orElse(1f);
  }
}
