package org.distill4j.core.model;

import java.util.Map;
import org.distill4j.ir.Gradients;
import org.distill4j.model.InputNames;
import org.distill4j.model.Inputs;
import org.distill4j.model.Model;
import org.distill4j.model.Outputs;
import org.distill4j.model.Scope;
import org.distill4j.tensor.DType;
import org.distill4j.tensor.Tensor;
import org.distill4j.tensor.TensorSpec;

/**
 * A model that also gives its saliency: the gradient of each example's largest logit with respect
 * to the example's input (Simonyan, Vedaldi and Zisserman 2014, section 3). It shows which inputs
 * decide the class, and {@code JacobianLoss} compares a student's with a teacher's. The weights are
 * those of the model.
 *
 * <p>Examples must not depend on each other, as they do under batch norm in training: the gradient
 * is that of the sum over the batch.
 *
 * @param model a model of one FLOAT32 input with logits (batch, classes)
 * @param logits the name of the output that holds the logits
 */
public record SaliencyModel(Model model, String logits) implements Model {
  /** The name of the saliency output, of the inputs' shape. */
  public static final String SALIENCY = "saliency";

  /**
   * Checks the type of the inputs.
   *
   * @throws IllegalArgumentException if there are several inputs, or integers, which have no
   *     gradient
   */
  public SaliencyModel {
    DType type = InputNames.only(model.inputs()).type();
    if (type != DType.FLOAT32) {
      throw new IllegalArgumentException(
          "The saliency of inputs of type "
              + type
              + " was asked for, expected FLOAT32, which has a gradient.\n"
              + "Maybe tap the embedding of the ids and differentiate in that.");
    }
  }

  /**
   * Returns a model that also gives its saliency.
   *
   * @param model a model with FLOAT32 inputs and the output "logits"
   * @return the model
   */
  public static SaliencyModel of(Model model) {
    return new SaliencyModel(model, Outputs.LOGITS);
  }

  @Override
  public Map<String, TensorSpec> inputs() {
    return model.inputs();
  }

  @Override
  public Outputs forward(Scope scope, Inputs inputs) {
    Outputs outputs = model.forward(scope, inputs);
    Tensor largest = outputs.get(logits).max(1).sum();
    return outputs.with(SALIENCY, Gradients.of(largest, inputs.only()));
  }
}
