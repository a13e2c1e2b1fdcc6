package org.distill4j.core.compression;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.distill4j.core.init.Initializers;
import org.distill4j.model.Initializer;
import org.distill4j.model.Inputs;
import org.distill4j.model.Mode;
import org.distill4j.model.Model;
import org.distill4j.model.Outputs;
import org.distill4j.model.Scope;
import org.distill4j.model.Weights;
import org.distill4j.program.Recorder;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.Tensor;
import org.distill4j.tensor.TensorSpec;

/**
 * A model in which single weights can be switched off: each parameter of two axes or more is times
 * a mask of ones and zeros, the state "wMask" of a parameter "w". What is masked counts as 0, and
 * no gradient reaches it. {@link MagnitudePruning} chooses the masks.
 *
 * @param model the model
 */
public record MaskedModel(Model model) implements Model {
  private static final String MASK = "Mask";
  private static final int AXES = 2;

  @Override
  public Map<String, TensorSpec> inputs() {
    return model.inputs();
  }

  @Override
  public Outputs forward(Scope scope, Inputs inputs) {
    return model.forward(new MaskingScope(scope), inputs);
  }

  private static final class MaskingScope extends ForwardingScope {
    private final Map<String, Tensor> masked = new LinkedHashMap<>();

    MaskingScope(Scope scope) {
      super(scope);
    }

    @Override
    ForwardingScope around(Scope other) {
      return new MaskingScope(other);
    }

    @Override
    public Tensor parameter(String name, Shape shape, Initializer initializer) {
      Tensor parameter = super.parameter(name, shape, initializer);
      return shape.rank() < AXES
          ? parameter
          : masked.computeIfAbsent(
              name, any -> parameter.mul(scope().state(name + MASK, shape, Initializers.ones())));
    }
  }

  /**
   * Weights to begin with that are those of a trained model, all switched on.
   *
   * @param trained the weights of {@link #model}
   * @return the weights of this model
   */
  public Weights starting(Weights trained) {
    return Recorder.forward(this, Mode.EVALUATION, 1).initialWeights(0).and(trained);
  }

  /**
   * The weights of {@link #model}, with 0 for what is switched off.
   *
   * @param weights the weights of this model
   * @return the weights, without masks
   */
  public Weights plain(Weights weights) {
    Map<String, HostTensor> plain = new LinkedHashMap<>();
    List<String> masks = masks(weights);
    weights
        .asMap()
        .forEach(
            (name, values) -> {
              if (!masks.contains(name)) {
                plain.put(name, mask(weights, name).map(m -> product(values, m)).orElse(values));
              }
            });
    return Weights.of(plain);
  }

  /**
   * The share of weights that are switched off, of those that can be.
   *
   * @param weights the weights of this model
   * @return the share, in [0, 1]
   */
  public double sparsity(Weights weights) {
    long all = 0;
    long off = 0;
    for (String name : masks(weights)) {
      for (float value : weights.get(name).toFloatArray()) {
        all++;
        off += value == 0 ? 1 : 0;
      }
    }
    return all == 0 ? 0 : (double) off / all;
  }

  /** The paths of the masks: states beside a parameter of their name without the end. */
  static List<String> masks(Weights weights) {
    return weights.names().stream()
        .filter(
            name ->
                name.endsWith(MASK)
                    && weights.names().contains(name.substring(0, name.length() - MASK.length())))
        .toList();
  }

  static String maskOf(String parameter) {
    return parameter + MASK;
  }

  static String parameterOf(String mask) {
    return mask.substring(0, mask.length() - MASK.length());
  }

  private static Optional<HostTensor> mask(Weights weights, String parameter) {
    return Optional.ofNullable(weights.asMap().get(maskOf(parameter)));
  }

  static HostTensor product(HostTensor values, HostTensor mask) {
    float[] product = values.toFloatArray();
    float[] factors = mask.toFloatArray();
    for (int i = 0; i < product.length; i++) {
      product[i] = factors[i] == 0 ? 0 : product[i];
    }
    return HostTensor.ofFloats(values.shape(), product);
  }
}
