package org.distill4j.djl;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.distill4j.backend.Device;
import org.distill4j.tensor.DType;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.TensorSpec;

/**
 * Writes the statements of a script; the same expression is computed once. The script has to define
 * the lists {@code variables}, {@code feeds}, {@code constants}, {@code scalars} and {@code fixed},
 * the last one of what is computed once.
 */
final class ScriptWriter {
  static final int INT32 = 3;
  static final int INT64 = 4;
  static final int FLOAT32 = 6;

  private static final Pattern VALUE = Pattern.compile("\\bv\\d+\\b");

  private final Device device;
  private final Map<ScriptValue.Phase, Section> sections = new EnumMap<>(ScriptValue.Phase.class);
  private final Map<HostTensor, String> constants = new LinkedHashMap<>();
  private int names;

  /** The statements of a phase, and the names of their expressions. */
  private record Section(List<String> lines, Map<String, String> names) {}

  ScriptWriter(Device device) {
    this.device = device;
    for (ScriptValue.Phase phase : ScriptValue.Phase.values()) {
      sections.put(phase, new Section(new ArrayList<>(), new HashMap<>()));
    }
  }

  /** Whether the device is the host, so that reading a number from it costs nothing. */
  boolean onHost() {
    return device.kind() == Device.Kind.CPU;
  }

  private Section section(ScriptValue.Phase phase) {
    return Objects.requireNonNull(sections.get(phase));
  }

  List<String> lines(ScriptValue.Phase phase) {
    return section(phase).lines();
  }

  /** Those statements whose values are used, from the first to the last. */
  static List<String> used(List<String> statements) {
    Set<String> read = new HashSet<>();
    Deque<String> used = new ArrayDeque<>();
    for (int i = statements.size() - 1; i >= 0; i--) {
      String statement = statements.get(i);
      String name = statement.split(" = ", 2)[0];
      if (!VALUE.matcher(name).matches() || read.contains(name)) {
        VALUE.matcher(statement).results().map(MatchResult::group).forEach(read::add);
        used.addFirst(statement);
      }
    }
    return List.copyOf(used);
  }

  /** What {@code constants} has to hold. */
  List<HostTensor> constants() {
    return List.copyOf(constants.keySet());
  }

  ScriptValue constant(HostTensor value) {
    String name = constants.computeIfAbsent(value, v -> "constants[" + constants.size() + "]");
    return ScriptValue.tensor(value.spec(), ScriptValue.Phase.ONCE, name);
  }

  /** A tensor of the host on the device. */
  ScriptValue onDevice(TensorSpec spec, String host) {
    if (onHost()) {
      return ScriptValue.tensor(spec, ScriptValue.Phase.ONCE, host);
    }
    int type = spec.type() == DType.INT32 ? INT32 : FLOAT32;
    return call(spec, "to", host, where(device), type, "False", "False");
  }

  private static String where(Device device) {
    return "torch.device(\"" + device + "\")";
  }

  /** A number in the form of the language. */
  static String number(double value) {
    return Double.isNaN(value) ? "nan" : String.valueOf(value).replace("Infinity", "inf");
  }

  static String dims(Shape shape) {
    return Arrays.toString(shape.toLongs());
  }

  void statement(ScriptValue.Phase phase, String statement) {
    lines(phase).add(statement);
  }

  /** The name of an expression's value. */
  String name(ScriptValue.Phase phase, String expression) {
    return section(phase).names().computeIfAbsent(expression, text -> fresh(phase, text));
  }

  /** The name of a value that nothing else has, for what is changed in place. */
  String fresh(ScriptValue.Phase phase, String expression) {
    if (phase == ScriptValue.Phase.ONCE) {
      int index = lines(phase).size();
      statement(phase, "a" + index + " = torch.append(fixed, " + expression + ")");
      return "fixed[" + index + "]";
    }
    String name = "v" + names++;
    statement(phase, name + " = " + expression);
    return name;
  }

  /** A new tensor. Arguments are values, numbers, lists of them, and text. */
  ScriptValue call(TensorSpec spec, String function, Object... arguments) {
    ScriptValue.Phase phase = phase(arguments).and(ScriptValue.Phase.BEFORE);
    return ScriptValue.tensor(spec, phase, name(phase, text(phase, function, arguments)));
  }

  /** Several new tensors. */
  List<ScriptValue> calls(List<TensorSpec> specs, String function, Object... arguments) {
    ScriptValue.Phase phase = phase(arguments).and(ScriptValue.Phase.BEFORE);
    String all = name(phase, text(phase, function, arguments));
    List<ScriptValue> results = new ArrayList<>();
    for (TensorSpec spec : specs) {
      String part = "(" + all + ")[" + results.size() + "]";
      results.add(ScriptValue.tensor(spec, phase, name(phase, part)));
    }
    return results;
  }

