package org.distill4j.ir;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import org.distill4j.tensor.Algebra;
import org.distill4j.tensor.Composite;
import org.distill4j.tensor.Interpretation;
import org.distill4j.tensor.Op;
import org.distill4j.tensor.OperationOrder;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.Tensor;
import org.distill4j.tensor.TensorSpec;

/**
 * Rewrites a program so that it computes the same in fewer operations: equal computations run once,
 * arithmetic on fixed numbers is done now, operations without effect go, operands that broadcast
 * anyway are not repeated first, transposes are folded into products, and a sum of sums is one sum.
 * Nothing is differentiated after this, so stop-gradients go too.
 */
final class Simplifier implements Algebra<Tensor> {
  private final Map<Key, Tensor> known = new HashMap<>();
  private final Map<Tensor, Tensor> simpler = new LinkedHashMap<>();
  private final TotalSums sums;

  /** The spec too: it is no part of a reshape or of a convolution's gradient. */
  private record Key(Op op, TensorSpec spec, List<Tensor> inputs) {
    /** Of the operation its kind alone: a record's own hash is made by reflection at first. */
    @Override
    public int hashCode() {
      return 31 * (31 * op.getClass().hashCode() + spec.hashCode()) + inputs.hashCode();
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Key that
          && inputs.equals(that.inputs)
          && spec.equals(that.spec)
          && op.equals(that.op);
    }
  }

  private Simplifier(List<Tensor> nodes, Collection<Tensor> results) {
    this.sums = new TotalSums(nodes, results);
    Predicate<Tensor> isArgument = node -> node.op() instanceof Op.Argument;
    nodes.stream().filter(isArgument).forEach(node -> simpler.put(node, node));
    new Interpretation<>(this, simpler).read(nodes);
  }

  /** Passes over a program until one finds nothing more: what it drops was read by something. */
  static Program simplify(Program program) {
    Program before = program;
    Program after = pass(before);
    while (after.nodes().size() < before.nodes().size()) {
      before = after;
      after = pass(before);
    }
    return after;
  }

  private static Program pass(Program program) {
    List<Tensor> results = new ArrayList<>(program.outputs().values());
    results.addAll(program.updates().values());
    Simplifier simplifier = new Simplifier(program.nodes(), results);
    return new Program(
        program.feeds(),
        program.scalars(),
        simplifier.simpler(program.outputs()),
        simplifier.simpler(program.updates()));
  }

  private Map<String, Tensor> simpler(Map<String, Tensor> named) {
    Map<String, Tensor> results = new LinkedHashMap<>();
    named.forEach((name, tensor) -> results.put(name, simpler(tensor)));
    return results;
  }

  private Tensor simpler(Tensor tensor) {
    return Objects.requireNonNull(simpler.get(tensor));
  }

  private Tensor shared(Tensor tensor) {
    return tensor.op() instanceof Op.Constant
        ? tensor
        : known.computeIfAbsent(
            new Key(tensor.op(), tensor.spec(), tensor.inputs()), key -> tensor);
  }

  private Tensor shared(Tensor node, Tensor... inputs) {
    return shared(node.withInputs(List.of(inputs)));
  }

  @Override
  public Tensor variable(Tensor node, Op.Variable op) {
    return shared(node);
  }

  @Override
  public Tensor feed(Tensor node, Op.Feed op) {
    return shared(node);
  }

  @Override
  public Tensor scalar(Tensor node, Op.Scalar op) {
    return shared(node);
  }

  @Override
  public Tensor literal(Tensor node, Op.Literal op) {
    return shared(node);
  }

  @Override
  public Tensor constant(Tensor node, Op.Constant op) {
    return node;
  }

  @Override
  public Tensor binary(Tensor node, Op.Binary op, Tensor left, Tensor right) {
    Tensor a = unrepeated(left, right.shape(), node.shape());
    Tensor b = unrepeated(right, a.shape(), node.shape());
    return Arithmetic.binary(op.kind(), a, b)
        .or(() -> AdjacentSums.joined(op.kind(), a, b))
        .filter(result -> result.shape().equals(node.shape()))
        .map(this::shared)
        .orElseGet(() -> shared(node, a, b));
  }

  /** Returns an operand before it was repeated, if the operation repeats it to the same shape. */
  private static Tensor unrepeated(Tensor operand, Shape other, Shape result) {
    if (operand.op() instanceof Op.BroadcastTo) {
      Tensor small = operand.inputs().get(0);
      if (small.shape().broadcast(other).equals(result)) {
        return small;
      }
    }
    return operand;
  }

  @Override
  public Tensor unary(Tensor node, Op.Unary op, Tensor input) {
    return Arithmetic.unary(op.kind(), input)
        .map(this::shared)
        .orElseGet(() -> shared(node, input));
  }

  @Override
  public Tensor power(Tensor node, Op.Power op, Tensor input) {
    return op.exponent() == 1 ? input : shared(node, input);
  }

  @Override
  public Tensor compare(Tensor node, Op.Compare op, Tensor left, Tensor right) {
    return shared(node, left, right);
  }

