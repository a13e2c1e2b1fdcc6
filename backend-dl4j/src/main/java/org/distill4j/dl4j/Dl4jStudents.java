package org.distill4j.dl4j;

import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.distill4j.backend.Session;
import org.distill4j.model.EngineNetwork;
import org.distill4j.model.Inputs;
import org.distill4j.tensor.TensorSpec;

/**
 * Students that are written as networks of Deeplearning4j. Each is trained in place: its parameters
 * always hold the network's weights, so all that Deeplearning4j can do with a network can be done
 * with it, saving it too. What it is configured with for its own training takes no part: losses,
 * updaters, regularisation, constraints. Weights have the names of its {@code paramTable()}; the
 * running statistics of batch normalisation and frozen layers are states. A network is run once on
 * two examples of zeros to find out the outputs' shapes.
 *
 * <p>An output layer computes a loss of its own, from labels, and cannot be told the gradient of
 * another. So a network ends in layers that are none: a {@code DenseLayer} with the identity as
 * activation gives logits.
 */
public final class Dl4jStudents {
  private Dl4jStudents() {}

  /**
   * A stack of layers as a network to train and to use.
   *
   * @param session where it runs, opened by {@link Dl4jBackend}
   * @param network the network, initialized
   * @param input type and shape of one example's input, without the batch axis
   * @param output the name of its output: "logits" for a classifier's scores before the softmax
   * @return the network
   * @throws IllegalArgumentException if the session is another backend's, the network is not
   *     initialized, ends in an output layer, or fails on such an input
   * @throws IllegalStateException if the session was closed
   */
  public static EngineNetwork layers(
      Session session, MultiLayerNetwork network, TensorSpec input, String output) {
    return Dl4jNetwork.open(
        session, new StackNetwork(network), Map.of(Inputs.INPUT, input), List.of(output));
  }

  /**
   * A graph with one input as a network to train and to use.
   *
   * @param session where it runs, opened by {@link Dl4jBackend}
   * @param graph the graph, initialized
   * @param input type and shape of one example's input, without the batch axis
   * @param outputs a name for each output, in order
   * @return the network
   * @throws IllegalArgumentException if the session is another backend's, the graph is not
   *     initialized, takes several inputs, ends in an output layer, fails on such an input, or
   *     gives another number of outputs
   * @throws IllegalStateException if the session was closed
   */
  public static EngineNetwork graph(
      Session session, ComputationGraph graph, TensorSpec input, String... outputs) {
    return graph(session, graph, Map.of(Inputs.INPUT, input), outputs);
  }

  /**
   * A graph of several inputs, or one of a name, as a network to train and to use. Axes may be free
   * where its layers take any length.
   *
   * @param session where it runs, opened by {@link Dl4jBackend}
   * @param graph the graph, initialized
   * @param inputs type and shape of each input for one example, without the batch axis, by the
   *     names of its {@code getNetworkInputs()}; a single one may have any name
   * @param outputs a name for each output, in order
   * @return the network
   * @throws IllegalArgumentException if the session is another backend's, the graph is not
   *     initialized, takes other inputs, ends in an output layer, fails on such inputs, or gives
   *     another number of outputs
   * @throws IllegalStateException if the session was closed
   */
  public static EngineNetwork graph(
      Session session, ComputationGraph graph, Map<String, TensorSpec> inputs, String... outputs) {
    return Dl4jNetwork.open(session, new GraphNetwork(graph), inputs, List.of(outputs));
  }
}
