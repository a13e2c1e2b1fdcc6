package org.distill4j.conformance.broken;

import java.util.stream.Stream;
import org.distill4j.conformance.reference.FaultyOptimizers;

/** Optimizers and clipping. */
final class OptimizerBreakages {
  private OptimizerBreakages() {}

  static Stream<Breakage> all() {
    return Stream.of(
        Breakage.of("SGD without its decay", FaultyOptimizers::withoutWeightDecay, "OPT-01"),
        Breakage.of("classic for Nesterov", FaultyOptimizers::classicForNesterov, "OPT-02"),
        Breakage.of(
            "Adam without bias correction",
            FaultyOptimizers::withoutBiasCorrection,
            "OPT-03",
            "OPT-08",
            "TRAIN-01",
            "TRAIN-06",
            "TRAIN-09"),
        Breakage.of("AdamW as Adam with L2", FaultyOptimizers::decayInTheGradient, "OPT-04"),
        Breakage.of("the learning rate stays", FaultyOptimizers::frozenRate, "OPT-05"),
        Breakage.of("each array by its own norm", FaultyOptimizers::normOfEachTensor, "OPT-06"),
        Breakage.of("no clipping", FaultyOptimizers::withoutClipping, "OPT-06", "TRAIN-03"),
        Breakage.of("clips positive values alone", FaultyOptimizers::positiveSideOnly, "OPT-07"),
        Breakage.of("parameters creep", FaultyOptimizers::creeping, "OPT-09"),
        Breakage.of("the unreached is left alone", FaultyOptimizers::skipsTheUnreached, "OPT-10"),
        Breakage.of(
            "the loss's own parameters stay",
            FaultyOptimizers::ignoresTheLossesParameters,
            "TRAIN-05"),
        Breakage.of("learners share a count", FaultyOptimizers::sharedCount, "LIFE-06", "DET-01"),
        Breakage.of("sums differ from run to run", FaultyOptimizers::noisy, "DET-01", "DET-02"));
  }
}
