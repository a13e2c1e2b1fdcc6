package org.distill4j.program;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.distill4j.tensor.Op;
import org.distill4j.tensor.Tensor;

/** Which feeds are row numbers of a table, and how many rows it has. */
final class IdLimits {
  private IdLimits() {}

  /** The smallest table that each feed's ids are looked up in, by the feed's index. */
  static Map<Integer, Integer> of(List<Tensor> nodes) {
    Map<Integer, Integer> limits = new HashMap<>();
    for (Tensor node : nodes) {
      if (node.op() instanceof Op.GatherRows) {
        collect(node.inputs().get(1), node.inputs().get(0).shape().dim(0), limits);
      }
    }
    return limits;
  }

  private static void collect(Tensor ids, int rows, Map<Integer, Integer> limits) {
    if (ids.op() instanceof Op.Feed feed) {
      limits.merge(feed.index(), rows, Math::min);
    } else if (ids.op() instanceof Op.Constant constant) {
      requireConstant(constant, rows);
    } else if (moves(ids.op())) {
      ids.inputs().forEach(input -> collect(input, rows, limits));
    } else if (!isArgMaxBelow(ids, rows)) {
      throw new IllegalArgumentException(
          "gatherRows was given ids computed by "
              + ids
              + ", expected ids of the batch, reshaped or sliced at most.\n"
              + "Maybe compute them when the data are read.");
    }
  }

  private static boolean isArgMaxBelow(Tensor ids, int rows) {
    return ids.op() instanceof Op.ArgMax argMax
        && ids.inputs().get(0).shape().dim(argMax.axis()) <= rows;
  }

  private static boolean moves(Op op) {
    return op instanceof Op.Reshape
        || op instanceof Op.Slice
        || op instanceof Op.Transpose
        || op instanceof Op.Concat;
  }

  private static void requireConstant(Op.Constant constant, int rows) {
    for (int id : constant.value().toIntArray()) {
      if (id < 0 || id >= rows) {
        throw new IllegalArgumentException(
            "gatherRows was given the constant id "
                + id
                + ", expected one in [0, "
                + rows
                + ").\n"
                + "Maybe the table is too small.");
      }
    }
  }
}
