package org.distill4j.djl;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.distill4j.ir.Program;
import org.distill4j.tensor.Algebra;
import org.distill4j.tensor.Composite;
import org.distill4j.tensor.DType;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Op;
import org.distill4j.tensor.Order;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.Tensor;

/** Reads a program as statements of TorchScript. */
final class ScriptAlgebra implements Algebra<Code> {
  private final ScriptWriter writer;
  private final ThinRows thin;
  private final ScriptProducts products;
  private final ScriptImages images;
  private final ScriptComposites composites;
  private final ScriptOptimizers optimizers;
  private final List<String> variables;
  private final Uses uses = new Uses();

  /**
   * An algebra for one program.
   *
   * @param program the program
   * @param writer where the statements go
   * @param values where the values of the program's tensors are put as they are read
   */
  ScriptAlgebra(Program program, ScriptWriter writer, Map<Tensor, Code> values) {
    this.writer = writer;
    this.thin = new ThinRows(writer);
    this.products = new ScriptProducts(writer, thin);
    this.images = new ScriptImages(writer);
    this.composites = new ScriptComposites(writer, thin);
    this.variables = List.copyOf(program.variables().keySet());
    this.optimizers = new ScriptOptimizers(program, writer, values);
    uses.count(program.nodes(), program.outputs().values());
    uses.count(List.of(), program.updates().values());
  }

  ScriptOptimizers optimizers() {
    return optimizers;
  }

  static String variable(List<String> variables, String name) {
    return "variables[" + variables.indexOf(name) + "]";
  }

  @Override
  public Code variable(Tensor node, Op.Variable op) {
    String expression = variable(variables, op.name());
    return Code.tensor(node.spec(), Code.Phase.ONCE, expression)
        .sharing()
        .from(new Code.Origin.Variable(op.name()));
  }

  @Override
  public Code feed(Tensor node, Op.Feed op) {
    return writer.onDevice(node.spec(), "feeds[" + op.index() + "]");
  }

  @Override
  public Code scalar(Tensor node, Op.Scalar op) {
    String number = "scalars[" + op.index() + "]";
    return writer.filled(node.spec(), new Code.Numeral(number, Code.Phase.BEFORE));
  }

  @Override
  public Code literal(Tensor node, Op.Literal op) {
    return writer.filled(node.spec(), op.value());
  }

  @Override
  public Code constant(Tensor node, Op.Constant op) {
    return writer.constant(op.value());
  }

  @Override
  public Code binary(Tensor node, Op.Binary op, Code left, Code right) {
    if (isOne(node, left, right)) {
      Object[] numbers = {writer.number(left), writer.number(right)};
      return writer.filled(node.spec(), writer.arithmetic(function(op.kind()), numbers));
    }
    Code a = small(node, left, right.shape());
    Code b = small(node, right, a.shape());
    return switch (op.kind()) {
      case ADD -> sum(node, a, b);
      case SUB -> scaled(node, a, 1, b).orElseGet(() -> call(node, op, a, b));
      case MUL -> product(node, a, b);
      case DIV -> quotient(node, a, b);
      case MAXIMUM, MINIMUM -> call(node, op, a, b);
    };
  }

  private Code call(Tensor node, Op.Binary op, Code left, Code right) {
    return thin.each(node.spec(), function(op.kind()), left, right);
  }

  /** Whether a result is one number that can be computed as such. */
  private boolean isOne(Tensor node, Code left, Code right) {
    Op.BinaryKind kind = ((Op.Binary) node.op()).kind();
    if (kind == Op.BinaryKind.MAXIMUM || kind == Op.BinaryKind.MINIMUM) {
      return false;
    }
    boolean one = node.shape().size() == 1 && writer.onHost();
    boolean numbers = left.number().isPresent() || right.number().isPresent();
    boolean both = left.number().isPresent() && right.number().isPresent();
    return both || (one && (numbers || node.shape().rank() == 0));
  }

  private static String function(Op.BinaryKind kind) {
    return kind.name().toLowerCase(Locale.ROOT);
  }

  private Code sum(Tensor node, Code left, Code right) {
    return layer(node, 0, left, right)
        .or(() -> layer(node, 1, right, left))
        .or(() -> scaled(node, left, 1, right))
        .or(() -> scaled(node, right, 0, left))
        .orElseGet(() -> thin.each(node.spec(), "add", left, right));
  }

  private Optional<Code> layer(Tensor node, int input, Code product, Code bias) {
    return uses.once(node.inputs().get(input))
        ? products.layer(node.spec(), product, bias)
        : Optional.empty();
  }

  /** A sum or difference where one input is a tensor times a number. */
  private Optional<Code> scaled(Tensor node, Code first, int input, Code second) {
    if (uses.once(node.inputs().get(input))
        && second.origin() instanceof Code.Origin.Scaled scaled) {
      String function = function(((Op.Binary) node.op()).kind());
      Code.Numeral alpha = scaled.factor().named("alpha");
      return Optional.of(thin.each(node.spec(), function, first, scaled.input(), alpha));
    }
    return Optional.empty();
  }

