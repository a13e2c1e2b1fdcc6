package org.distill4j.djl;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.distill4j.ir.Program;
import org.distill4j.ir.UseCounts;
import org.distill4j.tensor.Composite;
import org.distill4j.tensor.DType;
import org.distill4j.tensor.Op;
import org.distill4j.tensor.OperationOrder;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.Tensor;
import org.distill4j.tensor.TensorSpec;

/** Reads a program as statements of TorchScript. */
final class ScriptAlgebra extends ScriptImages {
  private final ScriptWriter writer;
  private final TransposedMatrices thin;
  private final ScriptProducts products;
  private final ScriptComposites composites;
  private final ScriptOptimizers optimizers;
  private final List<String> variables;
  private final UseCounts uses = new UseCounts();

  /**
   * An algebra for one program.
   *
   * @param program the program
   * @param writer where the statements go
   * @param values where the values of the program's tensors are put as they are read
   */
  ScriptAlgebra(Program program, ScriptWriter writer, Map<Tensor, ScriptValue> values) {
    super(writer);
    this.writer = writer;
    this.thin = new TransposedMatrices(writer);
    this.products = new ScriptProducts(writer, thin);
    this.composites = new ScriptComposites(writer, thin, new ScriptAttention(program, writer));
    this.variables = List.copyOf(program.variables().keySet());
    this.optimizers = new ScriptOptimizers(program, writer, values);
    uses.count(program.nodes(), program.outputs().values());
    uses.count(List.of(), program.updates().values());
  }

  /** Whether PyTorch has no one kernel for a node. */
  static boolean lacks(Tensor node) {
    return node.op() instanceof Op.OneHot || node.op() instanceof Op.PickMax2d;
  }

  ScriptOptimizers optimizers() {
    return optimizers;
  }

  static String variable(List<String> variables, String name) {
    return "variables[" + variables.indexOf(name) + "]";
  }

  @Override
  public ScriptValue variable(Tensor node, Op.Variable op) {
    String expression = variable(variables, op.name());
    return ScriptValue.tensor(node.spec(), ScriptValue.Phase.ONCE, expression).sharing();
  }

  @Override
  public ScriptValue feed(Tensor node, Op.Feed op) {
    return writer.onDevice(node.spec(), "feeds[" + op.index() + "]");
  }

  @Override
  public ScriptValue scalar(Tensor node, Op.Scalar op) {
    String number = "scalars[" + op.index() + "]";
    return writer.filled(node.spec(), new ScriptValue.Numeral(number, ScriptValue.Phase.BEFORE));
  }

  @Override
  public ScriptValue literal(Tensor node, Op.Literal op) {
    return writer.filled(node.spec(), op.value());
  }

  @Override
  public ScriptValue constant(Tensor node, Op.Constant op) {
    return writer.constant(op.value());
  }

  @Override
  public ScriptValue binary(Tensor node, Op.Binary op, ScriptValue left, ScriptValue right) {
    if (isNumber(node, op, left, right)) {
      Object[] numbers = {writer.number(left), writer.number(right)};
      return writer.filled(node.spec(), writer.arithmetic(function(op.kind()), numbers));
    }
    return switch (op.kind()) {
      case ADD -> sum(node, op, left, right);
      case SUB -> scaled(node, op, left, right).orElseGet(() -> each(node, op, left, right));
      case MUL -> product(node, op, left, right);
      case DIV -> quotient(node, op, left, right);
      case MAXIMUM, MINIMUM -> each(node, op, left, right);
    };
  }

  private static String function(Enum<?> kind) {
    return kind.name().toLowerCase(Locale.ROOT);
  }

  private ScriptValue each(Tensor node, Op.Binary op, ScriptValue left, ScriptValue right) {
    return each(node, function(op.kind()), left, right);
  }

  /**
   * An operation element by element. A number enters without axes if another operand gives the
   * result its shape: PyTorch computes with such a tensor in half the time that it takes with a
   * number.
   */
  private ScriptValue each(Tensor node, String function, ScriptValue... operands) {
    boolean hasShape =
        Stream.of(operands)
            .anyMatch(one -> one.number().isEmpty() && one.shape().equals(node.shape()));
    UnaryOperator<ScriptValue> small = one -> one.number().map(writer::single).orElse(one);
    Stream<ScriptValue> all = hasShape ? Stream.of(operands).map(small) : Stream.of(operands);
    return thin.each(node.spec(), function, all.toArray());
  }

