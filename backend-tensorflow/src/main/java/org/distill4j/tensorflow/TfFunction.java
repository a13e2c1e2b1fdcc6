package org.distill4j.tensorflow;

import java.util.Map;
import org.tensorflow.Operand;
import org.tensorflow.types.TFloat32;

/** A network that is written in TensorFlow's own operations. */
@FunctionalInterface
public interface TfFunction {
  /**
   * Adds the network's operations to a graph. It is called once for training and once for
   * evaluation, and keeps the same values both times.
   *
   * @param scope the graph, the input, and the states that the network declares
   * @return outputs by name, each with the batch on axis 0: "logits" for a classifier's scores
   *     before the softmax. Losses find them as taps too
   */
  Map<String, Operand<TFloat32>> build(TfScope scope);
}
