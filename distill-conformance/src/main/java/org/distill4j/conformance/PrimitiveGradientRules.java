package org.distill4j.conformance;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BinaryOperator;
import java.util.stream.Stream;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.Tensor;
import org.distill4j.tensor.Window;

/** Gradients of primitives: of their value times random weights, in every element. */
final class PrimitiveGradientRules {
  private PrimitiveGradientRules() {}

  static List<Rule> all() {
    Stream<Rule> tables =
        OpTable.all().stream().filter(OpTable::hasGradients).map(OpTable::gradients);
    return Stream.concat(tables, Stream.of(kinks(), ties(), shared(), blocked(), reuse())).toList();
  }

  private static Rule exactly(String id, String sentence, OpCase... rows) {
    List<Rule.Case> cases =
        Stream.of(rows)
            .map(row -> row.gradientWithin(Tolerances.FUNCTION))
            .map(row -> new Rule.Case(row.name(), row::checkGradient))
            .toList();
    return new Rule(id, sentence, cases);
  }

  private static Rule kinks() {
    HostTensor zeros = HostTensor.ofFloats(Shape.of(3), 0, -1, 1);
    return exactly(
        "GRAD-24",
        "at a kink the gradient is the documented one",
        OpCase.unary("relu at 0", Tensor::relu, zeros),
        OpCase.unary("abs at 0", Tensor::abs, zeros));
  }

  private static Rule ties() {
    HostTensor tied = HostTensor.ofFloats(Shape.of(2, 4), 3, 1, 3, 3, -1, -1, -2, -5);
    HostTensor image = HostTensor.ofFloats(Shape.of(1, 1, 2, 4), 1, 5, 2, 2, 5, 5, 2, 2);
    return exactly(
        "GRAD-25",
        "tied maxima share the gradient of a reduction equally, and the first of a window takes it",
        OpCase.unary("max over an axis", x -> x.max(1), tied),
        OpCase.unary("max over all", x -> x.max(), tied),
        OpCase.unary("max pool", x -> x.maxPool2d(2, new Window(2, 0, 1)), image));
  }

  private static Rule shared() {
    return new Rule(
        "GRAD-26",
        "two operands that tie share the gradient so that it adds up to the whole",
        List.of(
            new Rule.Case("maximum", subject -> requireWhole(subject, Tensor::maximum)),
            new Rule.Case("minimum", subject -> requireWhole(subject, Tensor::minimum))));
  }

  private static void requireWhole(BackendUnderTest subject, BinaryOperator<Tensor> function) {
    HostTensor tied = HostTensor.ofFloats(Shape.of(3), 1, -2, 0);
    OpCase ties = OpCase.binary("ties", function, tied, tied);
    OpCase identity = OpCase.unary("identity", x -> x.mul(1), tied);
    Map<String, double[]> shares = ties.observe(subject.session());
    double[] sums = Objects.requireNonNull(shares.get("p0")).clone();
    double[] others = Objects.requireNonNull(shares.get("p1"));
    for (int i = 0; i < sums.length; i++) {
      sums[i] += others[i];
    }
    double[] whole = Objects.requireNonNull(identity.observe(subject.oracle()).get("p0"));
    Closeness.require("sum of both gradients", sums, whole, Tolerances.FUNCTION);
  }

  private static Rule blocked() {
    HostTensor x = HostTensor.ofFloats(Shape.of(4), -1, 0, 2, 3);
    return exactly(
        "GRAD-27",
        "no gradient passes where none is defined, and what is not chosen gets an exact 0",
        OpCase.unary("a root of 0 that is not chosen", PrimitiveGradientRules::guardedRoot, x),
        OpCase.unary("conversion of types", t -> t.toInt().toFloat().mul(t), x),
        OpCase.unary("comparison", t -> t.less(Tensor.of(1)).toFloat().mul(t), x),
        OpCase.unary("position of the largest", t -> t.argmax(0).oneHot(4).mul(t), x),
        OpCase.unary("none at all", t -> t.stopGradient().exp(), x));
  }

  /** The root is taken of a number that is never 0, as everyone must write it. */
  private static Tensor guardedRoot(Tensor x) {
    Tensor positive = x.greater(Tensor.of(0));
    return positive.where(positive.where(x, Tensor.of(1)).sqrt(), Tensor.of(0));
  }

  private static Rule reuse() {
    HostTensor x = SeededValues.floats(51, 3, 3);
    return exactly(
        "GRAD-28",
        "a value that is used many times gets the sum of all its gradients",
        OpCase.unary("in one primitive", t -> t.mul(t), x),
        OpCase.unary("in several", t -> t.exp().add(t.sum(0)).sub(t.transpose().mul(3)), x),
        OpCase.unary("through a long chain", PrimitiveGradientRules::chain, x));
  }

  private static Tensor chain(Tensor x) {
    Tensor value = x;
    for (int i = 0; i < 20; i++) {
      value = value.tanh().add(x);
    }
    return value;
  }
}
