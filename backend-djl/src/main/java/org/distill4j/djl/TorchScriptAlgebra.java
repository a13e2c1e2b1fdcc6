package org.distill4j.djl;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.distill4j.backend.Device;
import org.distill4j.program.PickedLoss;
import org.distill4j.program.Program;
import org.distill4j.program.Sums;
import org.distill4j.program.Tail;
import org.distill4j.tensor.Algebra;
import org.distill4j.tensor.DType;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Op;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.Tensor;

/**
 * Reads a program as lines of TorchScript; the handle of a tensor is the name of a variable, or an
 * element of one of the lists {@code parameters}, {@code states}, {@code feeds}, {@code scalars}
 * and {@code constants}, which the script has to define.
 */
final class TorchScriptAlgebra implements Algebra<String> {
  private static final int INT32 = 3;
  private static final int INT64 = 4;
  private static final int FLOAT32 = 6;

  /** PyTorch's reductions of losses. */
  private static final int EACH = 0;

  private static final int SUM = 2;

  /** The handle of what is left to others. */
  private static final String ELSEWHERE = "None";

  private final List<String> parameters;
  private final List<String> states;
  private final Program program;
  private final Device device;
  private final Fusion fusion;
  private final Tail tail;
  private final Map<Tensor, String> names = new LinkedHashMap<>();
  private final Map<Tensor, String> numbers = new HashMap<>();
  private final List<String> lines = new ArrayList<>();
  private final Map<HostTensor, String> constants = new LinkedHashMap<>();
  private final Set<Integer> feeds = new LinkedHashSet<>();

  /**
   * An algebra for one program.
   *
   * @param program the program
   * @param device where it runs
   * @param tail what is left to {@link TailScript}
   */
  TorchScriptAlgebra(Program program, Device device, Tail tail) {
    this.parameters = program.parameters().stream().map(spec -> spec.name()).toList();
    this.states = program.states().stream().map(spec -> spec.name()).toList();
    this.program = program;
    this.device = device;
    this.fusion = new Fusion(program);
    this.tail = tail;
  }

  /** Where the program's handles are to be put, so that later ones can look back. */
  Map<Tensor, String> names() {
    return names;
  }

  private String name(Tensor tensor) {
    return Objects.requireNonNull(names.get(tensor));
  }

  /** The statements so far; PyTorch drops those whose results are not used. */
  List<String> lines() {
    return lines;
  }

  /** What {@code constants} has to hold. */
  List<HostTensor> constants() {
    return List.copyOf(constants.keySet());
  }

  /** The feeds that the statements read, by their place in the program. */
  Set<Integer> feeds() {
    return feeds;
  }

  /** The value of a single number, as a number and not a tensor. */
  String number(Tensor node) {
    return numbers.getOrDefault(node, "float(" + name(node) + ")");
  }

  private String emit(String expression) {
    String name = "v" + lines.size();
    lines.add(name + " = " + expression);
    return name;
  }

  private String call(String function, Object... arguments) {
    return emit(text(function, arguments));
  }

  private static String text(String function, Object... arguments) {
    List<String> texts = new ArrayList<>();
    for (Object argument : arguments) {
      texts.add(String.valueOf(argument));
    }
    return "torch." + function + "(" + String.join(", ", texts) + ")";
  }

  static String number(double value) {
    if (Double.isNaN(value)) {
      return "nan";
    }
    return String.valueOf(value).replace("Infinity", "inf");
  }

  private String constant(HostTensor value) {
    return constants.computeIfAbsent(value, v -> "constants[" + constants.size() + "]");
  }

  private String onDevice(String host, DType type) {
    if (device.kind() == Device.Kind.CPU) {
      return host;
    }
    String where = "torch.device(\"" + device + "\")";
    return call("to", host, where, code(type), "False", "False");
  }

  private static int code(DType type) {
    return type == DType.INT32 ? INT32 : FLOAT32;
  }

