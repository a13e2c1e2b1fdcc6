package org.distill4j.program;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.distill4j.tensor.Op;
import org.distill4j.tensor.OperationOrder;
import org.distill4j.tensor.Tensor;

/** Checks that tensors come from a recording. */
final class RecordedTensorCheck {
  private RecordedTensorCheck() {}

  /** Returns the operations that outputs and state updates need, inputs first. */
  static List<Tensor> inOrder(RecordingBuilder recording, Map<String, Tensor> outputs) {
    List<Tensor> results = new ArrayList<>(outputs.values());
    results.addAll(recording.stateUpdates.values());
    List<Tensor> ordered = OperationOrder.sort(results);
    ordered.forEach(tensor -> requireOwn(recording, tensor));
    return ordered;
  }

  private static void requireOwn(RecordingBuilder recording, Tensor tensor) {
    boolean given =
        tensor.op() instanceof Op.Leaf
            && !(tensor.op() instanceof Op.Literal)
            && !(tensor.op() instanceof Op.Constant);
    if (given && !recording.leaves.contains(tensor)) {
      throw new IllegalStateException(
          "The tensor "
              + tensor
              + " belongs to another recording, expected one of this function.\n"
              + "Maybe a model or loss keeps a tensor in a field.");
    }
  }
}
