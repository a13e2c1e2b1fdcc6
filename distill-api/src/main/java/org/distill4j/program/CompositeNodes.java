package org.distill4j.program;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.distill4j.tensor.Composite;
import org.distill4j.tensor.Op;
import org.distill4j.tensor.OperationOrder;
import org.distill4j.tensor.Tensor;

/** Lists recorded operations, each composite's body before its results. */
final class CompositeNodes {
  private final List<Tensor> all = new ArrayList<>();
  private final Set<Composite> seen = new HashSet<>();

  private CompositeNodes() {}

  static List<Tensor> find(List<Tensor> nodes) {
    CompositeNodes found = new CompositeNodes();
    found.add(nodes);
    return Collections.unmodifiableList(found.all);
  }

  private void add(List<Tensor> nodes) {
    for (Tensor node : nodes) {
      if (node.op() instanceof Op.Result result && seen.add(result.composite())) {
        add(OperationOrder.sort(result.composite().body()));
      }
      all.add(node);
    }
  }
}
