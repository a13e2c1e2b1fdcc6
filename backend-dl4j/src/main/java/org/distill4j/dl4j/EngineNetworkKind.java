package org.distill4j.dl4j;

import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.gradient.Gradient;
import org.nd4j.linalg.api.ndarray.INDArray;

/** What the engine's two kinds of networks have in common. */
interface EngineNetworkKind {
  /** The names of its inputs, in order; a stack's only one has none of its own. */
  List<String> inputs();

  /** The number of outputs. */
  int outputs();

  /** The layers by the prefix of their parameters' names. */
  Map<String, Layer> layers();

  /** The layers whose outputs are the network's. */
  Iterable<Layer> ends();

  /** All parameters by name, as they are and not copied; empty without values. */
  Map<String, INDArray> parameters();

  INDArray[] evaluate(INDArray... inputs);

  /** Runs in training mode and keeps what {@link #backward} needs. */
  INDArray[] forward(INDArray... inputs);

  Gradient backward(INDArray[] inOutputs);
}