  @Override
  public Tensor where(Tensor node, Tensor condition, Tensor yes, Tensor no) {
    Tensor a = unrepeated(yes, condition.shape().broadcast(no.shape()), node.shape());
    Tensor b = unrepeated(no, condition.shape().broadcast(a.shape()), node.shape());
    return shared(node, condition, a, b);
  }

  @Override
  public Tensor cast(Tensor node, Tensor input) {
    return shared(node, input);
  }

  @Override
  public Tensor stopGradient(Tensor node, Tensor input) {
    return input;
  }

  @Override
  public Tensor reduce(Tensor node, Op.Reduce op, Tensor input) {
    Tensor summed = simpler(sums.summed(node));
    return summed.equals(input)
        ? shared(node, input)
        : shared(shared(summed.sumKeep()).reshape(node.shape().dims()));
  }

  @Override
  public Tensor argMax(Tensor node, Op.ArgMax op, Tensor input) {
    return shared(node, input);
  }

  @Override
  public Tensor softmax(Tensor node, Op.Softmax op, Tensor input) {
    return shared(node, input);
  }

  @Override
  public Tensor logSoftmax(Tensor node, Op.LogSoftmax op, Tensor input) {
    return shared(node, input);
  }

  @Override
  public Tensor reshape(Tensor node, Tensor input) {
    Tensor source = input.op() instanceof Op.Reshape ? input.inputs().get(0) : input;
    return source.shape().equals(node.shape()) ? source : shared(node, source);
  }

  @Override
  public Tensor transpose(Tensor node, Op.Transpose op, Tensor input) {
    if (input.op() instanceof Op.Transpose before) {
      int[] order = op.order().stream().mapToInt(axis -> before.order().get(axis)).toArray();
      return transposed(input.inputs().get(0), order);
    }
    return transposed(input, op.order().stream().mapToInt(axis -> axis).toArray());
  }

  private Tensor transposed(Tensor source, int... order) {
    for (int axis = 0; axis < order.length; axis++) {
      if (order[axis] != axis) {
        return shared(source.transpose(order));
      }
    }
    return source;
  }

  /** One element has one place, whatever its shape. */
  @Override
  public Tensor broadcastTo(Tensor node, Tensor input) {
    boolean moves =
        input.op() instanceof Op.BroadcastTo
            || (input.op() instanceof Op.Reshape && input.shape().size() == 1);
    Tensor source = moves ? input.inputs().get(0) : input;
    if (source.shape().equals(node.shape())) {
      return source;
    }
    return source.shape().rank() <= node.shape().rank()
        ? shared(node, source)
        : shared(node, input);
  }

  @Override
  public Tensor slice(Tensor node, Op.Slice op, Tensor input) {
    return shared(node, input);
  }

  @Override
  public Tensor pad(Tensor node, Op.Pad op, Tensor input) {
    return shared(node, input);
  }

  @Override
  public Tensor concat(Tensor node, Op.Concat op, List<Tensor> inputs) {
    return inputs.size() == 1 ? inputs.get(0) : shared(node.withInputs(inputs));
  }

  @Override
  public Tensor matMul(Tensor node, Op.MatMul op, Tensor left, Tensor right) {
    return shared(TransposedProducts.folded(node, op, left, right));
  }

  @Override
  public Tensor oneHot(Tensor node, Op.OneHot op, Tensor ids) {
    return shared(node, ids);
  }

  @Override
  public Tensor gatherRows(Tensor node, Tensor table, Tensor ids) {
    return shared(node, table, ids);
  }

  @Override
  public Tensor scatterAddRows(Tensor node, Op.ScatterAddRows op, Tensor values, Tensor ids) {
    return shared(node, values, ids);
  }

  @Override
  public Tensor conv2d(Tensor node, Op.Conv2d op, Tensor input, Tensor weights) {
    return shared(node, input, weights);
  }

  @Override
  public Tensor conv2dInputGradient(
      Tensor node, Op.Conv2dInputGradient op, Tensor gradient, Tensor weights) {
    return shared(node, gradient, weights);
  }

  @Override
  public Tensor conv2dWeightGradient(
      Tensor node, Op.Conv2dWeightGradient op, Tensor gradient, Tensor input) {
    return shared(node, gradient, input);
  }

  @Override
  public Tensor pool2d(Tensor node, Op.Pool2d op, Tensor input) {
    return shared(node, input);
  }

  @Override
  public Tensor pool2dGradient(Tensor node, Op.Pool2dGradient op, Tensor gradient, Tensor input) {
    return shared(node, gradient, input);
  }

  @Override
  public Tensor pickMax2d(Tensor node, Op.PickMax2d op, Tensor values, Tensor input) {
    return shared(node, values, input);
  }

  @Override
  public List<Tensor> composite(Composite composite, List<Tensor> inputs) {
    return composite.withBody(simplified(composite.body())).results(inputs).stream()
        .map(this::shared)
        .toList();
  }

  /** Engines without a kernel run the body, so it is rewritten like the rest. */
  private static List<Tensor> simplified(List<Tensor> body) {
    Simplifier simplifier = new Simplifier(OperationOrder.sort(body), body);
    return body.stream().map(simplifier::simpler).toList();
  }
}