  @Override
  public String variable(Tensor node, Op.Variable op) {
    int parameter = parameters.indexOf(op.name());
    return emit(
        parameter >= 0
            ? "parameters[" + parameter + "]"
            : "states[" + states.indexOf(op.name()) + "]");
  }

  @Override
  public String feed(Tensor node, Op.Feed op) {
    feeds.add(op.index());
    return onDevice("feeds[" + op.index() + "]", node.type());
  }

  /** As a number too: PyTorch computes with numbers in less time than with tensors of one. */
  @Override
  public String scalar(Tensor node, Op.Scalar op) {
    numbers.put(node, emit("float(scalars[" + op.index() + "])"));
    return onDevice("scalars[" + op.index() + "]", node.type());
  }

  @Override
  public String literal(Tensor node, Op.Literal op) {
    numbers.put(node, number(op.value()));
    return constant(HostTensor.ofFloats(Shape.scalar(), (float) op.value()));
  }

  @Override
  public String constant(Tensor node, Op.Constant op) {
    return constant(op.value());
  }

  @Override
  public String binary(Tensor node, Op.Binary op, String left, String right) {
    if (tail.contains(node)) {
      return ELSEWHERE;
    }
    if (fusion.absorbs(node.inputs().get(0))) {
      return call("addmm", right, left);
    }
    String function = function(op.kind());
    String a = numbers.get(node.inputs().get(0));
    String b = numbers.get(node.inputs().get(1));
    if (!takesNumbers(op.kind())) {
      return call(function, left, right);
    } else if (a != null && b != null) {
      numbers.put(node, call(function, a, b));
      return call(function, left, right);
    } else if (a != null && commutes(op.kind())) {
      return call(function, right, a);
    }
    return call(function, left, b == null ? right : b);
  }

  static String function(Op.BinaryKind kind) {
    return switch (kind) {
      case ADD -> "add";
      case SUB -> "sub";
      case MUL -> "mul";
      case DIV -> "div";
      case MAXIMUM -> "maximum";
      case MINIMUM -> "minimum";
    };
  }

  private static boolean takesNumbers(Op.BinaryKind kind) {
    return kind != Op.BinaryKind.MAXIMUM && kind != Op.BinaryKind.MINIMUM;
  }

  private static boolean commutes(Op.BinaryKind kind) {
    return kind == Op.BinaryKind.ADD || kind == Op.BinaryKind.MUL;
  }

  @Override
  public String unary(Tensor node, Op.Unary op, String input) {
    if (tail.contains(node)) {
      return ELSEWHERE;
    }
    return switch (op.kind()) {
      case NEGATE -> call("neg", input);
      case EXP, LOG, SQRT, ABS, RELU, SIGMOID, TANH, ERF ->
          call(op.kind().name().toLowerCase(Locale.ROOT), input);
      case GELU -> call("gelu", input, "approximate=\"none\"");
    };
  }

  @Override
  public String power(Tensor node, Op.Power op, String input) {
    return call("pow", input, number(op.exponent()));
  }

  @Override
  public String compare(Tensor node, Op.Compare op, String left, String right) {
    return switch (op.kind()) {
      case EQUAL -> call("eq", left, right);
      case LESS -> call("lt", left, right);
      case LESS_OR_EQUAL -> call("le", left, right);
    };
  }

  @Override
  public String where(Tensor node, String condition, String yes, String no) {
    Optional<PickedLoss> loss = PickedLoss.of(program, node);
    if (loss.isEmpty()) {
      return call("where", condition, yes, no);
    }
    return fusion.absorbs(node) ? ELSEWHERE : emit(pickedLoss(loss.get(), EACH));
  }

  /** PyTorch's kernel leaves out rows of label −1, and takes labels of 64 bits alone. */
  private String pickedLoss(PickedLoss loss, int reduction) {
    String labels = text("to", name(loss.labels()), INT64);
    return text("nll_loss", name(loss.logProbabilities()), labels, "None", reduction, -1);
  }

