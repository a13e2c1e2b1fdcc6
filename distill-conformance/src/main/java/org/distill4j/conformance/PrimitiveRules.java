package org.distill4j.conformance;

import java.util.List;
import java.util.stream.Stream;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.Tensor;

/** Values of primitives. */
final class PrimitiveRules {
  private static final float INFINITY = Float.POSITIVE_INFINITY;

  private PrimitiveRules() {}

  static List<Rule> all() {
    Stream<Rule> tables = OpTable.all().stream().map(OpTable::values);
    return Stream.concat(tables, Stream.of(notFinite())).toList();
  }

  /** Checks NaN, since a hidden NaN hides a diverged training. */
  private static Rule notFinite() {
    HostTensor nan = HostTensor.ofFloats(Shape.of(2, 2), 1, Float.NaN, 3, 4);
    HostTensor infinite = HostTensor.ofFloats(Shape.of(2, 2), 1, INFINITY, -INFINITY, 4);
    HostTensor edges = HostTensor.ofFloats(Shape.of(3), 0, -1, 200);
    List<OpCase> rows =
        List.of(
            OpCase.unary("NaN in a sum", x -> x.sum(1), nan),
            OpCase.unary("NaN in a mean", x -> x.mean(0), nan),
            OpCase.unary("NaN in a product", x -> x.mul(0), nan),
            OpCase.unary("NaN in a matrix product", x -> x.matmul(x), nan),
            OpCase.unary("NaN in exp", Tensor::exp, nan),
            OpCase.unary("NaN in a log-softmax", x -> x.logSoftmax(1), nan),
            OpCase.unary("infinity plus one", x -> x.add(1), infinite),
            OpCase.unary("infinity less infinity", x -> x.sub(x), infinite),
            OpCase.unary("one by infinity", x -> Tensor.of(1).div(x), infinite),
            OpCase.unary("one by zero", x -> Tensor.of(1).div(x), edges),
            OpCase.unary("overflow of exp", Tensor::exp, edges),
            OpCase.unary("log of zero and below", Tensor::log, edges),
            OpCase.unary("root of a negative number", Tensor::sqrt, edges));
    List<Rule.Case> cases =
        rows.stream().map(row -> new Rule.Case(row.name(), row::checkValue)).toList();
    return new Rule("OP-23", "numbers that are not finite are passed on as IEEE 754 says", cases);
  }
}
