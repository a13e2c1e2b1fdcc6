package org.distill4j.ir;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.distill4j.binary.ByteReader;
import org.distill4j.tensor.Composite;
import org.distill4j.tensor.DType;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.ImageGradients;
import org.distill4j.tensor.Op;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.Tensor;
import org.distill4j.tensor.TensorSpec;
import org.distill4j.tensor.Window;

/**
 * Reads the operations that {@link ProgramWriter} wrote, for some lengths of the free axes. It
 * records each anew, so shapes and types are checked as those of a model are.
 */
final class NodeReader {
  private static final int DEEPEST = 16;
  private static final int MOST_POSITIONS = 1 << 18;

  /**
   * The context that a program and the bodies of its composites share.
   *
   * @param lengths the length of each free axis, in the order of the program's axes
   * @param feeds type and shape of each feed
   */
  record Given(List<Integer> lengths, List<TensorSpec> feeds) {}

  private final ByteReader in;
  private final Given given;
  private final int depth;
  private final List<Tensor> values;

  /** The numbers that ranges may still take; they need more memory than their bytes in a file. */
  private int room = MOST_POSITIONS;

  private NodeReader(ByteReader in, Given given, int depth, List<Tensor> arguments) {
    this.in = in;
    this.given = given;
    this.depth = depth;
    this.values = new ArrayList<>(arguments);
  }

  /** Reads the operations of a program. */
  static List<Tensor> read(ByteReader in, Given given) {
    NodeReader reader = new NodeReader(in, given, 0, List.of());
    reader.readAll();
    return reader.values;
  }

  private void readAll() {
    int operations = in.count(1);
    for (int i = 0; i < operations; i++) {
      int number = in.count();
      try {
        if (number == OpCode.COMPOSITE) {
          values.addAll(composite());
        } else {
          values.add(OpCode.of(number, this).read(this));
        }
      } catch (IllegalArgumentException | ArithmeticException misfit) {
        throw in.refuse("operation " + i, misfit);
      }
    }
  }

  IllegalArgumentException unknown(String what, String name) {
    return in.refuse(
        "there is the " + what + " " + name, "one that this version of distill4j knows");
  }

  private Tensor value() {
    return value(in.count());
  }

  private Tensor value(int place) {
    if (place >= values.size()) {
      throw in.refuse(
          "there is the input " + place, "one of the " + values.size() + " values before");
    }
    return values.get(place);
  }

  private int length() {
    int scales = in.count(2);
    long sum = 0;
    for (int i = 0; i < scales; i++) {
      int axis = in.count();
      if (axis >= given.lengths().size()) {
        throw in.refuse("there is the free axis " + axis, "one of " + given.lengths().size());
      }
      sum += (long) given.lengths().get(axis) * in.integer();
    }
    return Math.toIntExact(sum + in.integer());
  }

  private int[] lengths() {
    int[] lengths = new int[in.count(2)];
    Arrays.setAll(lengths, i -> length());
    return lengths;
  }

  private int[] fixed() {
    int[] numbers = new int[in.count(1)];
    Arrays.setAll(numbers, i -> in.count());
    return numbers;
  }

  private Window window() {
    return new Window(in.count(), in.count(), in.count());
  }

  Tensor variable() {
    return Tensor.leaf(new Op.Variable(in.text()), TensorSpec.floats(fixed()));
  }

  Tensor feed() {
    int index = in.count();
    if (index >= given.feeds().size()) {
      throw in.refuse("there is the feed " + index, "one of " + given.feeds().size());
    }
    return Tensor.leaf(new Op.Feed(index), given.feeds().get(index));
  }

  Tensor scalar() {
    return Tensor.leaf(new Op.Scalar(in.count()), TensorSpec.floats());
  }

  Tensor literal() {
    return Tensor.of(in.number());
  }

  Tensor constant() {
    DType type = in.constant(DType.class);
    Shape shape = Shape.of(fixed());
    long bytes = Math.multiplyExact(shape.size(), Integer.BYTES);
    return Tensor.of(HostTensor.wrap(new TensorSpec(type, shape), in.take(bytes)));
  }

  Tensor range() {
    int length = length();
    if (length < 1 || length > room) {
      throw in.refuse("there are " + length + " positions", "from 1 to " + room);
    }
    room -= length;
    return Tensor.of(HostTensor.ofInts(Shape.of(length), IntStream.range(0, length).toArray()));
  }

  Tensor binary() {
    Tensor left = value();
    Tensor right = value();
    return switch (in.constant(Op.BinaryKind.class)) {
      case ADD -> left.add(right);
      case SUB -> left.sub(right);
      case MUL -> left.mul(right);
      case DIV -> left.div(right);
      case MAXIMUM -> left.maximum(right);
      case MINIMUM -> left.minimum(right);
    };
  }

