package org.distill4j.program;

import java.util.function.UnaryOperator;
import org.distill4j.tensor.Tensor;

/**
 * One layer of a recorded model.
 *
 * @param path the layer's path
 * @param kind what the layer says it is
 * @param input what it was given
 * @param output what it gave
 */
public record LayerCall(String path, String kind, Tensor input, Tensor output) {
  LayerCall with(UnaryOperator<Tensor> replacement) {
    return new LayerCall(path, kind, replacement.apply(input), replacement.apply(output));
  }
}
