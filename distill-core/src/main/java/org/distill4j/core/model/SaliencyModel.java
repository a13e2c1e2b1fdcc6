package org.distill4j.core.model;

import org.distill4j.ir.Gradients;
import org.distill4j.model.Model;
import org.distill4j.model.Outputs;
import org.distill4j.model.Scope;
import org.distill4j.tensor.DType;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.Tensor;

/**
 * A model that also gives its saliency: the gradient of each example's largest logit in the
 * example's input (Simonyan, Vedaldi and Zisserman 2014, section 3). It shows which inputs decide
 * the class, and {@code JacobianLoss} compares a student's with a teacher's. The weights are those
 * of the model.
 *
 * <p>Examples must not depend on each other, as they do under batch norm in training: the gradient
 * is that of the sum over the batch.
 *
 * @param model a model with FLOAT32 inputs and logits (batch, classes)
 * @param logits the name of the output that holds the logits
 */
public record SaliencyModel(Model model, String logits) implements Model {
  /** The name of the output that is added, of the inputs' shape. */
  public static final String SALIENCY = "saliency";

  /**
   * Checks the type of the inputs.
   *
   * @param model the model
   * @param logits the name of its logits
   * @throws IllegalArgumentException if the inputs are integers, which have no gradient
   */
  public SaliencyModel {
    if (model.inputType() != DType.FLOAT32) {
      throw new IllegalArgumentException(
          "The saliency of inputs of type "
              + model.inputType()
              + " was asked for, expected FLOAT32, which has a gradient.\n"
              + "Maybe tap the embedding of the ids and differentiate in that.");
    }
  }

  /**
   * A model that also gives its saliency.
   *
   * @param model a model with FLOAT32 inputs and the output "logits"
   * @return the model
   */
  public static SaliencyModel of(Model model) {
    return new SaliencyModel(model, Outputs.LOGITS);
  }

  @Override
  public Shape inputShape() {
    return model.inputShape();
  }

  @Override
  public Outputs forward(Scope scope, Tensor input) {
    Outputs outputs = model.forward(scope, input);
    Tensor largest = outputs.get(logits).max(1).sum();
    return outputs.with(SALIENCY, Gradients.of(largest, input));
  }
}
