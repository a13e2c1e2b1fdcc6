package org.distill4j.core.teacher;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.distill4j.program.Recording;
import org.distill4j.tensor.Op;
import org.distill4j.tensor.Tensor;

/**
 * The memory that a recording needs at once beside its inputs, in bytes, if its primitives run in
 * order and a value is dropped after its last use. What does not depend on the inputs is left out.
 */
final class WorkingBytes {
  private final Map<Tensor, Integer> uses = new HashMap<>();
  private final Set<Tensor> variable = new HashSet<>();
  private long now;
  private long most;

  private WorkingBytes() {}

  static long count(Recording recording) {
    WorkingBytes bytes = new WorkingBytes();
    List<Tensor> nodes = recording.nodes();
    nodes.forEach(node -> node.inputs().forEach(input -> bytes.use(input, 1)));
    recording.outputs().values().forEach(output -> bytes.use(output, 1));
    nodes.forEach(bytes::run);
    return bytes.most;
  }

  private void use(Tensor value, int count) {
    uses.merge(value, count, Integer::sum);
  }

  private void run(Tensor node) {
    if (node.op() instanceof Op.Feed) {
      variable.add(node);
    } else if (node.inputs().stream().anyMatch(variable::contains)) {
      variable.add(node);
      now += bytes(node);
      most = Math.max(most, now);
      node.inputs().forEach(this::release);
    }
  }

  private void release(Tensor input) {
    use(input, -1);
    if (uses.getOrDefault(input, 0) == 0
        && variable.contains(input)
        && !(input.op() instanceof Op.Feed)) {
      now -= bytes(input);
    }
  }

  private static long bytes(Tensor value) {
    return value.shape().size() * Integer.BYTES;
  }
}
