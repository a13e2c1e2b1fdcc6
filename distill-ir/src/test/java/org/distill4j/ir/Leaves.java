package org.distill4j.ir;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.distill4j.tensor.Op;
import org.distill4j.tensor.Tensor;
import org.distill4j.tensor.TensorSpec;

/** Leaves of recorded functions, and programs of them. */
final class Leaves {
  private Leaves() {}

  static Tensor variable(String name, int... dims) {
    return Tensor.leaf(new Op.Variable(name), TensorSpec.floats(dims));
  }

  static Tensor scalar(int index) {
    return Tensor.leaf(new Op.Scalar(index), TensorSpec.floats());
  }

  /** A program with one output that takes one scalar. */
  static Program program(Tensor output) {
    return new Program(List.of(), 1, Map.of("result", output), Map.of());
  }

  /** The one output after the program was simplified. */
  static Tensor simplified(Tensor output) {
    return program(output).simplified().outputs().values().iterator().next();
  }

  /** The operations that are left, without leaves. */
  static List<String> operations(Program program) {
    return program.nodes().stream()
        .filter(node -> !(node.op() instanceof Op.Leaf))
        .map(node -> node.op().toString())
        .toList();
  }

  /** The operations that are left of one output, without leaves. */
  static List<String> operations(Tensor output) {
    return operations(program(output).simplified());
  }

  static Stream<Tensor> leaves(Program program) {
    return program.nodes().stream().filter(node -> node.op() instanceof Op.Leaf);
  }
}
