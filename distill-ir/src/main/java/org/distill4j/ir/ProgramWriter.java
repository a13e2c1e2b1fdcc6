package org.distill4j.ir;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;
import org.distill4j.binary.ByteWriter;
import org.distill4j.tensor.Algebra;
import org.distill4j.tensor.Composite;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Op;
import org.distill4j.tensor.Tensor;
import org.distill4j.tensor.Window;

/**
 * Writes operations one after the other: a code, the inputs, and the numbers that do not follow
 * from them. A tensor's handle is its place, from 0; the inputs of a composite's body come first.
 */
final class ProgramWriter implements Algebra<Integer> {
  /** Stands for the one length of a reshape that follows from the others. */
  static final int REST = -1;

  private final Extents extents;
  private final List<String> axes;
  private final ByteWriter out = new ByteWriter();
  private int operations;
  private int places;

  /**
   * Creates an empty writer.
   *
   * @param extents knows how numbers depend on lengths
   * @param axes the names of the free axes
   * @param arguments the number of inputs of a composite's body; 0 for a program
   */
  ProgramWriter(Extents extents, List<String> axes, int arguments) {
    this.extents = extents;
    this.axes = axes;
    this.places = arguments;
  }

  /** Writes the number of operations, and then these. */
  void writeTo(ByteWriter target) {
    target.count(operations);
    target.bytes(ByteBuffer.wrap(out.toBytes()));
  }

  private Integer begin(OpCode code, Integer... inputs) {
    operations++;
    out.count(code.number());
    for (int input : inputs) {
      out.count(input);
    }
    return places++;
  }

  private void lengths(List<Extent> all, Tensor node) {
    out.count(all.size());
    all.forEach(each -> length(each, node));
  }

  private void length(Tensor node, ToIntFunction<Tensor> number) {
    length(extents.extent(node, number), node);
  }

  private void length(Extent extent, Tensor node) {
    if (extent instanceof Extent.Fixed fixed) {
      out.count(0);
      out.integer(fixed.length());
    } else if (extent instanceof Extent.Linear linear) {
      out.count(linear.scales().size());
      linear
          .scales()
          .forEach(
              (axis, scale) -> {
                out.count(axes.indexOf(axis));
                out.integer(scale);
              });
      out.integer(linear.offset());
    } else {
      throw ((Extent.Other) extent).refused(extents.describe(node), node);
    }
  }

  private List<Extent> shape(Tensor node) {
    return IntStream.range(0, node.shape().rank())
        .mapToObj(axis -> extents.extent(node, same -> same.shape().dim(axis)))
        .toList();
  }

  private void fixed(int... dims) {
    out.count(dims.length);
    for (int dim : dims) {
      out.count(dim);
    }
  }

  private void window(Window window) {
    out.count(window.stride());
    out.count(window.padding());
    out.count(window.dilation());
  }

  @Override
  public Integer variable(Tensor node, Op.Variable op) {
    Integer place = begin(OpCode.VARIABLE);
    out.text(op.name());
    fixed(node.shape().dims());
    return place;
  }

  @Override
  public Integer feed(Tensor node, Op.Feed op) {
    Integer place = begin(OpCode.FEED);
    out.count(op.index());
    return place;
  }

  @Override
  public Integer scalar(Tensor node, Op.Scalar op) {
    Integer place = begin(OpCode.SCALAR);
    out.count(op.index());
    return place;
  }

  @Override
  public Integer literal(Tensor node, Op.Literal op) {
    Integer place = begin(OpCode.LITERAL);
    out.number(op.value());
    return place;
  }

  @Override
  public Integer constant(Tensor node, Op.Constant op) {
    List<Extent> shape = shape(node);
    if (!shape.stream().allMatch(Extent.Fixed.class::isInstance)) {
      // Extents knows of no other constants whose lengths differ.
      Integer place = begin(OpCode.RANGE);
      length(shape.get(0), node);
      return place;
    }
    HostTensor value = op.value();
    Integer place = begin(OpCode.CONSTANT);
    out.text(value.type().name());
    fixed(value.shape().dims());
    out.bytes(value.bytes());
    return place;
  }

  @Override
  public Integer binary(Tensor node, Op.Binary op, Integer left, Integer right) {
    Integer place = begin(OpCode.BINARY, left, right);
    out.text(op.kind().name());
    return place;
  }

  @Override
  public Integer unary(Tensor node, Op.Unary op, Integer input) {
    Integer place = begin(OpCode.UNARY, input);
    out.text(op.kind().name());
    return place;
  }

  @Override
  public Integer power(Tensor node, Op.Power op, Integer input) {
    Integer place = begin(OpCode.POWER, input);
    out.number(op.exponent());
    return place;
  }

  @Override
  public Integer compare(Tensor node, Op.Compare op, Integer left, Integer right) {
    Integer place = begin(OpCode.COMPARE, left, right);
    out.text(op.kind().name());
    return place;
  }

  @Override
  public Integer where(Tensor node, Integer condition, Integer yes, Integer no) {
    return begin(OpCode.WHERE, condition, yes, no);
  }

  @Override
  public Integer cast(Tensor node, Integer input) {
    Integer place = begin(OpCode.CAST, input);
    out.text(node.type().name());
    return place;
  }

  @Override
  public Integer stopGradient(Tensor node, Integer input) {
    return begin(OpCode.STOP_GRADIENT, input);
  }

  @Override
  public Integer reduce(Tensor node, Op.Reduce op, Integer input) {
    Integer place = begin(OpCode.REDUCE, input);
    out.text(op.kind().name());
    fixed(ints(op.axes()));
    return place;
  }

  private static int[] ints(List<Integer> values) {
    return values.stream().mapToInt(Integer::intValue).toArray();
  }

