package org.distill4j.tensorflow;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.tensorflow.Graph;
import org.tensorflow.GraphOperation;
import org.tensorflow.Operand;
import org.tensorflow.Operation;
import org.tensorflow.Output;
import org.tensorflow.op.Ops;
import org.tensorflow.proto.DataType;
import org.tensorflow.types.TFloat32;

/**
 * The backward pass through a graph: from the gradient of a loss with respect to each output to
 * that of each trained value.
 *
 * @param inOutputs where the gradients in the outputs are fed, by output
 * @param gradients the gradients by trained value; those that no output depends on have none
 * @param reused what the way back takes from the forward pass. To be handed on from there, so that
 *     both see the same random numbers and nothing is computed twice
 */
record TfBackward(
    Map<String, Output<?>> inOutputs, Map<String, Output<?>> gradients, List<Output<?>> reused) {
  private static final String PREFIX = "backward";

  /** The types that are handles, and the operations that are fed or cost nothing. */
  private static final Set<DataType> HANDLES = Set.of(DataType.DT_RESOURCE, DataType.DT_VARIANT);

  private static final Set<String> ALWAYS_THERE = Set.of("Const", "Placeholder");

  static TfBackward none() {
    return new TfBackward(Map.of(), Map.of(), List.of());
  }

  static TfBackward of(
      Graph graph, Map<String, Output<TFloat32>> outputs, Map<String, Output<TFloat32>> trained) {
    Set<GraphOperation> reached = graph.subgraphTo(new LinkedHashSet<Operand<?>>(outputs.values()));
    reached.forEach(TfBackward::requireRightGradient);
    Map<String, Output<?>> inOutputs = new LinkedHashMap<>();
    Ops tf = Ops.create(graph);
    outputs
        .keySet()
        .forEach(name -> inOutputs.put(name, tf.placeholder(TFloat32.class).asOutput()));
    Map<String, Output<?>> inputs = new LinkedHashMap<>(trained);
    inputs.values().removeIf(value -> !reached.contains(value.op()));
    Set<Operation> before = operations(graph);
    Map<String, Output<?>> gradients = derive(graph, outputs, inputs, inOutputs);
    return new TfBackward(inOutputs, gradients, reused(graph, before));
  }

  /** Refuses operations that TensorFlow differentiates wrongly without an error. */
  private static void requireRightGradient(GraphOperation operation) {
    if (operation.type().equals("Conv2D")
        && Arrays.stream(operation.attributes().getAttrIntList("dilations")).anyMatch(d -> d > 1)) {
      throw new IllegalArgumentException(
          "The network's operation "
              + operation.name()
              + " is a Conv2D with dilations, expected none: TensorFlow Java gives a wrong gradient"
              + " for it.\nMaybe put tf.spaceToBatchNd before it and tf.batchToSpaceNd behind it.");
    }
  }

  private static Map<String, Output<?>> derive(
      Graph graph,
      Map<String, Output<TFloat32>> outputs,
      Map<String, Output<?>> inputs,
      Map<String, Output<?>> inOutputs) {
    Output<?>[] found;
    try {
      found = graph.addGradients(PREFIX, array(outputs), array(inputs), array(inOutputs));
    } catch (RuntimeException failed) {
      throw new IllegalArgumentException(
          "TensorFlow could not differentiate the network: "
              + failed.getMessage()
              + "\nMaybe write in others an operation that has no gradient in TensorFlow Java.",
          failed);
    }
    Map<String, Output<?>> gradients = new LinkedHashMap<>();
    int next = 0;
    for (String name : inputs.keySet()) {
      gradients.put(name, requireFound(name, found[next++]));
    }
    return gradients;
  }

  /** Returns the gradient; where none flows, TensorFlow Java gives an output of no operation. */
  private static Output<?> requireFound(String name, Output<?> gradient) {
    if (((GraphOperation) gradient.op()).getUnsafeNativeHandle() == null) {
      throw new IllegalArgumentException(
          "The network's outputs have no gradient in its parameter \""
              + name
              + "\", expected one.\nMaybe it acts through comparisons, whole numbers or"
              + " stopGradient alone: keep it as a state.");
    }
    return gradient;
  }

  private static Output<?>[] array(Map<String, ? extends Output<?>> named) {
    return named.values().toArray(new Output<?>[0]);
  }

  private static Set<Operation> operations(Graph graph) {
    Set<Operation> operations = new LinkedHashSet<>();
    graph.operations().forEachRemaining(operations::add);
    return operations;
  }

  private static List<Output<?>> reused(Graph graph, Set<Operation> before) {
    Set<Output<?>> reused = new LinkedHashSet<>();
    graph
        .operations()
        .forEachRemaining(
            operation -> {
              if (!before.contains(operation)) {
                operation.inputs().stream()
                    .map(Operand::asOutput)
                    .filter(input -> before.contains(input.op()) && isHandedOn(input))
                    .forEach(reused::add);
              }
            });
    return new ArrayList<>(reused);
  }

  private static boolean isHandedOn(Output<?> output) {
    return !HANDLES.contains(output.dataType()) && !ALWAYS_THERE.contains(output.op().type());
  }
}
