package org.distill4j.dl4j;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.graph.vertex.GraphVertex;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A graph of layers.
 *
 * @param graph the engine's graph
 */
record GraphNetwork(ComputationGraph graph) implements EngineNetworkKind {
  @Override
  public List<String> inputs() {
    return graph.getConfiguration().getNetworkInputs();
  }

  @Override
  public int outputs() {
    return names().size();
  }

  private List<String> names() {
    return graph.getConfiguration().getNetworkOutputs();
  }

  @Override
  public Map<String, Layer> layers() {
    Map<String, Layer> layers = new LinkedHashMap<>();
    for (Layer layer : graph.getLayers()) {
      layers.put(layer.conf().getLayer().getLayerName(), layer);
    }
    return layers;
  }

  @Override
  public List<Layer> ends() {
    return names().stream()
        .map(graph::getVertex)
        .filter(GraphVertex::hasLayer)
        .map(GraphVertex::getLayer)
        .toList();
  }

  @Override
  public Map<String, INDArray> parameters() {
    return graph.getVertices() == null ? Map.of() : graph.paramTable();
  }

  @Override
  public INDArray[] evaluate(INDArray... inputs) {
    return graph.output(inputs);
  }

  @Override
  public INDArray[] forward(INDArray... inputs) {
    Map<String, INDArray> all = graph.feedForward(inputs, true, false);
    return names().stream().map(all::get).toArray(INDArray[]::new);
  }

  @Override
  public Gradient backward(INDArray[] inOutputs) {
    return graph.backpropGradient(inOutputs);
  }
}