  /** A tensor in the memory of another; made once if the other's memory stays. */
  ScriptValue view(TensorSpec spec, String function, ScriptValue input, Object... arguments) {
    Object[] all = Stream.concat(Stream.of(input), Stream.of(arguments)).toArray();
    ScriptValue.Phase phase = input.phase();
    ScriptValue view = ScriptValue.tensor(spec, phase, name(phase, text(phase, function, all)));
    return input.sharesVariable() ? view.sharing() : view;
  }

  /** The elements under another shape, in other memory if they are not in order. */
  ScriptValue reshape(TensorSpec spec, ScriptValue input) {
    if (spec.equals(input.spec())) {
      return input;
    } else if (input.origin() instanceof ScriptValue.Origin.Reshaped before
        && spec.equals(before.source().spec())) {
      return before.source();
    }
    ScriptValue shaped = call(spec, "reshape", input, dims(spec.shape()));
    return (input.sharesVariable() ? shaped.sharing() : shaped)
        .from(new ScriptValue.Origin.Reshaped(input));
  }

  /** A number as a tensor, which is written where an operation needs one. */
  ScriptValue filled(TensorSpec spec, ScriptValue.Numeral number) {
    return filled(spec, number, device);
  }

  /** A number as a tensor without axes on the host, which goes with those of any device. */
  ScriptValue single(ScriptValue.Numeral number) {
    return filled(ScriptValue.SCALAR, number, Device.cpu());
  }

  private ScriptValue filled(TensorSpec spec, ScriptValue.Numeral number, Device place) {
    String kind = "dtype=6, layout=None, device=" + where(place) + ", pin_memory=None";
    ScriptValue.Phase phase = number.phase();
    String made =
        spec.shape().rank() == 0
            ? text(phase, "scalar_tensor", number, kind)
            : text(phase, "full", dims(spec.shape()), number, kind);
    Supplier<String> name = () -> name(phase, made);
    return new ScriptValue(
        spec, phase, false, new ScriptValue.Origin.Other(), name, Optional.of(number));
  }

  ScriptValue filled(TensorSpec spec, double number) {
    return filled(spec, new ScriptValue.Numeral(number(number), ScriptValue.Phase.ONCE));
  }

  /** One element of a tensor, or what all elements are, as a number. */
  ScriptValue.Numeral number(ScriptValue code) {
    return code.number().orElseGet(() -> numeral(code.phase(), "float(" + code.tensor() + ")"));
  }

  /** The result of arithmetic on numbers. */
  ScriptValue.Numeral arithmetic(String function, Object... numbers) {
    ScriptValue.Phase phase = phase(numbers);
    return numeral(phase, text(phase, function, numbers));
  }

  private ScriptValue.Numeral numeral(ScriptValue.Phase phase, String expression) {
    ScriptValue.Phase then = phase.and(ScriptValue.Phase.BEFORE);
    return new ScriptValue.Numeral(name(then, expression), then);
  }

  /** A result of one element; as a number where it can be read at no cost. */
  ScriptValue one(TensorSpec spec, String function, ScriptValue input) {
    ScriptValue result = call(ScriptValue.SCALAR, function, input);
    return onHost() ? filled(spec, number(result)) : reshape(spec, result);
  }

  /** The text of a call in a phase. */
  String text(ScriptValue.Phase phase, String function, Object... arguments) {
    return "torch." + function + "(" + texts(phase, Arrays.asList(arguments)) + ")";
  }

  /** The texts of several values, with commas between them. */
  String texts(ScriptValue.Phase phase, List<?> values) {
    return values.stream().map(each -> text(phase, each)).collect(Collectors.joining(", "));
  }

  private String text(ScriptValue.Phase phase, Object argument) {
    if (argument instanceof ScriptValue code) {
      return tensor(phase, code);
    }
    return argument instanceof List<?> list
        ? "[" + texts(phase, list) + "]"
        : String.valueOf(argument);
  }

  /** A tensor as it was before variables were changed. */
  private String tensor(ScriptValue.Phase phase, ScriptValue code) {
    boolean changes =
        phase == ScriptValue.Phase.AFTER && code.phase() != phase && code.sharesVariable();
    return changes
        ? name(ScriptValue.Phase.BEFORE, "torch.clone(" + code.tensor() + ")")
        : code.tensor();
  }

  /** When all of some values are known. */
  static ScriptValue.Phase phase(Object... arguments) {
    ScriptValue.Phase phase = ScriptValue.Phase.ONCE;
    for (Object argument : arguments) {
      if (argument instanceof ScriptValue code) {
        phase = phase.and(code.phase());
      } else if (argument instanceof ScriptValue.Numeral number) {
        phase = phase.and(number.phase());
      } else if (argument instanceof List<?> list) {
        phase = phase.and(phase(list.toArray()));
      }
    }
    return phase;
  }
}
