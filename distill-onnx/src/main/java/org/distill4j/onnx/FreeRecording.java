package org.distill4j.onnx;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;
import org.distill4j.program.Recording;
import org.distill4j.tensor.DType;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Op;
import org.distill4j.tensor.Tensor;

/**
 * A model's recording without the lengths of its free axes, the batch among them. The model is
 * recorded for several shapes, which must give the same primitives in the same order; a length that
 * differs between them is then a function of the free axes, and whatever else differs is refused.
 */
final class FreeRecording {
  private final TriedShapes tried;
  private final List<Recording> recordings;
  private final LayerPaths layers;
  private final Map<Tensor, Integer> places = new HashMap<>();

  /**
   * Compares recordings.
   *
   * @param tried the shapes of batches
   * @param recordings the model's recording for each of them
   * @throws IllegalArgumentException if they differ in more than lengths
   */
  FreeRecording(TriedShapes tried, List<Recording> recordings) {
    this.tried = tried;
    this.recordings = recordings;
    this.layers = new LayerPaths(first());
    recordings.forEach(this::place);
    recordings.subList(1, recordings.size()).forEach(this::requireSame);
    first().nodes().forEach(this::requireFixedParameter);
  }

  /** One of the recordings, whose nodes the other methods are asked about. */
  Recording first() {
    return recordings.get(0);
  }

  LayerPaths layers() {
    return layers;
  }

  /** How the lengths of a node's axes depend on the free axes. */
  List<Extent> extents(Tensor node) {
    return IntStream.range(0, node.shape().rank())
        .mapToObj(axis -> extent(node, same -> same.shape().dim(axis)))
        .toList();
  }

  /** How a number of a node depends on the free axes. */
  Extent extent(Tensor node, ToIntFunction<Tensor> number) {
    return Extent.of(tried, all(node).stream().mapToInt(number).toArray());
  }

  /** The same node in all recordings. */
  private List<Tensor> all(Tensor node) {
    int place = places.getOrDefault(node, -1);
    return recordings.stream().map(recording -> recording.nodes().get(place)).toList();
  }

  private void place(Recording recording) {
    List<Tensor> nodes = recording.nodes();
    IntStream.range(0, nodes.size()).forEach(i -> places.put(nodes.get(i), i));
  }

  private void requireSame(Recording other) {
    List<Tensor> nodes = first().nodes();
    for (int i = 0; i < Math.min(nodes.size(), other.nodes().size()); i++) {
      if (!same(nodes.get(i), other.nodes().get(i))) {
        throw differs(
            layers.describe(nodes.get(i)),
            nodes.get(i).toString(),
            other.nodes().get(i).toString(),
            other);
      }
    }
    if (!shape(first()).equals(shape(other))) {
      throw differs("The model", shape(first()).toString(), shape(other).toString(), other);
    }
  }

  private boolean same(Tensor node, Tensor other) {
    return sameOp(node.op(), other.op())
        && node.type() == other.type()
        && node.shape().rank() == other.shape().rank()
        && inputs(node).equals(inputs(other));
  }

  private static boolean sameOp(Op op, Op other) {
    if (op instanceof Op.Slice slice && other instanceof Op.Slice range) {
      return slice.axis() == range.axis();
    }
    if (op instanceof Op.Constant one && other instanceof Op.Constant two) {
      return op.equals(other) || (counts(one.value()) && counts(two.value()));
    }
    return op.equals(other);
  }

  /**
   * Whether these are the whole numbers from 0 on, as positions are, of which there may be more.
   */
  private static boolean counts(HostTensor value) {
    return value.type() == DType.INT32
        && value.shape().rank() == 1
        && Arrays.equals(value.toIntArray(), IntStream.range(0, value.size()).toArray());
  }

  private List<Integer> inputs(Tensor node) {
    return node.inputs().stream().map(places::get).toList();
  }

  /** What must be equal besides the nodes: their number, and which of them are outputs. */
  private List<Object> shape(Recording recording) {
    List<Object> shape = new ArrayList<>(List.of(recording.nodes().size() + " operations"));
    recording
        .outputs()
        .forEach((name, node) -> shape.add(name + " by operation " + places.get(node)));
    return shape;
  }

  private IllegalArgumentException differs(String who, String one, String two, Recording other) {
    return new IllegalArgumentException(
        who
            + " records "
            + one
            + " for "
            + first().shape()
            + " and "
            + two
            + " for "
            + other.shape()
            + ", expected the same operation for every batch size and length, as the file is for"
            + " all of them.\nMaybe a number, a constant or a loop is made from a length; a mean"
            + " over its axis or a broadcast does without.");
  }

  private void requireFixedParameter(Tensor node) {
    boolean kept = node.op() instanceof Op.Variable;
    Set<Extent> lengths = Set.copyOf(extents(node));
    if (kept && !lengths.stream().allMatch(Extent.Fixed.class::isInstance)) {
      throw new IllegalArgumentException(
          node
              + " changes its shape with the batch, expected a fixed one.\n"
              + "Maybe its shape was read from the wrong axis of the input.");
    }
  }
}
