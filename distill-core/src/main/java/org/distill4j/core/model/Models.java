package org.distill4j.core.model;

import java.util.Arrays;
import java.util.Map;
import org.distill4j.core.layer.Activation;
import org.distill4j.core.layer.Dense;
import org.distill4j.core.layer.Sequential;
import org.distill4j.model.Inputs;
import org.distill4j.model.Layer;
import org.distill4j.model.Model;
import org.distill4j.model.Outputs;
import org.distill4j.tensor.DType;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.TensorSpec;

/** Models made of layers. */
public final class Models {
  private Models() {}

  /**
   * Returns a classifier of dense layers with ReLU between them, from (batch, first width) to
   * "logits" (batch, last width). Its layers are named dense1, relu1, dense2, …
   *
   * @param widths the widths of the input, of the hidden layers and of the output; at least two
   * @return the model
   * @throws IllegalArgumentException if there are fewer than two widths or one is below 1
   */
  public static Model mlp(int... widths) {
    if (widths.length < 2) {
      throw new IllegalArgumentException(
          "An MLP with the widths "
              + Arrays.toString(widths)
              + ", expected at least two, the input's and the output's.\n"
              + "Maybe mlp(784, 128, 10) was meant.");
    }
    Sequential layers = Sequential.of(Dense.of(widths[0], widths[1]));
    for (int i = 2; i < widths.length; i++) {
      layers = layers.then(Activation.RELU).then(Dense.of(widths[i - 1], widths[i]));
    }
    return of(Shape.of(widths[0]), layers);
  }

  /**
   * Returns a classifier of float values.
   *
   * @param input the shape of one example, without the batch axis
   * @param layer what makes "logits" of a batch; the parts of a {@link Sequential} keep their names
   *     as paths
   * @return the model
   */
  public static Model of(Shape input, Layer layer) {
    return of(new TensorSpec(DType.FLOAT32, input), layer);
  }

  /**
   * Returns a classifier.
   *
   * @param input type and shape of one example, without the batch axis; INT32 for ids of tokens
   * @param layer what makes "logits" of a batch
   * @return the model
   */
  public static Model of(TensorSpec input, Layer layer) {
    return of(ModelInputs.of(Inputs.INPUT, input), layer);
  }

  /**
   * Returns a classifier of several inputs.
   *
   * @param inputs the inputs in order
   * @param layer what makes "logits" of the first input; its parts ask {@link
   *     org.distill4j.model.Scope#input} for the others, as {@code MeanPool.masked} does
   * @return the model
   */
  public static Model of(ModelInputs inputs, Layer layer) {
    return new LayerModel(inputs, layer, Map.of());
  }

  /**
   * Returns a model with several outputs that share most of their work.
   *
   * @param input type and shape of one example, without the batch axis
   * @param trunk what all outputs have in common
   * @param heads for each output's name, what makes it of the trunk's output, in order; one named
   *     "{@value Outputs#LOGITS}" is the classifier's
   * @return the model
   * @throws IllegalArgumentException if there are no heads
   */
  public static Model heads(TensorSpec input, Layer trunk, Map<String, Layer> heads) {
    return heads(ModelInputs.of(Inputs.INPUT, input), trunk, heads);
  }

  /**
   * Returns a model with several inputs and several outputs that share most of their work.
   *
   * @param inputs the inputs in order
   * @param trunk what all outputs have in common, made of the first input
   * @param heads for each output's name, what makes it of the trunk's output, in order
   * @return the model
   * @throws IllegalArgumentException if there are no heads
   */
  public static Model heads(ModelInputs inputs, Layer trunk, Map<String, Layer> heads) {
    if (heads.isEmpty()) {
      throw new IllegalArgumentException(
          "A model with heads was given none, expected at least one.\n"
              + "Maybe Models.of(input, layer) was meant.");
    }
    return new LayerModel(inputs, trunk, heads);
  }
}