  @Override
  public String cast(Tensor node, String input) {
    return call("to", input, code(node.type()));
  }

  @Override
  public String stopGradient(Tensor node, String input) {
    return call("detach", input);
  }

  @Override
  public String reduce(Tensor node, Op.Reduce op, String input) {
    String function =
        switch (op.kind()) {
          case SUM -> "sum";
          case MEAN -> "mean";
          case MAX -> "amax";
        };
    if (Sums.isSum(node)) {
      Optional<String> all = sumOfAll(node);
      if (all.isPresent()) {
        return fusion.absorbs(node) ? all.get() : call("reshape", all.get(), dims(node));
      }
    }
    return fusion.absorbs(node)
        ? text(function, input, op.axes(), "False")
        : call(function, input, op.axes(), "True");
  }

  private Optional<String> sumOfAll(Tensor node) {
    Tensor input = node.inputs().get(0);
    if (fusion.absorbs(input)) {
      return PickedLoss.of(program, input).map(loss -> pickedLoss(loss, SUM));
    }
    Tensor summands = Sums.summands(node);
    return summands == input ? Optional.empty() : Optional.of(text("sum", name(summands)));
  }

  @Override
  public String argMax(Tensor node, Op.ArgMax op, String input) {
    return call("to", text("argmax", input, op.axis(), "False"), INT32);
  }

  @Override
  public String softmax(Tensor node, Op.Softmax op, String input) {
    return call("softmax", input, op.axis());
  }

  @Override
  public String logSoftmax(Tensor node, Op.LogSoftmax op, String input) {
    return call("log_softmax", input, op.axis());
  }

  @Override
  public String reshape(Tensor node, String input) {
    return fusion.absorbs(node.inputs().get(0)) ? emit(input) : call("reshape", input, dims(node));
  }

  @Override
  public String transpose(Tensor node, Op.Transpose op, String input) {
    return call("permute", input, op.order());
  }

  @Override
  public String broadcastTo(Tensor node, String input) {
    return call("expand", input, dims(node));
  }

  private static List<Long> dims(Tensor node) {
    List<Long> dims = new ArrayList<>();
    for (long dim : node.shape().toLongs()) {
      dims.add(dim);
    }
    return dims;
  }

  @Override
  public String slice(Tensor node, Op.Slice op, String input) {
    return call("slice", input, op.axis(), op.from(), op.to(), 1);
  }

  @Override
  public String concat(Tensor node, Op.Concat op, List<String> inputs) {
    return call("cat", inputs, op.axis());
  }

  @Override
  public String matMul(Tensor node, Op.MatMul op, String left, String right) {
    return fusion.absorbs(node) ? left + ", " + right : call("matmul", left, right);
  }

  @Override
  public String oneHot(Tensor node, Op.OneHot op, String ids) {
    int[] classes = new int[op.depth()];
    Arrays.setAll(classes, i -> i);
    String all = constant(HostTensor.ofInts(Shape.of(op.depth()), classes));
    return call("to", text("eq", text("unsqueeze", ids, -1), all), FLOAT32);
  }

  @Override
  public String gatherRows(Tensor node, String table, String ids) {
    return call("embedding", table, ids);
  }

  @Override
  public String conv2d(Tensor node, Op.Conv2d op, String input, String weights) {
    String stride = twice(op.window().stride());
    String padding = twice(op.window().padding());
    String dilation = twice(op.window().dilation());
    return call("conv2d", input, weights, "None", stride, padding, dilation, op.groups());
  }

  @Override
  public String pool2d(Tensor node, Op.Pool2d op, String input) {
    String size = twice(op.size());
    String stride = twice(op.window().stride());
    String padding = twice(op.window().padding());
    return switch (op.kind()) {
      case MAX -> call("max_pool2d", input, size, stride, padding, twice(1), "False");
      case AVERAGE -> call("avg_pool2d", input, size, stride, padding, "False", "True", "None");
    };
  }

  private static String twice(int value) {
    return "[" + value + ", " + value + "]";
  }
}
