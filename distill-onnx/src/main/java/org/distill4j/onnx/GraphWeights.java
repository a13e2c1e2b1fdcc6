package org.distill4j.onnx;

import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.distill4j.model.Weights;
import org.distill4j.tensor.DType;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Shape;

/**
 * Sorts a file's values into parameters, states and constants. Floats are parameters; the running
 * mean and variance of a batch normalisation are states; integers are constants, and so are single
 * floats that no node reads as a weight, such as the divisor of an attention.
 */
final class GraphWeights {
  private static final String BATCH_NORM = "BatchNormalization";
  private static final Set<String> WEIGHTED =
      Set.of(
          "MatMul",
          "Gemm",
          "Conv",
          "ConvTranspose",
          "Einsum",
          "PRelu",
          "LayerNormalization",
          "InstanceNormalization",
          "GroupNormalization",
          BATCH_NORM);

  /** What these read after their first input says how large the result is. */
  private static final Set<String> SCALED = Set.of("Resize", "Upsample");

  private static final Pattern OWN_CONSTANT = Pattern.compile("constant(_\\d+)?");

  private final Map<String, HostTensor> weights = new LinkedHashMap<>();
  private final Map<String, HostValue> constants = new LinkedHashMap<>();
  private final Set<String> states = new HashSet<>();
  private final ValuePaths paths;

  private GraphWeights(ModelGraph graph) {
    graph.protos().stream()
        .filter(node -> node.getOpType().equals(BATCH_NORM))
        .forEach(node -> states.addAll(node.getInputList().subList(3, 5)));
    graph.stored().values().stream()
        .filter(tensor -> tensor.getDocString().equals(GraphBuilder.STATE))
        .forEach(tensor -> states.add(tensor.getName()));
    Set<String> weighted = weighted(graph.protos());
    Set<String> scales = scales(graph.protos());
    graph
        .stored()
        .forEach(
            (name, tensor) -> {
              if (!scales.contains(name) && isWeight(graph, tensor, weighted)) {
                Shape shape = Shape.of(OnnxElements.dims(tensor));
                weights.put(name, HostTensor.ofFloats(shape, OnnxElements.floats(tensor)));
              } else {
                constants.put(name, OnnxElements.host(tensor));
              }
            });
    paths = ValuePaths.of(List.copyOf(weights.keySet()), graph.protos());
  }

  static GraphWeights of(ModelGraph graph) {
    return new GraphWeights(graph);
  }

  private static Set<String> weighted(List<NodeProto> nodes) {
    Set<String> names = new HashSet<>();
    nodes.stream()
        .filter(node -> WEIGHTED.contains(node.getOpType()))
        .forEach(node -> names.addAll(node.getInputList()));
    return names;
  }

  private static Set<String> scales(List<NodeProto> nodes) {
    Set<String> names = new HashSet<>();
    nodes.stream()
        .filter(node -> SCALED.contains(node.getOpType()))
        .forEach(node -> node.getInputList().stream().skip(1).forEach(names::add));
    return names;
  }

  private static boolean isWeight(ModelGraph graph, TensorProto tensor, Set<String> weighted) {
    int[] dims = OnnxElements.dims(tensor);
    boolean floats =
        OnnxElements.recorded(OnnxElements.type(tensor)).equals(Optional.of(DType.FLOAT32));
    if (!floats || HostShapes.size(dims) == 0) {
      return false;
    }
    if (graph.producer().equals(OnnxExport.PRODUCER)) {
      return !OWN_CONSTANT.matcher(tensor.getName()).matches();
    }
    return HostShapes.size(dims) > 1 || weighted.contains(tensor.getName());
  }

  Map<String, HostTensor> tensors() {
    return weights;
  }

  Map<String, HostValue> constants() {
    return constants;
  }

  boolean isState(String name) {
    return states.contains(name);
  }

  String path(String name) {
    return paths.get(name);
  }

  Weights byPath() {
    Map<String, HostTensor> all = new LinkedHashMap<>();
    List<String> names = new ArrayList<>(weights.keySet());
    names.forEach(name -> all.put(path(name), Objects.requireNonNull(weights.get(name))));
    return Weights.of(all);
  }
}