  /**
   * An operand without axes if it is a number and the others give the result its shape: PyTorch
   * computes with such a tensor in half the time that it takes with a number.
   */
  private Code small(Tensor node, Code operand, Shape others) {
    return operand
        .number()
        .filter(number -> others.equals(node.shape()))
        .map(writer::single)
        .orElse(operand);
  }

  private Code product(Tensor node, Code left, Code right) {
    boolean isLeft = left.number().isEmpty();
    Code tensor = isLeft ? left : right;
    Code factor = isLeft ? right : left;
    return factor.shape().rank() == 0 && factor.number().isPresent()
        ? multiple(node, tensor, factor.number().get(), "mul", factor)
        : thin.each(node.spec(), "mul", tensor, factor);
  }

  private Code quotient(Tensor node, Code left, Code right) {
    return right.shape().rank() == 0 && right.number().isPresent()
        ? multiple(node, left, writer.arithmetic("div", "1.0", right.number().get()), "div", right)
        : thin.each(node.spec(), "div", left, right);
  }

  /** A tensor times a factor, computed by the given function if no sum takes the factor along. */
  private Code multiple(
      Tensor node, Code tensor, Code.Numeral factor, String function, Code number) {
    return Code.lazy(
        node.spec(),
        ScriptWriter.phase(tensor, factor),
        new Code.Origin.Scaled(tensor, factor),
        () -> thin.each(node.spec(), function, tensor, number));
  }

  @Override
  public Code unary(Tensor node, Op.Unary op, Code input) {
    if (op.kind() == Op.UnaryKind.RELU
        && uses.once(node.inputs())
        && input.origin() instanceof Code.Origin.Layer layer) {
      return products.rectified(node.spec(), layer);
    }
    return switch (op.kind()) {
      case NEGATE -> negative(node, input);
      case GELU -> thin.each(node.spec(), "gelu", input, "approximate=\"none\"");
      default -> thin.each(node.spec(), op.kind().name().toLowerCase(Locale.ROOT), input);
    };
  }

  private Code negative(Tensor node, Code input) {
    if (input.number().isPresent()) {
      return writer.filled(node.spec(), writer.arithmetic("neg", input.number().get()));
    } else if (uses.once(node.inputs()) && input.origin() instanceof Code.Origin.Scaled scaled) {
      Code.Numeral factor = writer.arithmetic("neg", scaled.factor());
      return multiple(node, scaled.input(), factor, "mul", writer.single(factor));
    }
    return thin.each(node.spec(), "neg", input);
  }

  @Override
  public Code power(Tensor node, Op.Power op, Code input) {
    return thin.each(node.spec(), "pow", input, ScriptWriter.number(op.exponent()));
  }

  @Override
  public Code compare(Tensor node, Op.Compare op, Code left, Code right) {
    String function =
        switch (op.kind()) {
          case EQUAL -> "eq";
          case LESS -> "lt";
          case LESS_OR_EQUAL -> "le";
        };
    Code a = small(node, left, right.shape());
    return thin.each(node.spec(), function, a, small(node, right, a.shape()));
  }

  @Override
  public Code where(Tensor node, Code condition, Code yes, Code no) {
    Code a = small(node, yes, condition.shape().broadcast(no.shape()));
    Code b = small(node, no, condition.shape().broadcast(a.shape()));
    return thin.each(node.spec(), "where", condition, a, b);
  }

  @Override
  public Code cast(Tensor node, Code input) {
    int type = node.type() == DType.INT32 ? ScriptWriter.INT32 : ScriptWriter.FLOAT32;
    return thin.each(node.spec(), "to", input, type);
  }

  @Override
  public Code stopGradient(Tensor node, Code input) {
    return input;
  }

  @Override
  public Code reduce(Tensor node, Op.Reduce op, Code input) {
    if (node.shape().size() == 1 && op.kind() != Op.ReduceKind.MAX) {
      Code all = op.kind() == Op.ReduceKind.SUM ? summands(node.inputs().get(0), input) : input;
      return writer.one(node.spec(), function(op.kind()), thin.kept(all).orElse(all));
    }
    return reduced(node, new Code.Origin.Reduced(op, input), "True");
  }

  private Code reduced(Tensor node, Code.Origin.Reduced reduced, String keeps) {
    Code input = reduced.input();
    return Code.lazy(
        node.spec(), input.phase(), reduced, () -> reduced(node, reduced.op(), input, keeps));
  }

  private Code reduced(Tensor node, Op.Reduce op, Code input, String keeps) {
    boolean turns = keeps.equals("False") && thin.kept(input).isPresent();
    return turns
        ? writer.call(
            node.spec(),
            function(op.kind()),
            thin.transpose(input),
            op.axes().stream().map(axis -> 1 - axis).toList(),
            keeps)
        : writer.call(node.spec(), function(op.kind()), input, op.axes(), keeps);
  }

  private static String function(Op.ReduceKind kind) {
    return switch (kind) {
      case SUM -> "sum";
      case MEAN -> "mean";
      case MAX -> "amax";
    };
  }

