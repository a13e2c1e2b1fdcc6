package org.distill4j.tensorflow;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.distill4j.tensor.DType;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.TensorSpec;
import org.tensorflow.Operation;
import org.tensorflow.Output;
import org.tensorflow.Session;
import org.tensorflow.types.family.TType;

/** Writes and reads variables as a whole. */
final class TfVariables {
  private TfVariables() {}

  /**
   * Sets variables by name. The memory given to TensorFlow here becomes the variable's own, so it
   * is never written again.
   */
  static void upload(TfRuntime runtime, Map<String, HostTensor> values) {
    List<Output<?>> placeholders = new ArrayList<>();
    List<Operation> assignments = new ArrayList<>();
    try (TfNodes nodes = new TfNodes()) {
      Operation start = nodes.after(List.of());
      values.forEach(
          (name, value) -> {
            Output<?> placeholder = nodes.placeholder(value.spec());
            Output<?> variable = nodes.variable(name, value.shape());
            placeholders.add(placeholder);
            assignments.add(nodes.assign("AssignVariableOp", variable, placeholder, start));
          });
      Operation written = nodes.after(assignments);
      TfRuntime.Installed installed = runtime.install(nodes.graph());
      Session.Runner runner = runtime.runner().addTarget(installed.operation(written));
      feedAndRun(runner, placeholders.stream().map(installed::output).iterator(), values);
    }
  }

  private static void feedAndRun(
      Session.Runner runner, Iterator<Output<?>> placeholders, Map<String, HostTensor> values) {
    List<TType> given = new ArrayList<>();
    try {
      for (HostTensor value : values.values()) {
        TType tensor = TfMemory.copyOf(value);
        given.add(tensor);
        runner.feed(placeholders.next(), tensor);
      }
      TfRuntime.run(runner).close();
    } finally {
      given.forEach(TType::close);
    }
  }

  /** A program that reads variables, in order. */
  static TfCall download(TfRuntime runtime, Map<String, Shape> shapes) {
    try (TfNodes nodes = new TfNodes()) {
      TfLeaves leaves = new TfLeaves(nodes, 0);
      List<TfCall.Fetch> reads = new ArrayList<>();
      shapes.forEach(
          (name, shape) ->
              reads.add(
                  new TfCall.Fetch(
                      leaves.read(name, shape), new TensorSpec(DType.FLOAT32, shape))));
      return new TfCall(runtime, nodes, leaves, reads, Map.of());
    }
  }
}
