package org.distill4j.conformance;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.Tensor;

/** Rows for the primitives on single elements and pairs of them. */
final class ElementwiseRows {
  private static final Map<String, BinaryOperator<Tensor>> ARITHMETIC =
      new TreeMap<>(
          Map.of("add", Tensor::add, "sub", Tensor::sub, "mul", Tensor::mul, "div", Tensor::div));

  private static final Map<String, BinaryOperator<Tensor>> CHOICES =
      new TreeMap<>(Map.of("maximum", Tensor::maximum, "minimum", Tensor::minimum));

  /** Left and right shapes: equal, stretched on either side, outside and inside, and scalars. */
  private static final List<List<Shape>> PAIRS =
      List.of(
          List.of(Shape.of(2, 3), Shape.of(2, 3)),
          List.of(Shape.of(2, 3), Shape.of(3)),
          List.of(Shape.of(3), Shape.of(2, 3)),
          List.of(Shape.of(4, 1), Shape.of(1, 3)),
          List.of(Shape.of(2, 1, 3), Shape.of(4, 1)),
          List.of(Shape.of(2, 3), Shape.scalar()),
          List.of(Shape.scalar(), Shape.of(2, 3)),
          List.of(Shape.scalar(), Shape.scalar()),
          List.of(Shape.of(1, 1), Shape.of(1)),
          List.of(Shape.of(17, 65), Shape.of(65)),
          List.of(Shape.of(2, 1, 3, 1, 2), Shape.of(2, 1, 4, 1)));

  private ElementwiseRows() {}

  static List<OpTable> tables() {
    return List.of(
        OpTable.of(1, "sums, differences, products and quotients", arithmetic()),
        OpTable.of(2, "the larger and the smaller of two", choices()),
        OpTable.of(3, "functions of one element", functions()),
        OpTable.of(4, "powers", powers()),
        OpTable.of(5, "comparisons", comparisons()),
        OpTable.of(6, "choices by a condition", where()),
        OpTable.of(7, "conversions of types", casts()));
  }

  private static Stream<OpCase> arithmetic() {
    Stream<OpCase> onItself =
        Stream.of(
            OpCase.unary("square (2, 3)", Tensor::square, SeededValues.floats(1, 2, 3)),
            OpCase.unary("x + x (2, 3)", x -> x.add(x), SeededValues.floats(1, 2, 3)),
            OpCase.unary("x - x (2, 3)", x -> x.sub(x), SeededValues.floats(1, 2, 3)),
            OpCase.unary(
                "2.5 - x (2, 3)", x -> Tensor.of(2.5).sub(x), SeededValues.floats(1, 2, 3)),
            OpCase.unary("x / 3 (2, 3)", x -> x.div(3), SeededValues.floats(1, 2, 3)));
    return Stream.concat(pairs(ARITHMETIC, Tolerances.ARITHMETIC), onItself)
        .map(row -> row.within(Tolerances.ARITHMETIC));
  }

  private static Stream<OpCase> choices() {
    return pairs(CHOICES, Tolerances.EXACT).map(row -> row.within(Tolerances.EXACT));
  }

  /** Keeps right operands away from 0, for the quotients. */
  private static Stream<OpCase> pairs(
      Map<String, BinaryOperator<Tensor>> functions, Tolerance tolerance) {
    return functions.entrySet().stream()
        .flatMap(
            function ->
                PAIRS.stream()
                    .map(
                        shapes ->
                            OpCase.binary(
                                    function.getKey()
                                        + " "
                                        + shapes.get(0)
                                        + " with "
                                        + shapes.get(1),
                                    function.getValue(),
                                    SeededValues.floats(1, shapes.get(0).dims()),
                                    SeededValues.between(0.4, 2, 2, shapes.get(1).dims()))
                                .within(tolerance)));
  }

  private static Stream<OpCase> functions() {
    HostTensor any = SeededValues.between(-6, 6, 3, 4, 33);
    HostTensor positive = SeededValues.between(0.05, 9, 4, 4, 33);
    HostTensor far = HostTensor.ofFloats(Shape.of(6), -1e4f, -30, -1e-4f, 1e-4f, 30, 1e4f);
    return Stream.of(
        function("negate", Tensor::negate, any).within(Tolerances.EXACT),
        function("exp", Tensor::exp, any),
        function("log", Tensor::log, positive),
        function("sqrt", Tensor::sqrt, positive),
        function("abs", Tensor::abs, any).within(Tolerances.EXACT),
        function("relu", Tensor::relu, any).within(Tolerances.EXACT),
        function("gelu", Tensor::gelu, any),
        function("sigmoid", Tensor::sigmoid, any),
        function("tanh", Tensor::tanh, any),
        function("relu of a scalar", Tensor::relu, HostTensor.ofFloats(Shape.scalar(), 1.5f)),
        function("gelu far out", Tensor::gelu, far),
        function("sigmoid far out", Tensor::sigmoid, far),
        function("tanh far out", Tensor::tanh, far),
        function("relu far out", Tensor::relu, far).within(Tolerances.EXACT),
        function("exp underflow", Tensor::exp, HostTensor.ofFloats(Shape.of(2), -200, -1e4f)),
        function(
            "log of great and small",
            Tensor::log,
            HostTensor.ofFloats(Shape.of(4), 1e-30f, 0.999f, 1.001f, 1e30f)),
        function(
            "sqrt of great and small",
            Tensor::sqrt,
            HostTensor.ofFloats(Shape.of(3), 1e-20f, 1, 1e30f)));
  }

