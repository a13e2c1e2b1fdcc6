package org.distill4j.core.run;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.distill4j.ir.Program;
import org.distill4j.program.Feed;
import org.distill4j.program.Recording;
import org.distill4j.tensor.Op;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.Tensor;
import org.distill4j.tensor.TensorSpec;

/** Recordings of models as programs that a session compiles. */
final class ModelPrograms {
  private ModelPrograms() {}

  /** Returns a model's outputs, computed from some variables in place of others. */
  static Program forward(Recording recorded, UnaryOperator<String> variableNames) {
    Map<Tensor, Tensor> copies = new HashMap<>();
    recorded.nodes().forEach(node -> copies.put(node, copy(node, variableNames, copies)));
    Map<String, Tensor> outputs = new LinkedHashMap<>();
    recorded
        .outputs()
        .forEach((name, tensor) -> outputs.put(name, Objects.requireNonNull(copies.get(tensor))));
    return new Program(feeds(recorded), recorded.scalars().size(), outputs, Map.of());
  }

  private static Tensor copy(
      Tensor node, UnaryOperator<String> variableNames, Map<Tensor, Tensor> copies) {
    if (node.op() instanceof Op.Variable variable) {
      return variable(variableNames.apply(variable.name()), node.shape());
    }
    List<Tensor> inputs =
        node.inputs().stream().map(input -> Objects.requireNonNull(copies.get(input))).toList();
    return inputs.equals(node.inputs()) ? node : node.withInputs(inputs);
  }

  /** Returns other results of a recording that changes nothing. */
  static Program program(Recording recorded, Map<String, Tensor> outputs) {
    return new Program(feeds(recorded), recorded.scalars().size(), outputs, Map.of());
  }

  static Program program(Recording recorded, int scalars, Map<String, Tensor> updates) {
    return new Program(feeds(recorded), scalars, recorded.outputs(), updates);
  }

  private static List<TensorSpec> feeds(Recording recorded) {
    return recorded.feeds().stream().map(Feed::spec).toList();
  }

  static Tensor variable(String name, Shape shape) {
    return Tensor.leaf(new Op.Variable(name), TensorSpec.floats(shape.dims()));
  }

  static Tensor scalar(int index) {
    return Tensor.leaf(new Op.Scalar(index), TensorSpec.floats());
  }
}
