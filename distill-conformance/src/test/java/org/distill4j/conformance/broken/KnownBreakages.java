package org.distill4j.conformance.broken;

import java.util.stream.Stream;
import org.distill4j.conformance.reference.FaultyKernels;
import org.distill4j.conformance.reference.WellKnownFaults;

/** Leaves of programs that are read wrongly, and faults that engines are known for. */
final class KnownBreakages {
  private KnownBreakages() {}

  static Stream<Breakage> all() {
    return Stream.of(leaves(), values(), gradients()).flatMap(breakages -> breakages);
  }

  private static Breakage off(String name, String kind, String... rules) {
    return Breakage.of(name, () -> FaultyKernels.value(kind), rules);
  }

  private static Stream<Breakage> leaves() {
    return Stream.of(
        off("a literal is off", "Literal", "OP-01"),
        off("a constant is off", "Constant", "OP-12"),
        off("a variable is off", "Variable", "OP-01", "LAYER-01", "EVAL-02"),
        off("a feed is off", "Feed", "TRAIN-01", "OBJ-01"),
        off("a scalar is off", "Scalar", "OBJ-01", "LOSS-06", "LOSS-10"),
        Breakage.of("T and α are compiled in", ProgramFaults::frozenScalars, "OBJ-10", "TRAIN-04"),
        Breakage.of("feeds of one shape are mixed up", WellKnownFaults::mixedFeeds, "TRAIN-07"));
  }

  private static Stream<Breakage> values() {
    return Stream.of(
        Breakage.of("broadcasting goes round", WellKnownFaults::cyclicBroadcast, "OP-01"),
        Breakage.of("gelu by tanh", WellKnownFaults::geluByTanh, "OP-03"),
        Breakage.of("relu hides NaN", WellKnownFaults::reluHidesNan, "TRAIN-08"),
        Breakage.of("exp hides NaN", WellKnownFaults::expHidesNan, "OP-23"),
        Breakage.of(
            "log of softmax for log-softmax", WellKnownFaults::logOfSoftmax, "OP-11", "OBJ-04"),
        Breakage.of("divergences cancel", WellKnownFaults::cancellingDivergence, "LOSS-07"),
        Breakage.of("softmax overflows", WellKnownFaults::overflowingSoftmax, "OP-10"),
        Breakage.of("integers compared as floats", WellKnownFaults::comparisonAsFloats, "OP-05"),
        Breakage.of(
            "bfloat16", WellKnownFaults::lowPrecision, "OP-01", "GRAD-01", "LAYER-02", "TRAIN-01"));
  }

  private static Stream<Breakage> gradients() {
    return Stream.of(
        Breakage.of(
            "relu's gradient passes where relu is 0",
            WellKnownFaults::reluKink,
            "GRAD-03",
            "GRAD-24"),
        Breakage.of(
            "scattered rows are overwritten", WellKnownFaults::scatterOverwrites, "GRAD-20"),
        Breakage.of("zeros come out as 1e-9", ProgramFaults::noisyZeros, "OBJ-09"),
        off("what is held fixed is off", "StopGradient", "GRAD-17", "OBJ-09"),
        off("softmaxes are off", "Softmax", "LOSS-01", "LOSS-02", "LOSS-03"),
        off("log-softmaxes are off", "LogSoftmax", "LOSS-01", "LOSS-02", "LOSS-03", "LOSS-09"),
        off("matrix products are off", "MatMul", "LOSS-04", "LOSS-05", "LOSS-08"),
        off("sums are off", "Reduce[kind=SUM", "LAYER-03"));
  }
}