  private static OpCase function(String name, UnaryOperator<Tensor> function, HostTensor argument) {
    return OpCase.unary(name, function, argument);
  }

  private static Stream<OpCase> powers() {
    HostTensor any = SeededValues.floats(5, 3, 7);
    HostTensor positive = SeededValues.between(0.2, 3, 6, 3, 7);
    HostTensor withZero = HostTensor.ofFloats(Shape.of(3), 0, -2, 2);
    return Stream.of(
        OpCase.unary("x ^ 2", x -> x.pow(2), any),
        OpCase.unary("x ^ 3", x -> x.pow(3), any),
        OpCase.unary("x ^ 0", x -> x.pow(0), withZero),
        OpCase.unary("x ^ 1", x -> x.pow(1), withZero),
        OpCase.unary("x ^ 2 at 0", x -> x.pow(2), withZero),
        OpCase.unary("x ^ -1", x -> x.pow(-1), positive),
        OpCase.unary("x ^ -0.5", x -> x.pow(-0.5), positive),
        OpCase.unary("x ^ 0.5", x -> x.pow(0.5), positive),
        OpCase.unary("x ^ 2.7", x -> x.pow(2.7), positive));
  }

  private static Stream<OpCase> comparisons() {
    HostTensor left = HostTensor.ofFloats(Shape.of(2, 3), 1, 2, 3, -1, 0, 1e-7f);
    HostTensor right = HostTensor.ofFloats(Shape.of(3), 1, 0, 3.5f);
    HostTensor ids = HostTensor.ofInts(Shape.of(2, 3), 1, -2, 3, 16777217, 0, 5);
    HostTensor others = HostTensor.ofInts(Shape.of(3), 16777216, -2, 4);
    Map<String, BinaryOperator<Tensor>> kinds =
        new TreeMap<>(
            Map.of(
                "equal", Tensor::equalTo,
                "less", Tensor::less,
                "less or equal", Tensor::lessOrEqual,
                "greater", Tensor::greater,
                "greater or equal", Tensor::greaterOrEqual));
    return kinds.entrySet().stream()
        .flatMap(
            kind ->
                Stream.of(
                    compared(kind.getKey() + " of floats", kind.getValue(), left, right),
                    compared(kind.getKey() + " of integers", kind.getValue(), ids, others)));
  }

  private static OpCase compared(
      String name, BinaryOperator<Tensor> kind, HostTensor left, HostTensor right) {
    return OpCase.binary(name, (a, b) -> kind.apply(a, b).toFloat(), left, right)
        .within(Tolerances.EXACT)
        .withoutGradient();
  }

  private static Stream<OpCase> where() {
    HostTensor x = SeededValues.floats(7, 2, 3);
    HostTensor y = SeededValues.floats(8, 3);
    HostTensor column = HostTensor.ofFloats(Shape.of(2, 1), -1, 1);
    return Stream.of(
            OpCase.binary("own values", (a, b) -> a.less(b).where(a, b), x, y),
            OpCase.binary(
                "a condition that is stretched",
                (a, b) -> Tensor.of(column).less(Tensor.of(0)).where(a, b),
                x,
                y),
            OpCase.unary(
                "a number instead", a -> a.greater(Tensor.of(0)).where(a, Tensor.of(-1)), x),
            OpCase.binary(
                "choices narrower than the condition",
                (a, b) -> Tensor.of(x).less(Tensor.of(0)).where(a, b),
                HostTensor.ofFloats(Shape.scalar(), 3),
                HostTensor.ofFloats(Shape.of(2, 1), 5, 7)))
        .map(row -> row.within(Tolerances.EXACT));
  }

  private static Stream<OpCase> casts() {
    HostTensor ids = HostTensor.ofInts(Shape.of(4), -7, 0, 3, 16777216);
    HostTensor floats = HostTensor.ofFloats(Shape.of(5), -1.9f, -0.5f, 0.99f, 2, 7.5f);
    return Stream.of(
            OpCase.unary("integers to floats", Tensor::toFloat, ids),
            OpCase.unary("floats to integers, towards zero", Tensor::toInt, floats),
            OpCase.unary("and back", x -> x.toInt().toFloat(), floats))
        .map(row -> row.within(Tolerances.EXACT).withoutGradient());
  }
}