  @Override
  public Integer argMax(Tensor node, Op.ArgMax op, Integer input) {
    return along(OpCode.ARG_MAX, op.axis(), input);
  }

  @Override
  public Integer softmax(Tensor node, Op.Softmax op, Integer input) {
    return along(OpCode.SOFTMAX, op.axis(), input);
  }

  @Override
  public Integer logSoftmax(Tensor node, Op.LogSoftmax op, Integer input) {
    return along(OpCode.LOG_SOFTMAX, op.axis(), input);
  }

  private Integer along(OpCode code, int axis, Integer input) {
    Integer place = begin(code, input);
    out.count(axis);
    return place;
  }

  @Override
  public Integer reshape(Tensor node, Integer input) {
    List<Extent> target = new ArrayList<>(shape(node));
    List<Integer> unknown =
        IntStream.range(0, target.size())
            .filter(axis -> target.get(axis) instanceof Extent.Other)
            .boxed()
            .toList();
    if (unknown.size() == 1) {
      target.set(unknown.get(0), new Extent.Fixed(REST));
    }
    Integer place = begin(OpCode.RESHAPE, input);
    lengths(target, node);
    return place;
  }

  @Override
  public Integer transpose(Tensor node, Op.Transpose op, Integer input) {
    Integer place = begin(OpCode.TRANSPOSE, input);
    fixed(ints(op.order()));
    return place;
  }

  @Override
  public Integer broadcastTo(Tensor node, Integer input) {
    Integer place = begin(OpCode.BROADCAST_TO, input);
    lengths(shape(node), node);
    return place;
  }

  @Override
  public Integer slice(Tensor node, Op.Slice op, Integer input) {
    Integer place = along(OpCode.SLICE, op.axis(), input);
    length(node, same -> ((Op.Slice) same.op()).from());
    length(node, same -> ((Op.Slice) same.op()).to());
    return place;
  }

  @Override
  public Integer concat(Tensor node, Op.Concat op, List<Integer> inputs) {
    Integer place = begin(OpCode.CONCAT);
    fixed(ints(inputs));
    out.count(op.axis());
    return place;
  }

  @Override
  public Integer matMul(Tensor node, Op.MatMul op, Integer left, Integer right) {
    Integer place = begin(OpCode.MAT_MUL, left, right);
    out.text(op.left().name());
    out.text(op.right().name());
    return place;
  }

  @Override
  public Integer oneHot(Tensor node, Op.OneHot op, Integer ids) {
    return along(OpCode.ONE_HOT, op.depth(), ids);
  }

  @Override
  public Integer gatherRows(Tensor node, Integer table, Integer ids) {
    return begin(OpCode.GATHER_ROWS, table, ids);
  }

  @Override
  public Integer conv2d(Tensor node, Op.Conv2d op, Integer input, Integer weights) {
    Integer place = begin(OpCode.CONV_2D, input, weights);
    window(op.window());
    out.count(op.groups());
    return place;
  }

  @Override
  public Integer pool2d(Tensor node, Op.Pool2d op, Integer input) {
    Integer place = begin(OpCode.POOL_2D, input);
    out.text(op.kind().name());
    out.count(op.size());
    window(op.window());
    return place;
  }

  @Override
  public Integer pad(Tensor node, Op.Pad op, Integer input) {
    Integer place = along(OpCode.PAD, op.axis(), input);
    out.count(op.before());
    out.count(op.after());
    return place;
  }

  @Override
  public Integer scatterAddRows(Tensor node, Op.ScatterAddRows op, Integer values, Integer ids) {
    Integer place = begin(OpCode.SCATTER_ADD_ROWS, values, ids);
    out.count(op.rows());
    return place;
  }

  @Override
  public Integer conv2dInputGradient(
      Tensor node, Op.Conv2dInputGradient op, Integer gradient, Integer weights) {
    Integer place = begin(OpCode.CONV_2D_INPUT_GRADIENT, gradient, weights);
    window(op.window());
    out.count(op.groups());
    lengths(shape(node), node);
    return place;
  }

  @Override
  public Integer conv2dWeightGradient(
      Tensor node, Op.Conv2dWeightGradient op, Integer gradient, Integer input) {
    Integer place = begin(OpCode.CONV_2D_WEIGHT_GRADIENT, gradient, input);
    window(op.window());
    out.count(op.groups());
    lengths(shape(node), node);
    return place;
  }

  @Override
  public Integer pool2dGradient(
      Tensor node, Op.Pool2dGradient op, Integer gradient, Integer input) {
    Integer place = begin(OpCode.POOL_2D_GRADIENT, gradient, input);
    out.text(op.kind().name());
    out.count(op.size());
    window(op.window());
    return place;
  }

  @Override
  public Integer pickMax2d(Tensor node, Op.PickMax2d op, Integer values, Integer input) {
    Integer place = begin(OpCode.PICK_MAX_2D, values, input);
    out.count(op.size());
    window(op.window());
    return place;
  }

  /**
   * Writes a name, the attributes, the inputs, the body's operations, and which of them are
   * results.
   */
  @Override
  public List<Integer> composite(Composite composite, List<Integer> inputs) {
    operations++;
    out.count(OpCode.COMPOSITE);
    out.text(composite.name());
    Map<String, Double> sorted = new TreeMap<>(composite.attributes());
    out.count(sorted.size());
    sorted.forEach(
        (name, value) -> {
          out.text(name);
          out.number(value);
        });
    fixed(ints(inputs));
    ProgramWriter body = new ProgramWriter(extents, axes, inputs.size());
    List<Integer> arguments = IntStream.range(0, inputs.size()).boxed().toList();
    List<Integer> results = composite.interpret(body, arguments);
    body.writeTo(out);
    fixed(ints(results));
    return results.stream().map(result -> places++).toList();
  }
}
