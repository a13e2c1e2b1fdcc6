package org.distill4j.program;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToIntFunction;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.distill4j.ir.Extent;
import org.distill4j.ir.Extents;
import org.distill4j.ir.FreeProgram;
import org.distill4j.ir.Program;
import org.distill4j.model.Model;
import org.distill4j.tensor.Composite;
import org.distill4j.tensor.DType;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Op;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.Tensor;
import org.distill4j.tensor.TensorSpec;

/**
 * A model in evaluation mode whose lengths on free axes, the batch among them, are still open. The
 * model is recorded for several shapes, which must give the same operations in the same order; a
 * length that differs between them is then a function of the free axes, and whatever else differs
 * is refused. Its nodes are those of {@link #first} and of the bodies of their composites.
 */
public final class FreeRecording implements Extents {
  private final List<TensorSpec> inputs;
  private final TrialShapes tried;
  private final List<Recording> recordings;
  private final LayerPaths layers;
  private final List<List<Tensor>> nodes;
  private final Map<Tensor, Integer> places = new HashMap<>();

  /**
   * Compares recordings.
   *
   * @param inputs type and shape of each input for one example
   * @param tried the shapes of batches
   * @param recordings the model's recording for each of them
   * @throws IllegalArgumentException if they differ in more than lengths
   */
  FreeRecording(Collection<TensorSpec> inputs, TrialShapes tried, List<Recording> recordings) {
    this.inputs = List.copyOf(inputs);
    this.tried = tried;
    this.recordings = recordings;
    this.layers = new LayerPaths(first());
    this.nodes =
        recordings.stream().map(recording -> CompositeNodes.find(recording.nodes())).toList();
    nodes.forEach(this::place);
    for (int i = 1; i < recordings.size(); i++) {
      requireSame(i);
    }
    nodes.get(0).forEach(this::requireFixedParameter);
  }

  /**
   * Records a model and keeps its composites.
   *
   * @param model the model
   * @return its recording
   * @throws IllegalArgumentException if it records something else than lengths from the batch size
   *     or from another free length; the message names layer and operation
   */
  public static FreeRecording record(Model model) {
    return RecordingSearch.search(model, UnaryOperator.identity());
  }

  /**
   * Records a model in primitives alone.
   *
   * @param model the model
   * @return its recording
   * @throws IllegalArgumentException under the conditions of {@link #record}
   */
  public static FreeRecording inlined(Model model) {
    return RecordingSearch.search(model, Recording::inlined);
  }

  /** {@return one of the recordings, whose nodes are the arguments of the other methods} */
  public Recording first() {
    return recordings.get(0);
  }

  /**
   * Returns the model as a program for all lengths, which takes its inputs in order.
   *
   * @return the program
   * @throws IllegalArgumentException if a length is no sum of multiples of free ones
   */
  public FreeProgram program() {
    List<TensorSpec> specs = first().feeds().stream().map(Feed::spec).toList();
    Map<String, Integer> lengths = new HashMap<>(first().shape().lengths());
    lengths.put(FreeProgram.BATCH, first().shape().examples());
    return FreeProgram.of(
        new Program(specs, 0, first().outputs(), Map.of()),
        inputs.stream().map(FreeRecording::batched).toList(),
        lengths,
        this);
  }

  private static TensorSpec batched(TensorSpec input) {
    return new TensorSpec(input.type(), Shape.free(FreeProgram.BATCH).append(input.shape()));
  }

  /**
   * Finds the layer of a node.
   *
   * @param node the node
   * @return the innermost layer's path; empty for what the model does outside of its layers
   */
  public String layer(Tensor node) {
    return layers.of(node);
  }

  @Override
  public String describe(Tensor node) {
    return layers.describe(node);
  }

  /**
   * Returns how the lengths of a node's axes depend on the free axes.
   *
   * @param node the node
   * @return the length of each axis
   */
  public List<Extent> extents(Tensor node) {
    return IntStream.range(0, node.shape().rank())
        .mapToObj(axis -> extent(node, same -> same.shape().dim(axis)))
        .toList();
  }

  @Override
  public Extent extent(Tensor node, ToIntFunction<Tensor> number) {
    return tried.extent(all(node).stream().mapToInt(number).toArray());
  }

  /** Returns the same node in all recordings. */
  private List<Tensor> all(Tensor node) {
    int place = places.getOrDefault(node, -1);
    return nodes.stream().map(each -> each.get(place)).toList();
  }

  private void place(List<Tensor> all) {
    IntStream.range(0, all.size()).forEach(i -> places.put(all.get(i), i));
  }

  private void requireSame(int index) {
    Recording recording = recordings.get(index);
    List<Tensor> ours = nodes.get(0);
    List<Tensor> others = nodes.get(index);
    for (int i = 0; i < Math.min(ours.size(), others.size()); i++) {
      if (!same(ours.get(i), others.get(i))) {
        throw differs(
            layers.describe(ours.get(i)),
            ours.get(i).toString(),
            others.get(i).toString(),
            recording);
      }
    }
    List<Object> shape = shape(first(), ours);
    if (!shape.equals(shape(recording, others))) {
      throw differs("The model", shape.toString(), shape(recording, others).toString(), recording);
    }
  }

  private boolean same(Tensor node, Tensor other) {
    return sameOp(node.op(), other.op())
        && node.type() == other.type()
        && node.shape().rank() == other.shape().rank()
        && places(node.inputs()).equals(places(other.inputs()));
  }

  private boolean sameOp(Op op, Op other) {
    if (op instanceof Op.Slice slice && other instanceof Op.Slice range) {
      return slice.axis() == range.axis();
    }
    if (op instanceof Op.Constant one && other instanceof Op.Constant two) {
      return op.equals(other) || (counts(one.value()) && counts(two.value()));
    }
    if (op instanceof Op.Result one && other instanceof Op.Result two) {
      return one.index() == two.index() && same(one.composite(), two.composite());
    }
    return op.equals(other);
  }

  private boolean same(Composite composite, Composite other) {
    return composite.name().equals(other.name())
        && composite.attributes().equals(other.attributes())
        && places(composite.body()).equals(places(other.body()));
  }

  /**
   * Whether these are the whole numbers from 0 on, as positions are, of which there may be more.
   */
  private static boolean counts(HostTensor value) {
    return value.type() == DType.INT32
        && value.shape().rank() == 1
        && Arrays.equals(value.toIntArray(), IntStream.range(0, value.size()).toArray());
  }

  private List<Integer> places(List<Tensor> tensors) {
    return tensors.stream().map(places::get).toList();
  }

  /**
   * Returns the properties that must be equal besides the nodes: their number, and which of them
   * are outputs.
   */
  private List<Object> shape(Recording recording, List<Tensor> all) {
    List<Object> shape = new ArrayList<>(List.of(all.size() + " operations"));
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
