package org.distill4j.dl4j;

import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.gradient.Gradient;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The common interface of the engine's two kinds of networks. */
interface EngineNetworkKind {
  /** Returns the names of its inputs, in order; a stack's only input has no name of its own. */
  List<String> inputs();

  /** The number of outputs. */
  int outputs();

  /** The layers by the prefix of their parameters' names. */
  Map<String, Layer> layers();

  /** Returns the layers whose outputs are the network's. */
  Iterable<Layer> ends();

  /** Returns all parameters by name, not copied; empty without values. */
  Map<String, INDArray> parameters();

  INDArray[] evaluate(INDArray... inputs);

  /** Runs in training mode and stores what {@link #backward} needs. */
  INDArray[] forward(INDArray... inputs);

  Gradient backward(INDArray[] inOutputs);
}
