package org.distill4j.onnx;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.distill4j.tensor.Tensor;

/** Operators that slice values and join them. */
final class SliceOperators {
  private SliceOperators() {}

  static Map<String, GraphOperator> all() {
    return Map.of(
        "Concat", GraphOperator.of(SliceOperators::concat, "axis"),
        "Split", GraphOperator.several(SliceOperators::split, "axis", "split", "num_outputs"),
        "Slice", GraphOperator.of(SliceOperators::slice, "starts", "ends", "axes"),
        "Gather", GraphOperator.of(SliceOperators::gather, "axis"),
        "Tile", GraphOperator.of(SliceOperators::tile));
  }

  private static GraphValue concat(NodeCall call) {
    List<GraphValue> parts = new ArrayList<>(call.all());
    GraphValue first = parts.get(0);
    int axis = HostShapes.axis(call.node().integer("axis", 0), first.rank());
    if (call.isHost()) {
      return HostJoins.concat(axis, parts.stream().map(HostValue.class::cast).toList());
    }
    parts.removeIf(part -> HostShapes.size(part.dims()) == 0);
    return new GraphTensor(Tensor.concat(axis, parts.stream().map(GraphValue::tensor).toList()));
  }

  private static List<GraphValue> split(NodeCall call) {
    GraphValue value = call.in(0);
    int axis = HostShapes.axis(call.node().integer("axis", 0), value.rank());
    int length = value.dims()[axis];
    int parts = call.node().proto().getOutputCount();
    int each = (length + parts - 1) / parts;
    int[] sizes =
        call.ints(1, "split")
            .orElseGet(
                () ->
                    IntStream.range(0, parts)
                        .map(i -> Math.min(each, length - i * each))
                        .toArray());
    List<GraphValue> results = new ArrayList<>();
    int from = 0;
    for (int size : sizes) {
      results.add(AxisSelection.of(value, axis, IntStream.range(from, from + size).toArray()));
      from += size;
    }
    return results;
  }

  private static GraphValue slice(NodeCall call) {
    GraphValue value = call.in(0);
    int[] starts = call.ints(1, "starts").orElseThrow();
    int[] ends = call.ints(2, "ends").orElseThrow();
    int[] axes = call.ints(3, "axes").orElse(IntStream.range(0, starts.length).toArray());
    int[] steps = call.ints(4, "steps").orElseGet(() -> ones(starts.length));
    for (int i = 0; i < starts.length; i++) {
      int axis = HostShapes.axis(axes[i], value.rank());
      value =
          AxisSelection.of(
              value, axis, positions(value.dims()[axis], starts[i], ends[i], steps[i]));
    }
    return value;
  }

  private static int[] ones(int count) {
    int[] ones = new int[count];
    Arrays.fill(ones, 1);
    return ones;
  }

  /**
   * Returns the elements from a start to an end, both of which may count from the end or lie beyond
   * it.
   */
  private static int[] positions(int length, long start, long end, long step) {
    long lowest = step > 0 ? 0 : -1;
    long highest = step > 0 ? length : length - 1L;
    long from = Math.max(lowest, Math.min(highest, start < 0 ? start + length : start));
    long to = Math.max(lowest, Math.min(highest, end < 0 ? end + length : end));
    long count = Math.max(0, (to - from + step - Long.signum(step)) / step);
    int[] positions = new int[HostShapes.computed(HostShapes.length(count))];
    Arrays.setAll(positions, i -> (int) (from + i * step));
    return positions;
  }

  private static GraphValue gather(NodeCall call) {
    GraphValue value = call.in(0);
    int axis = HostShapes.axis(call.node().integer("axis", 0), value.rank());
    if (!(call.in(1) instanceof HostValue ids)) {
      return AxisSelection.rows(value, axis, call.in(1).tensor());
    }
    int length = value.dims()[axis];
    HostValue places = HostMath.unary(ids.type(), ids, id -> id < 0 ? id + length : id);
    int[] before = Arrays.copyOf(value.dims(), axis);
    int[] after = Arrays.copyOfRange(value.dims(), axis + 1, value.rank());
    int[] dims = HostShapes.joined(HostShapes.joined(before, ids.dims()), after);
    HostValue few = value instanceof HostValue ? places : HostTensors.compact(places);
    boolean line = Arrays.stream(few.dims()).filter(dim -> dim > 1).count() <= 1;
    if (!line && value instanceof GraphTensor) {
      return MoveOperators.expanded(
          AxisSelection.rows(value, axis, HostTensors.constant(few)), dims);
    }
    int[] distinct = HostShapes.joined(HostShapes.joined(before, few.dims()), after);
    GraphValue picked = AxisSelection.of(value, axis, few.toInts());
    return MoveOperators.expanded(MoveOperators.reshaped(picked, distinct), dims);
  }

  private static GraphValue tile(NodeCall call) {
    GraphValue value = call.in(0);
    int[] repeats = call.host(1).toInts();
    for (int axis = 0; axis < repeats.length; axis++) {
      int length = value.dims()[axis];
      if (value instanceof HostValue) {
        int[] positions = IntStream.range(0, length * repeats[axis]).map(i -> i % length).toArray();
        value = AxisSelection.of(value, axis, positions);
      } else if (repeats[axis] > 1 && length == 1) {
        value = MoveOperators.expanded(value, HostShapes.with(value.dims(), axis, repeats[axis]));
      } else if (repeats[axis] > 1) {
        List<Tensor> copies = Collections.nCopies(repeats[axis], value.tensor());
        value = new GraphTensor(Tensor.concat(axis, copies));
      }
    }
    return value;
  }
}