  /** Whether a result is computed as one number. */
  private boolean isNumber(Tensor node, Op.Binary op, ScriptValue left, ScriptValue right) {
    return switch (op.kind()) {
      case MAXIMUM, MINIMUM -> false;
      case ADD, SUB, MUL, DIV ->
          (left.number().isPresent() && right.number().isPresent())
              || (node.shape().size() == 1 && writer.onHost());
    };
  }

  private ScriptValue sum(Tensor node, Op.Binary op, ScriptValue left, ScriptValue right) {
    return layer(node, 0, left, right)
        .or(() -> layer(node, 1, right, left))
        .or(() -> scaled(node, op, left, right))
        .or(() -> scaled(node, op, right, left))
        .orElseGet(() -> each(node, op, left, right));
  }

  private Optional<ScriptValue> layer(
      Tensor node, int input, ScriptValue product, ScriptValue bias) {
    return uses.once(node.inputs().get(input))
        ? products.layer(node.spec(), product, bias)
        : Optional.empty();
  }

  /** A sum or difference where one input is a tensor times a number. */
  private Optional<ScriptValue> scaled(
      Tensor node, Op.Binary op, ScriptValue first, ScriptValue second) {
    if (second.origin() instanceof ScriptValue.Origin.Scaled scaled) {
      ScriptValue.Numeral alpha = scaled.factor().named("alpha");
      return Optional.of(thin.each(node.spec(), function(op.kind()), first, scaled.input(), alpha));
    }
    return Optional.empty();
  }

  private ScriptValue product(Tensor node, Op.Binary op, ScriptValue left, ScriptValue right) {
    if (factor(right).isPresent()) {
      return multiple(node, left, factor(right).get());
    }
    return factor(left)
        .map(factor -> multiple(node, right, factor))
        .orElseGet(() -> each(node, op, left, right));
  }

  private ScriptValue quotient(Tensor node, Op.Binary op, ScriptValue left, ScriptValue right) {
    return factor(right)
        .map(factor -> multiple(node, left, writer.arithmetic("div", "1.0", factor)))
        .orElseGet(() -> each(node, op, left, right));
  }

  private static Optional<ScriptValue.Numeral> factor(ScriptValue operand) {
    return operand.number().filter(number -> operand.shape().rank() == 0);
  }

  /** A tensor times a number, which a sum may take along. */
  private ScriptValue multiple(Tensor node, ScriptValue tensor, ScriptValue.Numeral factor) {
    return thin.each(node.spec(), "mul", tensor, writer.single(factor))
        .from(new ScriptValue.Origin.Scaled(tensor, factor));
  }

  @Override
  public ScriptValue unary(Tensor node, Op.Unary op, ScriptValue input) {
    if (op.kind() == Op.UnaryKind.RELU
        && uses.once(node.inputs().get(0))
        && input.origin() instanceof ScriptValue.Origin.Layer layer) {
      return products.rectified(node.spec(), layer);
    }
    return switch (op.kind()) {
      case NEGATE -> negative(node, input);
      case GELU -> thin.each(node.spec(), "gelu", input, "approximate=\"none\"");
      default -> thin.each(node.spec(), function(op.kind()), input);
    };
  }

  private ScriptValue negative(Tensor node, ScriptValue input) {
    if (input.number().isPresent()) {
      return writer.filled(node.spec(), writer.arithmetic("neg", input.number().get()));
    } else if (input.origin() instanceof ScriptValue.Origin.Scaled scaled) {
      return multiple(node, scaled.input(), writer.arithmetic("neg", scaled.factor()));
    }
    return thin.each(node.spec(), "neg", input);
  }

  @Override
  public ScriptValue power(Tensor node, Op.Power op, ScriptValue input) {
    return thin.each(node.spec(), "pow", input, ScriptWriter.number(op.exponent()));
  }

  @Override
  public ScriptValue compare(Tensor node, Op.Compare op, ScriptValue left, ScriptValue right) {
    String function =
        switch (op.kind()) {
          case EQUAL -> "eq";
          case LESS -> "lt";
          case LESS_OR_EQUAL -> "le";
        };
    return each(node, function, left, right);
  }

  @Override
  public ScriptValue where(Tensor node, ScriptValue condition, ScriptValue yes, ScriptValue no) {
    return each(node, "where", condition, yes, no);
  }

  @Override
  public ScriptValue cast(Tensor node, ScriptValue input) {
    int type = node.type() == DType.INT32 ? ScriptWriter.INT32 : ScriptWriter.FLOAT32;
    return thin.each(node.spec(), "to", input, type);
  }

