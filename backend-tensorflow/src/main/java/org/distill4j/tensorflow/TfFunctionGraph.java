package org.distill4j.tensorflow;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.distill4j.model.Mode;
import org.distill4j.model.ParameterSpec;
import org.distill4j.tensor.TensorSpec;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/**
 * A function's graph for training or for evaluation, as it is installed.
 *
 * @param inputs where the inputs go, by name
 * @param specs what the network keeps
 * @param states those of it that are not trained
 * @param values where the updated states go
 * @param outputs by name
 * @param updates the next values of states
 * @param backward the way back, which only training has
 */
record TfFunctionGraph(
    Map<String, Output<?>> inputs,
    List<ParameterSpec> specs,
    Set<String> states,
    Map<String, Output<?>> values,
    Map<String, Output<?>> outputs,
    Map<String, Output<?>> updates,
    TfBackward backward) {

  static TfFunctionGraph build(
      TfRuntime runtime, TfFunction function, Map<String, TensorSpec> inputs, Mode mode) {
    try (Graph graph = new Graph()) {
      TfScope scope = new TfScope(graph, inputs, mode);
      Map<String, Output<TFloat32>> outputs = copies(graph, function.build(scope));
      requireOutputs(outputs);
      boolean trained = mode == Mode.TRAINING;
      Map<String, Output<TFloat32>> updates = copies(graph, trained ? scope.updates() : Map.of());
      TfBackward backward =
          trained ? TfBackward.of(graph, outputs, trained(scope)) : TfBackward.none();
      return installed(runtime.install(graph), scope, outputs, updates, backward);
    }
  }

  /** Copies outputs, as TensorFlow refuses to return what it is fed, but not a copy. */
  private static Map<String, Output<TFloat32>> copies(
      Graph graph, Map<String, Operand<TFloat32>> results) {
    Ops tf = Ops.create(graph);
    Map<String, Output<TFloat32>> copies = new LinkedHashMap<>();
    results.forEach((name, result) -> copies.put(name, tf.identity(result).asOutput()));
    return copies;
  }

  private static void requireOutputs(Map<String, Output<TFloat32>> outputs) {
    if (outputs.isEmpty()) {
      throw new IllegalArgumentException(
          "The function gives no outputs, expected at least one.\n"
              + "Maybe return Map.of(\"logits\", …).");
    }
  }

  private static Map<String, Output<TFloat32>> trained(TfScope scope) {
    Map<String, Output<TFloat32>> trained = new LinkedHashMap<>(scope.values());
    trained.keySet().removeAll(scope.states());
    if (trained.isEmpty()) {
      throw new IllegalArgumentException(
          "The function keeps nothing to train but the states "
              + scope.states()
              + ", expected a parameter.\nMaybe ask the scope for its weights by parameter(…).");
    }
    return trained;
  }

  private static TfFunctionGraph installed(
      TfRuntime.Installed there,
      TfScope scope,
      Map<String, Output<TFloat32>> outputs,
      Map<String, Output<TFloat32>> updates,
      TfBackward backward) {
    return new TfFunctionGraph(
        moved(there, scope.inputs()),
        scope.specs(),
        scope.states(),
        moved(there, scope.values()),
        moved(there, outputs),
        moved(there, updates),
        new TfBackward(
            moved(there, backward.inOutputs()),
            moved(there, backward.gradients()),
            backward.reused().stream().<Output<?>>map(there::output).toList()));
  }

  private static Map<String, Output<?>> moved(
      TfRuntime.Installed there, Map<String, ? extends Output<?>> built) {
    Map<String, Output<?>> moved = new LinkedHashMap<>();
    built.forEach((name, output) -> moved.put(name, there.output(output)));
    return moved;
  }
}
