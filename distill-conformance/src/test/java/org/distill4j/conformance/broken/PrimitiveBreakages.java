package org.distill4j.conformance.broken;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.distill4j.conformance.reference.FaultyKernels;

/** Primitives that are wrong below the driver: in values, and in the gradients made of them. */
final class PrimitiveBreakages {
  /** Every operation that computes, and the number of its rule. */
  private static final Map<String, String> VALUES =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry("Binary[kind=ADD", "01"),
              Map.entry("Binary[kind=SUB", "01"),
              Map.entry("Binary[kind=MUL", "01"),
              Map.entry("Binary[kind=DIV", "01"),
              Map.entry("Binary[kind=MAXIMUM", "02"),
              Map.entry("Binary[kind=MINIMUM", "02"),
              Map.entry("Unary[kind=NEGATE", "03"),
              Map.entry("Unary[kind=EXP", "03"),
              Map.entry("Unary[kind=LOG", "03"),
              Map.entry("Unary[kind=SQRT", "03"),
              Map.entry("Unary[kind=ABS", "03"),
              Map.entry("Unary[kind=RELU", "03"),
              Map.entry("Unary[kind=GELU", "03"),
              Map.entry("Unary[kind=SIGMOID", "03"),
              Map.entry("Unary[kind=TANH", "03"),
              Map.entry("Power", "04"),
              Map.entry("Compare[kind=EQUAL", "05"),
              Map.entry("Compare[kind=LESS]", "05"),
              Map.entry("Compare[kind=LESS_OR_EQUAL", "05"),
              Map.entry("Where", "06"),
              Map.entry("Cast", "07"),
              Map.entry("Reduce[kind=SUM", "08"),
              Map.entry("Reduce[kind=MEAN", "08"),
              Map.entry("Reduce[kind=MAX", "08"),
              Map.entry("ArgMax", "09"),
              Map.entry("Softmax", "10"),
              Map.entry("LogSoftmax", "11"),
              Map.entry("Reshape", "12"),
              Map.entry("Transpose", "13"),
              Map.entry("BroadcastTo", "14"),
              Map.entry("Slice", "15"),
              Map.entry("Concat", "16"),
              Map.entry("StopGradient", "17"),
              Map.entry("MatMul", "18"),
              Map.entry("OneHot", "19"),
              Map.entry("GatherRows", "20"),
              Map.entry("Conv2d", "21"),
              Map.entry("Pool2d[kind=MAX", "22"),
              Map.entry("Pool2d[kind=AVERAGE", "22")));

  /** For each rule on gradients, an operation that its gradients are made of. */
  private static final Map<String, String> GRADIENTS =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry("GRAD-01", "Binary[kind=MUL"),
              Map.entry("GRAD-02", "Where"),
              Map.entry("GRAD-03", "Where"),
              Map.entry("GRAD-04", "Power"),
              Map.entry("GRAD-06", "Where"),
              Map.entry("GRAD-08", "BroadcastTo"),
              Map.entry("GRAD-10", "Reduce[kind=SUM"),
              Map.entry("GRAD-11", "Reduce[kind=SUM"),
              Map.entry("GRAD-12", "Reshape"),
              Map.entry("GRAD-13", "Transpose"),
              Map.entry("GRAD-14", "Reduce[kind=SUM"),
              Map.entry("GRAD-15", "Pad"),
              Map.entry("GRAD-16", "Slice"),
              Map.entry("GRAD-18", "MatMul"),
              Map.entry("GRAD-20", "ScatterAddRows"),
              Map.entry("GRAD-21", "Conv2dWeightGradient"),
              Map.entry("GRAD-22", "Pool2dGradient"),
              Map.entry("GRAD-24", "Where"),
              Map.entry("GRAD-25", "Pool2dGradient"),
              Map.entry("GRAD-26", "Where"),
              Map.entry("GRAD-27", "Where"),
              Map.entry("GRAD-28", "Binary[kind=ADD")));

  private PrimitiveBreakages() {}

  static Stream<Breakage> all() {
    return Stream.concat(
        VALUES.entrySet().stream().map(op -> off(op.getKey(), "OP-" + op.getValue())),
        GRADIENTS.entrySet().stream().map(op -> off(op.getValue(), op.getKey())));
  }

  private static Breakage off(String kind, String rule) {
    return Breakage.of(
        kind + ": a kernel's value is off, as " + rule + " sees",
        () -> FaultyKernels.value(kind),
        rule);
  }
}
