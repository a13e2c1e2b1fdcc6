package org.distill4j.conformance.broken;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.distill4j.conformance.reference.FaultyPrimitives;
import org.distill4j.conformance.reference.FaultyRuns;
import org.distill4j.conformance.reference.WellKnownFaults;

/** Values and gradients of primitives. */
final class PrimitiveBreakages {
  /** Every operation that computes, and the number of its rules. */
  private static final Map<String, String> NUMBERS =
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
              Map.entry("Where", "06"),
              Map.entry("Reduce[kind=SUM", "08"),
              Map.entry("Reduce[kind=MEAN", "08"),
              Map.entry("Reduce[kind=MAX", "08"),
              Map.entry("Softmax", "10"),
              Map.entry("LogSoftmax", "11"),
              Map.entry("Reshape", "12"),
              Map.entry("Transpose", "13"),
              Map.entry("BroadcastTo", "14"),
              Map.entry("Slice", "15"),
              Map.entry("Concat", "16"),
              Map.entry("MatMul", "18"),
              Map.entry("GatherRows", "20"),
              Map.entry("Conv2d", "21"),
              Map.entry("Pool2d[kind=MAX", "22"),
              Map.entry("Pool2d[kind=AVERAGE", "22")));

  /** Those whose results have no gradient. */
  private static final Map<String, String> WITHOUT_GRADIENT =
      new TreeMap<>(
          Map.of(
              "Compare[kind=EQUAL", "05",
              "Compare[kind=LESS]", "05",
              "Compare[kind=LESS_OR_EQUAL", "05",
              "Cast", "07",
              "ArgMax", "09",
              "StopGradient", "17",
              "OneHot", "19"));

  private PrimitiveBreakages() {}

  static Stream<Breakage> all() {
    return Stream.of(values(NUMBERS), values(WITHOUT_GRADIENT), gradients(), leaves(), known())
        .flatMap(breakages -> breakages);
  }

  private static Stream<Breakage> values(Map<String, String> numbers) {
    return numbers.entrySet().stream()
        .map(
            op ->
                Breakage.of(
                    op.getKey() + ": a value is off",
                    () -> FaultyPrimitives.value(op.getKey()),
                    "OP-" + op.getValue()));
  }

  private static Stream<Breakage> gradients() {
    return NUMBERS.entrySet().stream()
        .map(
            op ->
                Breakage.of(
                    op.getKey() + ": a gradient is off",
                    () -> FaultyPrimitives.gradient(op.getKey()),
                    "GRAD-" + op.getValue()));
  }

  private static Stream<Breakage> leaves() {
    return Stream.of(
        Breakage.of("a literal is off", () -> FaultyPrimitives.value("Literal"), "OP-01"),
        Breakage.of("a constant is off", () -> FaultyPrimitives.value("Constant"), "OP-12"),
        Breakage.of(
            "a variable is off",
            () -> FaultyPrimitives.value("Variable"),
            "OP-01",
            "LAYER-01",
            "EVAL-02"),
        Breakage.of("a feed is off", () -> FaultyPrimitives.value("Feed"), "TRAIN-01", "OBJ-01"),
        Breakage.of("a scalar is off", () -> FaultyPrimitives.value("Scalar"), "OBJ-01", "LOSS-06"),
        Breakage.of(
            "T and α are compiled in", WellKnownFaults::frozenScalars, "OBJ-10", "TRAIN-04"),
        Breakage.of("feeds of one shape are mixed up", FaultyRuns::mixedFeeds, "TRAIN-07"));
  }

  private static Stream<Breakage> known() {
    return Stream.of(
        Breakage.of("broadcasting goes round", WellKnownFaults::cyclicBroadcast, "OP-01"),
        Breakage.of(
            "broadcast gradients are not summed", WellKnownFaults::unsummedBroadcast, "GRAD-01"),
        Breakage.of("gelu by tanh", WellKnownFaults::geluByTanh, "OP-03", "GRAD-03"),
        Breakage.of("relu's gradient at 0 is 1", WellKnownFaults::reluKink, "GRAD-24"),
        Breakage.of(
            "log-softmaxes flow back wrongly",
            () -> FaultyPrimitives.gradient("LogSoftmax"),
            "LOSS-01",
            "LOSS-02",
            "LOSS-03"),
        Breakage.of(
            "matrix products flow back wrongly",
            () -> FaultyPrimitives.gradient("MatMul"),
            "LOSS-04",
            "LOSS-05"),
        Breakage.of("relu hides NaN", WellKnownFaults::reluHidesNan, "TRAIN-08"),
        Breakage.of("exp hides NaN", WellKnownFaults::expHidesNan, "OP-23"),
        Breakage.of(
            "log of softmax for log-softmax", WellKnownFaults::logOfSoftmax, "OP-11", "OBJ-04"),
        Breakage.of("softmax overflows", WellKnownFaults::overflowingSoftmax, "OP-10"),
        Breakage.of("integers compared as floats", WellKnownFaults::comparisonAsFloats, "OP-05"),
        Breakage.of("gathered gradients overwritten", WellKnownFaults::gatherOverwrites, "GRAD-20"),
        Breakage.of("tied maxima get all", WellKnownFaults::greedyTies, "GRAD-25"),
        Breakage.of("both tied operands get all", WellKnownFaults::greedyMaximum, "GRAD-26"),
        Breakage.of(
            "a gradient passes through stopGradient, so into a teacher",
            WellKnownFaults::leakyStopGradient,
            "GRAD-17",
            "GRAD-27",
            "OBJ-09"),
        Breakage.of("a gradient through integers", WellKnownFaults::differentiableCast, "GRAD-27"),
        Breakage.of(
            "the last use's gradient alone", FaultyRuns::lastUseOnly, "GRAD-28", "LAYER-03"),
        Breakage.of(
            "bfloat16", FaultyRuns::lowPrecision, "OP-01", "GRAD-01", "LAYER-02", "TRAIN-01"));
  }
}
