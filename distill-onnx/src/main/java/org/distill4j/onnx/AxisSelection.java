package org.distill4j.onnx;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.distill4j.tensor.DType;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Op;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.Tensor;

/** Chooses positions of an axis. */
final class AxisSelection {
  private AxisSelection() {}

  /** Returns known positions of an axis, in their order. */
  static GraphValue of(GraphValue value, int axis, int... positions) {
    int[] dims = value.dims();
    int[] to = HostShapes.with(dims, axis, positions.length);
    if (value instanceof HostValue host) {
      return host.rearranged(
          to,
          element -> {
            int[] places = HostShapes.places(element, to);
            places[axis] = positions[places[axis]];
            return HostShapes.element(places, dims);
          });
    }
    if (isRange(positions)) {
      int from = positions[0];
      return new GraphTensor(value.tensor().slice(axis, from, from + positions.length));
    }
    Tensor ids = Tensor.of(HostTensor.ofInts(Shape.of(positions.length), positions));
    return rows(value, axis, ids);
  }

  private static boolean isRange(int... positions) {
    return positions.length > 0
        && IntStream.range(0, positions.length).allMatch(i -> positions[i] == positions[0] + i);
  }

  /** Returns the positions of an axis that ids select; the axes of the ids replace that axis. */
  static GraphValue rows(GraphValue value, int axis, Tensor ids) {
    DType type = value.type();
    int[] dims = value.dims();
    int[] rest = HostShapes.without(dims, axis);
    Tensor front = axis == 0 ? value.floats() : value.floats().transpose(first(axis, dims.length));
    Tensor table = front.reshape(dims[axis], HostShapes.size(rest));
    Tensor found = isRead(ids) ? table.gatherRows(ids) : products(table, ids);
    int inserted = ids.shape().rank();
    Tensor shaped = found.reshape(HostShapes.joined(ids.shape().dims(), rest));
    return GraphValue.of(
        axis == 0 ? shaped : shaped.transpose(order(inserted, axis, rest.length)), type);
  }

  /** Returns whether ids are numbers of the batch or of the file, which a recording checks. */
  private static boolean isRead(Tensor ids) {
    boolean moved =
        ids.op() instanceof Op.Reshape
            || ids.op() instanceof Op.Slice
            || ids.op() instanceof Op.Transpose
            || ids.op() instanceof Op.Concat;
    return moved
        ? ids.inputs().stream().allMatch(AxisSelection::isRead)
        : ids.op() instanceof Op.Feed || ids.op() instanceof Op.Constant;
  }

  /**
   * Selects rows by computed ids, such as those of positions after a mask: a product with 0 and 1.
   */
  private static Tensor products(Tensor table, Tensor ids) {
    int rows = table.shape().dim(0);
    Tensor column = ids.toFloat().reshape(HostShapes.joined(ids.shape().dims(), 1));
    Tensor named = column.equalTo(HostTensors.counts(rows).toFloat()).toFloat();
    return named.matmul(table);
  }

  private static int[] first(int axis, int rank) {
    return IntStream.concat(
            IntStream.of(axis), IntStream.range(0, rank).filter(other -> other != axis))
        .toArray();
  }

  private static int[] order(int inserted, int axis, int rest) {
    int[] order = new int[inserted + rest];
    Arrays.setAll(order, i -> i < axis ? inserted + i : i < axis + inserted ? i - axis : i);
    return order;
  }
}
