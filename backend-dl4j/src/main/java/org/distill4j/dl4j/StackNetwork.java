package org.distill4j.dl4j;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.distill4j.model.Inputs;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A stack of layers.
 *
 * @param network the engine's network
 */
record StackNetwork(MultiLayerNetwork network) implements EngineNetworkKind {
  @Override
  public List<String> inputs() {
    return List.of(Inputs.INPUT);
  }

  @Override
  public int outputs() {
    return 1;
  }

  @Override
  public Map<String, Layer> layers() {
    Map<String, Layer> layers = new LinkedHashMap<>();
    for (int i = 0; i < network.getnLayers(); i++) {
      layers.put(String.valueOf(i), network.getLayer(i));
    }
    return layers;
  }

  @Override
  public List<Layer> ends() {
    return List.of(network.getLayer(network.getnLayers() - 1));
  }

  @Override
  public Map<String, INDArray> parameters() {
    return network.isInitCalled() ? network.paramTable() : Map.of();
  }

  @Override
  public INDArray[] evaluate(INDArray... inputs) {
    return new INDArray[] {network.output(inputs[0], false)};
  }

  @Override
  public INDArray[] forward(INDArray... inputs) {
    network.setInput(inputs[0]);
    List<INDArray> all = network.feedForward(true, false);
    return new INDArray[] {all.get(all.size() - 1)};
  }

  @Override
  public Gradient backward(INDArray[] inOutputs) {
    return network.backpropGradient(inOutputs[0], LayerWorkspaceMgr.noWorkspaces()).getFirst();
  }
}
