package org.distill4j.onnx;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.distill4j.tensor.DType;
import org.distill4j.tensor.Tensor;

/** Operators that give the same elements under another shape. */
final class MoveOperators {
  private MoveOperators() {}

  static Map<String, GraphOperator> all() {
    return Map.ofEntries(
        Map.entry("Identity", GraphOperator.of(call -> call.in(0))),
        Map.entry("Dropout", GraphOperator.of(call -> call.in(0), "seed", "ratio")),
        Map.entry("Reshape", GraphOperator.of(MoveOperators::reshape, "allowzero")),
        Map.entry("Transpose", GraphOperator.of(MoveOperators::transpose, "perm")),
        Map.entry("Squeeze", GraphOperator.of(MoveOperators::squeeze, "axes")),
        Map.entry("Unsqueeze", GraphOperator.of(MoveOperators::unsqueeze, "axes")),
        Map.entry("Flatten", GraphOperator.of(MoveOperators::flatten, "axis")),
        Map.entry("Expand", GraphOperator.of(call -> expand(call.in(0), call.host(1).toInts()))));
  }

  private static GraphValue reshape(NodeCall call) {
    int[] from = call.in(0).dims();
    int[] to = call.host(1).toInts();
    boolean copies = !call.node().flag("allowzero", false);
    int known = 1;
    int unknown = -1;
    for (int i = 0; i < to.length; i++) {
      to[i] = to[i] == 0 && copies && i < from.length ? from[i] : to[i];
      unknown = to[i] == -1 ? i : unknown;
      known *= to[i] == -1 ? 1 : to[i];
    }
    if (unknown >= 0 && known > 0) {
      to[unknown] = HostShapes.size(from) / known;
    }
    if (HostShapes.size(to) != HostShapes.size(from)) {
      throw new IllegalArgumentException(
          "Shape "
              + Arrays.toString(from)
              + " is to be "
              + Arrays.toString(to)
              + ", expected as many elements.\n"
              + "Maybe the file is for one batch size or length; export it with free ones.");
    }
    return reshaped(call.in(0), to);
  }

  static GraphValue reshaped(GraphValue value, int... dims) {
    return value instanceof HostValue host
        ? host.reshape(dims)
        : new GraphTensor(value.tensor().reshape(dims));
  }

  private static GraphValue transpose(NodeCall call) {
    GraphValue value = call.in(0);
    int rank = value.rank();
    int[] order =
        call.node().ints("perm", IntStream.range(0, rank).map(i -> rank - 1 - i).toArray());
    if (!(value instanceof HostValue host)) {
      return new GraphTensor(value.tensor().transpose(order));
    }
    int[] from = host.dims();
    int[] to = IntStream.of(order).map(axis -> from[axis]).toArray();
    return host.rearranged(
        to,
        element -> {
          int[] moved = HostShapes.places(element, to);
          int[] places = new int[rank];
          IntStream.range(0, rank).forEach(i -> places[order[i]] = moved[i]);
          return HostShapes.element(places, from);
        });
  }

  private static GraphValue squeeze(NodeCall call) {
    int[] dims = call.in(0).dims();
    Optional<Set<Integer>> axes = call.ints(1, "axes").map(given -> resolved(dims.length, given));
    int[] left =
        IntStream.range(0, dims.length)
            .filter(i -> axes.map(all -> !all.contains(i)).orElse(dims[i] != 1))
            .map(i -> dims[i])
            .toArray();
    return reshaped(call.in(0), left);
  }

  private static GraphValue unsqueeze(NodeCall call) {
    int[] dims = call.in(0).dims();
    int[] given = call.ints(1, "axes").orElseThrow();
    int rank = dims.length + given.length;
    Set<Integer> added = resolved(rank, given);
    int[] all = new int[rank];
    int next = 0;
    for (int i = 0; i < rank; i++) {
      all[i] = added.contains(i) ? 1 : dims[next++];
    }
    return reshaped(call.in(0), all);
  }

  private static Set<Integer> resolved(int rank, int... axes) {
    Set<Integer> resolved = new HashSet<>();
    IntStream.of(axes).forEach(axis -> resolved.add(HostShapes.axis(axis, rank)));
    return resolved;
  }

  private static GraphValue flatten(NodeCall call) {
    int[] dims = call.in(0).dims();
    int axis = call.node().integer("axis", 1);
    int resolved = axis < 0 ? axis + dims.length : axis;
    int rows = HostShapes.size(Arrays.copyOf(dims, resolved));
    int columns = HostShapes.size(Arrays.copyOfRange(dims, resolved, dims.length));
    return reshaped(call.in(0), rows, columns);
  }

  private static GraphValue expand(GraphValue value, int... given) {
    return expanded(value, HostShapes.broadcast(value.dims(), given));
  }

  /** Returns a value with each axis stretched to a length. */
  static GraphValue expanded(GraphValue value, int... dims) {
    if (Arrays.equals(value.dims(), dims)) {
      return value;
    }
    if (value instanceof HostValue host) {
      int[] from = host.dims();
      return host.rearranged(
          dims, element -> HostShapes.element(HostShapes.places(element, dims), from));
    }
    DType type = value.type();
    Tensor stretched = value.floats().broadcastTo(dims);
    return GraphValue.of(stretched, type);
  }
}
