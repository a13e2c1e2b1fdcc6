package org.distill4j.conformance.broken;

import java.util.stream.Stream;
import org.distill4j.conformance.reference.FaultyKernels;

/** Compilers of programs that are broken below the driver. */
final class ProgramBreakages {
  private ProgramBreakages() {}

  static Stream<Breakage> all() {
    return Stream.of(runs(), derived(), composites(), numbers(), images())
        .flatMap(breakages -> breakages);
  }

  private static Stream<Breakage> runs() {
    return Stream.of(
        Breakage.of("scalars come in reverse", ProgramFaults::reversedScalars, "PROG-01"),
        Breakage.of("outputs are sorted by name", ProgramFaults::sortedOutputs, "PROG-02"),
        Breakage.of("scalars are compiled in", ProgramFaults::frozenScalars, "PROG-03"),
        Breakage.of("outputs share their memory", ProgramFaults::recycledOutputs, "PROG-04"),
        Breakage.of("variables begin with rubbish", ProgramFaults::unclearedVariables, "PROG-05"),
        Breakage.of("variables share memory", ProgramFaults::sharedArrays, "PROG-06"),
        Breakage.of("updates read updates", ProgramFaults::updatesInTurn, "PROG-07"),
        Breakage.of("programs share nothing", ProgramFaults::variablesOfItsOwn, "PROG-08"));
  }

  private static Stream<Breakage> derived() {
    return Stream.of(
        value("ScatterAddRows", "PROG-09", "PROG-17"),
        value("Where", "PROG-09"),
        value("PickMax2d", "PROG-10", "PROG-16"),
        value("Conv2dWeightGradient", "PROG-10", "PROG-15"));
  }

  private static Breakage value(String kind, String... rules) {
    return Breakage.of(kind + ": a value is off", () -> FaultyKernels.value(kind), rules);
  }

  private static Stream<Breakage> composites() {
    return Stream.of(
            "relu-gradient",
            "gelu-gradient",
            "sigmoid-gradient",
            "tanh-gradient",
            "softmax-gradient",
            "log-softmax-gradient",
            "softmax-cross-entropy",
            "softmax-cross-entropy-gradient",
            "kl-divergence",
            "layer-norm",
            "layer-norm-gradient",
            "batch-norm",
            "batch-norm-gradient",
            "attention",
            "attention-gradient",
            "clip-by-norm",
            "sgd",
            "adam",
            "adamw",
            "lion",
            "row-adam")
        .map(
            name ->
                Breakage.of(
                    name + ": a value is off where it is taken whole",
                    () -> FaultyKernels.composite(name),
                    "PROG-11"));
  }

  private static Stream<Breakage> numbers() {
    return Stream.of(
        nan("Reduce[kind=MAX"),
        nan("ArgMax"),
        nan("Softmax"),
        nan("Pool2d[kind=MAX"),
        Breakage.of("transposed operands are not", FaultyKernels::forgetfulForms, "PROG-13"));
  }

  private static Breakage nan(String kind) {
    return Breakage.of(kind + " hides NaN", () -> FaultyKernels.hidingNan(kind), "PROG-12");
  }

  private static Stream<Breakage> images() {
    return Stream.of(
        Breakage.of("wide kernels fail on narrow images", FaultyKernels::narrowImages, "PROG-14"),
        value("Conv2dInputGradient", "PROG-14", "PROG-15"),
        value("Pool2dGradient[kind=MAX", "PROG-16"),
        value("Pool2dGradient[kind=AVERAGE", "PROG-16"),
        value("Pad", "PROG-17"),
        value("Unary[kind=ERF", "PROG-17"));
  }
}
