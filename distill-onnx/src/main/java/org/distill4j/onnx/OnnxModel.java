package org.distill4j.onnx;

import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.distill4j.model.Inputs;
import org.distill4j.model.Mode;
import org.distill4j.model.Model;
import org.distill4j.model.Outputs;
import org.distill4j.model.Scope;
import org.distill4j.model.Weights;
import org.distill4j.program.Recorder;
import org.distill4j.tensor.Tensor;
import org.distill4j.tensor.TensorSpec;

/**
 * The network of an ONNX file as a model like any other: it trains, runs on every backend, is
 * exported again, and its intermediate values can be tapped. {@link OnnxTeacher} in contrast runs
 * any file, by ONNX Runtime, and trains none.
 *
 * <p>Inputs keep their names; their axis 0 is the batch, and other axes without a fixed length are
 * free, named as in the file. One that has no name of its own is "length", or "axis2" by its place
 * if the input has several. Outputs keep their names too; a single one is "logits". Integers are
 * INT32, and float16, bfloat16 and float64 are FLOAT32.
 *
 * <p>Stored floats (in a file that stores none, those of its Constant nodes) are parameters, and
 * begin with the file's values. Those that are not: the running mean and variance of a
 * BatchNormalization, and what {@link OnnxExport} wrote of states, are states, and single numbers
 * that no product, convolution or normalisation reads as a weight are constants. A parameter's path
 * is its name, split at dots, slashes and colons ({@code encoder.layer.0.weight}); one whose name
 * says nothing, such as {@code onnx::MatMul_787}, is called "weight" or "bias" under the path of
 * the node that reads it. The result of each node is tapped under its own name, split alike.
 *
 * <p>In training a BatchNormalization takes the statistics of the batch and moves its states;
 * Dropout never drops anything. What the file computes from lengths is computed while the model is
 * recorded. An If is its branch that is taken; the condition must be stored or follow from lengths.
 */
public final class OnnxModel implements Model {
  private static final int TRIED_EXAMPLES = 2;

  private final String file;
  private final ModelGraph graph;
  private final GraphWeights weights;
  private final ValuePaths taps;
  private final Map<String, TensorSpec> inputs;

  private OnnxModel(String file, ModelGraph graph) {
    GraphCheck.require(file, graph);
    this.file = file;
    this.graph = graph;
    this.weights = GraphWeights.of(graph);
    List<String> made =
        graph.protos().stream().flatMap(node -> node.getOutputList().stream()).toList();
    this.taps = ValuePaths.of(made, List.of());
    this.inputs = Collections.unmodifiableMap(GraphInputs.of(graph.inputs()));
  }

  /**
   * Reads a file and records it once, so that a file that cannot be a model is refused here.
   *
   * @param path the file, of opset 9 to 21
   * @return the model
   * @throws IllegalArgumentException if there is no such file, it is no valid ONNX model, or it has
   *     operators, attributes or types that are not supported; the message names all of them with
   *     their nodes, up to ten
   * @throws java.io.UncheckedIOException if it cannot be read
   */
  public static OnnxModel open(Path path) {
    return open(path, Map.of());
  }

  /**
   * Reads the nodes that some outputs of a file need.
   *
   * @param path the file, of opset 9 to 21
   * @param outputs what to call the outputs, by their names in the file: {@code
   *     Map.of("last_hidden_state", "tokens")}; all under their own names if there are none
   * @return the model
   * @throws IllegalArgumentException if there is no such file or output, it is no valid ONNX model,
   *     or those outputs need operators, attributes or types that are not supported; the message
   *     names all of them with their nodes, up to ten
   * @throws java.io.UncheckedIOException if it cannot be read
   */
  public static OnnxModel open(Path path, Map<String, String> outputs) {
    String file = path.toString();
    ModelGraph graph = ModelGraph.of(file, ExternalWeights.read(path), outputs);
    OnnxModel model = new OnnxModel(file, graph);
    try {
      Recorder.forward(model, Mode.EVALUATION, TRIED_EXAMPLES);
    } catch (IllegalArgumentException refused) {
      String message = String.valueOf(refused.getMessage());
      throw message.contains(file)
          ? refused
          : new IllegalArgumentException(file + ": " + message, refused);
    }
    return model;
  }

  @Override
  public Map<String, TensorSpec> inputs() {
    return inputs;
  }

  /**
   * Returns the values of all parameters and states in the file. A training begins with them in any
   * case.
   *
   * @return the weights by path
   */
  public Weights weights() {
    return weights.byPath();
  }

  @Override
  public Outputs forward(Scope scope, Inputs given) {
    Map<String, Tensor> byInput = new LinkedHashMap<>();
    inputs
        .keySet()
        .forEach(name -> byInput.put(name, inputs.size() == 1 ? given.only() : given.get(name)));
    Map<String, Tensor> outputs = new GraphRun(scope, weights, taps).run(graph, Inputs.of(byInput));
    int examples = byInput.values().iterator().next().shape().dim(0);
    outputs.forEach((name, tensor) -> requireBatch(name, tensor, examples));
    return Outputs.of(outputs);
  }

  private void requireBatch(String name, Tensor output, int examples) {
    if (output.shape().rank() == 0 || output.shape().dim(0) != examples) {
      throw new IllegalArgumentException(
          "Output \""
              + name
              + "\" of "
              + file
              + " has shape "
              + output.shape()
              + " for "
              + examples
              + " examples, expected them on axis 0.\n"
              + "Maybe the file is for one batch size; export it with a free one.");
    }
  }

  @Override
  public String toString() {
    return "OnnxModel[" + file + "]";
  }
}
