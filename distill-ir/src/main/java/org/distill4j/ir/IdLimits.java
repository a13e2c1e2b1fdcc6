package org.distill4j.ir;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.distill4j.tensor.Op;
import org.distill4j.tensor.OperationOrder;
import org.distill4j.tensor.Tensor;

/** Finds the feeds that are row numbers of a table, and how many rows it has. */
public final class IdLimits {
  private final Map<Integer, Integer> limits = new HashMap<>();
  private final Set<Op.Application> applications = new HashSet<>();

  private IdLimits() {}

  /**
   * Finds the smallest table whose rows each feed's ids select.
   *
   * @param nodes recorded operations, inputs first
   * @return its number of rows, by the feed's index; feeds of other kinds are not there
   * @throws IllegalArgumentException if ids are computed, or a constant id is outside of its table
   */
  public static Map<Integer, Integer> find(List<Tensor> nodes) {
    IdLimits ids = new IdLimits();
    nodes.forEach(ids::read);
    return ids.limits;
  }

  private void read(Tensor node) {
    if (node.op() instanceof Op.GatherRows) {
      collect("gatherRows", node.inputs().get(1), node.inputs().get(0).shape().dim(0));
    } else if (node.op() instanceof Op.ScatterAddRows) {
      collect("scatterAddRows", node.inputs().get(1), node.shape().dim(0));
    } else if (node.op() instanceof Op.Result result) {
      Op.Application application = result.application(node);
      if (applications.add(application)) {
        List<Tensor> inputs = application.inputs();
        OperationOrder.sort(application.composite().inline(inputs), inputs).forEach(this::read);
      }
    }
  }

  private void collect(String what, Tensor ids, int rows) {
    if (ids.op() instanceof Op.Feed feed) {
      limits.merge(feed.index(), rows, Math::min);
    } else if (ids.op() instanceof Op.Constant constant) {
      requireConstant(what, constant, rows);
    } else if (moves(ids.op())) {
      ids.inputs().forEach(input -> collect(what, input, rows));
    } else if (!isArgMaxBelow(ids, rows)) {
      throw new IllegalArgumentException(
          what
              + " was given ids computed by "
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

  private static void requireConstant(String what, Op.Constant constant, int rows) {
    for (int id : constant.value().toIntArray()) {
      if (id < 0 || id >= rows) {
        throw new IllegalArgumentException(
            what
                + " was given the constant id "
                + id
                + ", expected one in [0, "
                + rows
                + ").\n"
                + "Maybe the table is too small.");
      }
    }
  }
}
