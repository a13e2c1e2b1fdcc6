package org.distill4j.dl4j;

import java.util.List;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.graph.vertex.GraphVertex;
import org.distill4j.model.Outputs;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.activations.impl.ActivationSoftmax;

/** Removes the softmax from the end of a network, where its scores are wanted. */
final class SoftmaxRemoval {
  private SoftmaxRemoval() {}

  static void beforeSoftmax(ComputationGraph graph, List<String> outputs) {
    int index = outputs.indexOf(Outputs.LOGITS);
    if (index >= 0) {
      String name = graph.getConfiguration().getNetworkOutputs().get(index);
      GraphVertex vertex = graph.getVertex(name);
      if (vertex.hasLayer()) {
        unwrap(vertex.getLayer().conf().getLayer());
      }
    }
  }

  private static void unwrap(Layer layer) {
    if (layer instanceof BaseLayer last && last.getActivationFn() instanceof ActivationSoftmax) {
      last.setActivationFn(new ActivationIdentity());
    } else if (layer instanceof ActivationLayer last
        && last.getActivationFn() instanceof ActivationSoftmax) {
      last.setActivationFn(new ActivationIdentity());
    }
  }
}
