package org.distill4j.onnx;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.distill4j.tensor.Tensor;

/** Sums of products, by letters that name axes: "bij,bjk->bik". */
final class Einsum {
  private static final String EQUATION = "equation";
  private static final Pattern KNOWN = Pattern.compile("[a-zA-Z]*(,[a-zA-Z]*)*(->[a-zA-Z]*)?");
  private static final Pattern TWICE = Pattern.compile("([a-zA-Z])[a-zA-Z]*\\1");

  private final Map<Character, Integer> lengths = new LinkedHashMap<>();

  private Einsum() {}

  /** A tensor whose axes have letters. */
  private record Named(List<Character> axes, Tensor tensor) {}

  static GraphOperator operator() {
    return GraphOperator.of(
        call -> new GraphTensor(new Einsum().of(call)), Einsum::refused, EQUATION);
  }

  private static String equation(NodeText node) {
    return node.text(EQUATION, "").replace(" ", "");
  }

  /** Axes without letters and diagonals are not known. */
  private static Optional<String> refused(NodeText node) {
    String equation = equation(node);
    boolean twice =
        Arrays.stream(equation.split("->|,", -1)).anyMatch(part -> TWICE.matcher(part).find());
    return KNOWN.matcher(equation).matches() && !twice
        ? Optional.empty()
        : Optional.of(EQUATION + " = " + equation);
  }

  private static List<Character> letters(String text) {
    return text.chars().mapToObj(letter -> (char) letter).toList();
  }

  private Tensor of(NodeCall call) {
    String[] sides = equation(call.node()).split("->", -1);
    String[] parts = sides[0].split(",", -1);
    List<Named> operands = new ArrayList<>();
    for (int i = 0; i < parts.length; i++) {
      operands.add(named(letters(parts[i]), call.floats(i)));
    }
    List<Character> wanted = letters(sides.length > 1 ? sides[1] : implied(parts));
    Named result = operands.get(0);
    for (int i = 1; i < operands.size(); i++) {
      Set<Character> later = new LinkedHashSet<>(wanted);
      operands.subList(i + 1, operands.size()).forEach(next -> later.addAll(next.axes()));
      result = product(result, operands.get(i), later);
    }
    return ordered(summed(result, wanted), wanted);
  }

  /** Without an arrow, the letters that stand once, in the alphabet's order. */
  private static String implied(String... parts) {
    String all = String.join("", parts);
    return all.chars()
        .filter(letter -> all.indexOf(letter) == all.lastIndexOf(letter))
        .sorted()
        .mapToObj(Character::toString)
        .collect(Collectors.joining());
  }

  private Named named(List<Character> axes, Tensor tensor) {
    for (int i = 0; i < axes.size(); i++) {
      int length = tensor.shape().dim(i);
      Integer other = lengths.put(axes.get(i), length);
      if (other != null && other != length) {
        throw new IllegalArgumentException(
            "The axis \""
                + axes.get(i)
                + "\" has the lengths "
                + other
                + " and "
                + length
                + ", expected one.\nMaybe the file fixes a length that the inputs have not.");
      }
    }
    if (axes.size() != tensor.shape().rank()) {
      throw new IllegalArgumentException(
          tensor
              + " has the letters "
              + axes
              + ", expected one for each axis.\nMaybe the file is"
              + " damaged.");
    }
    return new Named(axes, tensor);
  }

  /** The sum over axes that nothing needs. */
  private static Named summed(Named operand, Collection<Character> needed) {
    List<Character> left = operand.axes().stream().filter(needed::contains).toList();
    int[] axes =
        operand.axes().stream()
            .filter(axis -> !needed.contains(axis))
            .mapToInt(operand.axes()::indexOf)
            .toArray();
    return axes.length == 0 ? operand : new Named(left, operand.tensor().sum(axes));
  }

  private static Tensor ordered(Named operand, List<Character> order) {
    int[] places = order.stream().mapToInt(operand.axes()::indexOf).toArray();
    return isInOrder(places) ? operand.tensor() : operand.tensor().transpose(places);
  }

  private static boolean isInOrder(int... places) {
    for (int i = 0; i < places.length; i++) {
      if (places[i] != i) {
        return false;
      }
    }
    return true;
  }

  /** A product of matrices, for each of the axes that both have and that are needed later. */
  private Named product(Named left, Named right, Set<Character> later) {
    Set<Character> forLeft = new LinkedHashSet<>(later);
    forLeft.addAll(right.axes());
    Named one = summed(left, forLeft);
    Set<Character> forRight = new LinkedHashSet<>(later);
    forRight.addAll(one.axes());
    Named other = summed(right, forRight);
    List<Character> shared = one.axes().stream().filter(other.axes()::contains).toList();
    List<Character> batch = shared.stream().filter(later::contains).toList();
    List<Character> inner = shared.stream().filter(axis -> !later.contains(axis)).toList();
    List<Character> rows = one.axes().stream().filter(axis -> !shared.contains(axis)).toList();
    List<Character> columns = other.axes().stream().filter(axis -> !shared.contains(axis)).toList();
    Tensor a = ordered(one, joined(batch, rows, inner));
    Tensor b = ordered(other, joined(batch, inner, columns));
    Tensor matrices =
        a.reshape(dims(batch, size(rows), size(inner)))
            .matmul(b.reshape(dims(batch, size(inner), size(columns))));
    List<Character> axes = joined(batch, rows, columns);
    return new Named(axes, matrices.reshape(dims(axes)));
  }

  private static List<Character> joined(
      List<Character> first, List<Character> second, List<Character> third) {
    return Stream.of(first, second, third).flatMap(List::stream).toList();
  }

  private int size(List<Character> axes) {
    return HostShapes.size(dims(axes));
  }

  private int[] dims(List<Character> axes, int... more) {
    int[] dims =
        axes.stream().mapToInt(axis -> Objects.requireNonNull(lengths.get(axis))).toArray();
    return HostShapes.joined(dims, more);
  }
}