  Tensor unary() {
    Tensor input = value();
    return switch (in.constant(Op.UnaryKind.class)) {
      case NEGATE -> input.negate();
      case EXP -> input.exp();
      case LOG -> input.log();
      case SQRT -> input.sqrt();
      case ABS -> input.abs();
      case RELU -> input.relu();
      case GELU -> input.gelu();
      case SIGMOID -> input.sigmoid();
      case TANH -> input.tanh();
      case ERF -> input.erf();
    };
  }

  Tensor power() {
    return value().pow(in.number());
  }

  Tensor compare() {
    Tensor left = value();
    Tensor right = value();
    return switch (in.constant(Op.CompareKind.class)) {
      case EQUAL -> left.equalTo(right);
      case LESS -> left.less(right);
      case LESS_OR_EQUAL -> left.lessOrEqual(right);
    };
  }

  Tensor where() {
    return value().where(value(), value());
  }

  Tensor cast() {
    Tensor input = value();
    return switch (in.constant(DType.class)) {
      case FLOAT32 -> input.toFloat();
      case INT32 -> input.toInt();
      case BOOL -> throw unknown("cast to", "BOOL");
    };
  }

  Tensor stopGradient() {
    return value().stopGradient();
  }

  Tensor reduce() {
    Tensor input = value();
    Op.ReduceKind kind = in.constant(Op.ReduceKind.class);
    int[] axes = fixed();
    if (axes.length == 0) {
      throw in.refuse("there are no axes", "at least one");
    }
    return switch (kind) {
      case SUM -> input.sumKeep(axes);
      case MEAN -> input.meanKeep(axes);
      case MAX -> input.maxKeep(axes);
    };
  }

  Tensor argMax() {
    return value().argmax(in.count());
  }

  Tensor softmax() {
    return value().softmax(in.count());
  }

  Tensor logSoftmax() {
    return value().logSoftmax(in.count());
  }

  Tensor reshape() {
    return value().reshape(lengths());
  }

  Tensor transpose() {
    return value().transpose(fixed());
  }

  Tensor broadcastTo() {
    return value().broadcastTo(lengths());
  }

  Tensor slice() {
    return value().slice(in.count(), length(), length());
  }

  Tensor concat() {
    List<Tensor> inputs = Arrays.stream(fixed()).mapToObj(this::value).toList();
    return Tensor.concat(in.count(), inputs);
  }

  Tensor pad() {
    return value().pad(in.count(), in.count(), in.count());
  }

  Tensor matMul() {
    Tensor left = value();
    Tensor right = value();
    Op.MatMul op = new Op.MatMul(in.constant(Op.Form.class), in.constant(Op.Form.class));
    Tensor product = entering(left, op.left()).matmul(entering(right, op.right()));
    return product.withOp(op, List.of(left, right));
  }

  private static Tensor entering(Tensor matrix, Op.Form form) {
    return form == Op.Form.TRANSPOSED ? matrix.transpose() : matrix;
  }

  Tensor oneHot() {
    return value().oneHot(in.count());
  }

  Tensor gatherRows() {
    return value().gatherRows(value());
  }

  Tensor scatterAddRows() {
    return value().scatterAddRows(value(), in.count());
  }

  Tensor conv2d() {
    return value().conv2d(value(), window(), in.count());
  }

  Tensor pool2d() {
    Tensor input = value();
    Op.PoolKind kind = in.constant(Op.PoolKind.class);
    int size = in.count();
    return switch (kind) {
      case MAX -> input.maxPool2d(size, window());
      case AVERAGE -> input.averagePool2d(size, window());
    };
  }

  Tensor conv2dInputGradient() {
    return ImageGradients.convolutionInput(
        value(), value(), new Op.Conv2d(window(), in.count()), Shape.of(lengths()));
  }

  Tensor conv2dWeightGradient() {
    return ImageGradients.convolutionWeights(
        value(), value(), new Op.Conv2d(window(), in.count()), Shape.of(lengths()));
  }

  Tensor pool2dGradient() {
    Tensor gradient = value();
    Tensor input = value();
    Op.PoolKind kind = in.constant(Op.PoolKind.class);
    return ImageGradients.pooling(gradient, input, new Op.Pool2d(kind, in.count(), window()));
  }

  Tensor pickMax2d() {
    return ImageGradients.pickMax(value(), value(), in.count(), window());
  }

  private List<Tensor> composite() {
    if (depth == DEEPEST) {
      throw in.refuse("composites are in composites " + DEEPEST + " deep", "fewer");
    }
    String name = in.text();
    Map<String, Double> attributes = new HashMap<>();
    int count = in.count(1 + Double.BYTES);
    for (int i = 0; i < count; i++) {
      attributes.put(in.text(), in.number());
    }
    List<Tensor> inputs = Arrays.stream(fixed()).mapToObj(this::value).toList();
    return Composite.apply(name, attributes, inputs, this::body);
  }

  private List<Tensor> body(List<Tensor> arguments) {
    NodeReader body = new NodeReader(in, given, depth + 1, arguments);
    body.room = room;
    body.readAll();
    room = body.room;
    return Arrays.stream(fixed()).mapToObj(body::value).toList();
  }
}
