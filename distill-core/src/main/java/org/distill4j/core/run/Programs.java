package org.distill4j.core.run;

import java.util.List;
import java.util.Map;
import org.distill4j.ir.Program;
import org.distill4j.program.Feed;
import org.distill4j.tensor.Op;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.Tensor;
import org.distill4j.tensor.TensorSpec;

/** Recordings of models as programs that a session compiles. */
final class Programs {
  private Programs() {}

  static Program forward(org.distill4j.program.Program recorded) {
    return program(recorded, recorded.scalars().size(), Map.of());
  }

  static Program program(
      org.distill4j.program.Program recorded, int scalars, Map<String, Tensor> updates) {
    List<TensorSpec> feeds = recorded.feeds().stream().map(Feed::spec).toList();
    return new Program(feeds, scalars, recorded.outputs(), updates);
  }

  static Tensor variable(String name, Shape shape) {
    return Tensor.leaf(new Op.Variable(name), TensorSpec.floats(shape.dims()));
  }

  static Tensor scalar(int index) {
    return Tensor.leaf(new Op.Scalar(index), TensorSpec.floats());
  }
}