  /** What is summed to be summed again. */
  private Code summands(Tensor tensor, Code sum) {
    return uses.once(tensor)
            && sum.origin() instanceof Code.Origin.Reduced reduced
            && reduced.op().kind() == Op.ReduceKind.SUM
        ? reduced.input()
        : sum;
  }

  @Override
  public Code argMax(Tensor node, Op.ArgMax op, Code input) {
    Code found = writer.call(node.spec(), "argmax", input, op.axis(), "False");
    return writer.call(node.spec(), "to", found, ScriptWriter.INT32);
  }

  @Override
  public Code softmax(Tensor node, Op.Softmax op, Code input) {
    return along(node, "softmax", op.axis(), input);
  }

  @Override
  public Code logSoftmax(Tensor node, Op.LogSoftmax op, Code input) {
    return along(node, "log_softmax", op.axis(), input);
  }

  private Code along(Tensor node, String function, int axis, Code input) {
    return thin.along(node.spec(), function, axis, new Code[] {input});
  }

  @Override
  public Code reshape(Tensor node, Code input) {
    if (input.number().isPresent()) {
      return writer.filled(node.spec(), input.number().get());
    } else if (uses.once(node.inputs())
        && input.origin() instanceof Code.Origin.Reduced reduced
        && withoutAxes(reduced.input().shape(), reduced.op()).equals(node.shape())) {
      return reduced(node, reduced, "False");
    }
    return writer.reshape(node.spec(), input);
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
  public Code transpose(Tensor node, Op.Transpose op, Code input) {
    return writer.view(node.spec(), "permute", input, op.order());
  }

  @Override
  public Code broadcastTo(Tensor node, Code input) {
    return input
        .number()
        .map(number -> writer.filled(node.spec(), number))
        .orElseGet(
            () -> writer.view(node.spec(), "expand", input, ScriptWriter.dims(node.shape())));
  }

  @Override
  public Code slice(Tensor node, Op.Slice op, Code input) {
    return writer.view(node.spec(), "slice", input, op.axis(), op.from(), op.to(), 1);
  }

  @Override
  public Code pad(Tensor node, Op.Pad op, Code input) {
    int[] sides = new int[2 * (node.shape().rank() - op.axis())];
    sides[sides.length - 2] = op.before();
    sides[sides.length - 1] = op.after();
    return writer.call(node.spec(), "constant_pad_nd", input, Arrays.toString(sides), "0.0");
  }

  @Override
  public Code concat(Tensor node, Op.Concat op, List<Code> inputs) {
    return writer.call(node.spec(), "cat", inputs, op.axis());
  }

  @Override
  public Code matMul(Tensor node, Op.MatMul op, Code left, Code right) {
    return products.product(node.spec(), op, left, right);
  }

  @Override
  public Code oneHot(Tensor node, Op.OneHot op, Code ids) {
    int[] classes = new int[op.depth()];
    Arrays.setAll(classes, i -> i);
    Code all = writer.constant(HostTensor.ofInts(Shape.of(op.depth()), classes));
    Code column = writer.view(ids.spec(), "unsqueeze", ids, -1);
    Code equal = writer.call(node.spec(), "eq", column, all);
    return writer.call(node.spec(), "to", equal, ScriptWriter.FLOAT32);
  }

  @Override
  public Code gatherRows(Tensor node, Code table, Code ids) {
    return writer.call(node.spec(), "embedding", table, ids);
  }

  @Override
  public Code scatterAddRows(Tensor node, Op.ScatterAddRows op, Code values, Code ids) {
    Object[] arguments = {values, ids, op.rows(), -1, "False"};
    return writer.call(node.spec(), "embedding_dense_backward", arguments);
  }

  @Override
  public Code conv2d(Tensor node, Op.Conv2d op, Code input, Code weights) {
    return images.conv2d(node, op, input, weights);
  }

  @Override
  public Code conv2dInputGradient(
      Tensor node, Op.Conv2dInputGradient op, Code gradient, Code weights) {
    return images.inputGradient(node, op, gradient, weights);
  }

  @Override
  public Code conv2dWeightGradient(
      Tensor node, Op.Conv2dWeightGradient op, Code gradient, Code input) {
    return images.weightGradient(node, op, gradient, input);
  }

  @Override
  public Code pool2d(Tensor node, Op.Pool2d op, Code input) {
    return images.pool2d(node, op, input);
  }

  @Override
  public Code pool2dGradient(Tensor node, Op.Pool2dGradient op, Code gradient, Code input) {
    return images.poolGradient(node, op, gradient, input);
  }

  @Override
  public Code pickMax2d(Tensor node, Op.PickMax2d op, Code values, Code input) {
    return images.pickMax(node, op, values, input);
  }

  @Override
  public List<Code> composite(Composite composite, List<Code> inputs) {
    return composites
        .whole(composite, inputs)
        .or(() -> optimizers.whole(composite, inputs))
        .orElseGet(() -> body(composite, inputs));
  }

  private List<Code> body(Composite composite, List<Code> inputs) {
    uses.count(Order.of(composite.body()), composite.body());
    return composite.interpret(this, inputs);
  }
}