  /** Axes of length one are added to what is reduced, so that a reshape can leave them out. */
  @Override
  public ScriptValue reduce(Tensor node, Op.Reduce op, ScriptValue input) {
    Optional<ScriptValue> transpose = thin.kept(input);
    String function = op.kind() == Op.ReduceKind.MAX ? "amax" : function(op.kind());
    if (node.shape().size() == 1 && op.kind() != Op.ReduceKind.MAX) {
      return writer.one(node.spec(), function, transpose.orElse(input));
    }
    Object axes =
        transpose.isPresent() ? op.axes().stream().map(axis -> 1 - axis).toList() : op.axes();
    TensorSpec spec = new TensorSpec(node.type(), withoutAxes(input.shape(), op));
    ScriptValue reduced = writer.call(spec, function, transpose.orElse(input), axes, "False");
    return writer.reshape(node.spec(), reduced);
  }

  private static Shape withoutAxes(Shape shape, Op.Reduce op) {
    int[] dims = shape.dims();
    return Shape.of(
        IntStream.range(0, dims.length)
            .filter(axis -> !op.axes().contains(axis))
            .map(axis -> dims[axis])
            .toArray());
  }

  @Override
  public ScriptValue argMax(Tensor node, Op.ArgMax op, ScriptValue input) {
    ScriptValue found = writer.call(node.spec(), "argmax", input, op.axis(), "False");
    return writer.call(node.spec(), "to", found, ScriptWriter.INT32);
  }

  @Override
  public ScriptValue softmax(Tensor node, Op.Softmax op, ScriptValue input) {
    return thin.along(node.spec(), "softmax", op.axis(), List.of(input));
  }

  @Override
  public ScriptValue logSoftmax(Tensor node, Op.LogSoftmax op, ScriptValue input) {
    return thin.along(node.spec(), "log_softmax", op.axis(), List.of(input));
  }

  @Override
  public ScriptValue reshape(Tensor node, ScriptValue input) {
    return input
        .number()
        .map(number -> writer.filled(node.spec(), number))
        .orElseGet(() -> writer.reshape(node.spec(), input));
  }

  @Override
  public ScriptValue transpose(Tensor node, Op.Transpose op, ScriptValue input) {
    return writer.view(node.spec(), "permute", input, op.order());
  }

  @Override
  public ScriptValue broadcastTo(Tensor node, ScriptValue input) {
    return input
        .number()
        .map(number -> writer.filled(node.spec(), number))
        .orElseGet(
            () -> writer.view(node.spec(), "expand", input, ScriptWriter.dims(node.shape())));
  }

  @Override
  public ScriptValue slice(Tensor node, Op.Slice op, ScriptValue input) {
    return writer.view(node.spec(), "slice", input, op.axis(), op.from(), op.to(), 1);
  }

  @Override
  public ScriptValue pad(Tensor node, Op.Pad op, ScriptValue input) {
    int[] sides = new int[2 * (node.shape().rank() - op.axis())];
    sides[sides.length - 2] = op.before();
    sides[sides.length - 1] = op.after();
    return writer.call(node.spec(), "constant_pad_nd", input, Arrays.toString(sides), "0.0");
  }

  @Override
  public ScriptValue concat(Tensor node, Op.Concat op, List<ScriptValue> inputs) {
    return writer.call(node.spec(), "cat", inputs, op.axis());
  }

  @Override
  public ScriptValue matMul(Tensor node, Op.MatMul op, ScriptValue left, ScriptValue right) {
    return products.product(node.spec(), op, left, right);
  }

  @Override
  public ScriptValue gatherRows(Tensor node, ScriptValue table, ScriptValue ids) {
    return writer.call(node.spec(), "embedding", table, ids);
  }

  @Override
  public ScriptValue scatterAddRows(
      Tensor node, Op.ScatterAddRows op, ScriptValue values, ScriptValue ids) {
    Object[] arguments = {values, ids, op.rows(), -1, "False"};
    return writer.call(node.spec(), "embedding_dense_backward", arguments);
  }

  @Override
  public List<ScriptValue> composite(Composite composite, List<ScriptValue> inputs) {
    return composites
        .whole(composite, inputs)
        .or(() -> optimizers.whole(composite, inputs))
        .orElseGet(() -> body(composite, inputs));
  }

  private List<ScriptValue> body(Composite composite, List<ScriptValue> inputs) {
    uses.count(OperationOrder.sort(composite.body()), composite.body());
    return composite.interpret(this, inputs);
  }
}
