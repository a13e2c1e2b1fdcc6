package org.distill4j.conformance.broken;

import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.distill4j.conformance.DrivenBackend;
import org.distill4j.conformance.reference.FaultyOptimizers;
import org.distill4j.optim.Clipping;
import org.distill4j.optim.ParameterGroup;
import org.distill4j.optim.ParameterGroups;
import org.distill4j.optim.Progress;
import org.distill4j.optim.Sgd;
import org.distill4j.program.StepInput;

/** Optimizers and clipping. */
final class OptimizerBreakages {
  private static final ParameterGroup FROZEN = ParameterGroup.frozen("loss.**");

  private OptimizerBreakages() {}

  static Stream<Breakage> all() {
    return Stream.of(
        Breakage.of("SGD without its decay", OptimizerBreakages::withoutWeightDecay, "OPT-01"),
        Breakage.of("classic for Nesterov", OptimizerBreakages::classicForNesterov, "OPT-02"),
        Breakage.of(
            "Adam without bias correction",
            FaultyOptimizers::withoutBiasCorrection,
            "OPT-03",
            "OPT-08",
            "TRAIN-01",
            "TRAIN-06",
            "TRAIN-09"),
        Breakage.of("AdamW as Adam with L2", FaultyOptimizers::decayInTheGradient, "OPT-04"),
        Breakage.of("the learning rate stays", OptimizerBreakages::frozenRate, "OPT-05"),
        Breakage.of("each array by its own norm", FaultyOptimizers::normOfEachTensor, "OPT-06"),
        Breakage.of("no clipping", OptimizerBreakages::withoutClipping, "OPT-06", "TRAIN-03"),
        Breakage.of("clips positive values alone", FaultyOptimizers::positiveSideOnly, "OPT-07"),
        Breakage.of("parameters creep", FaultyOptimizers::creeping, "OPT-09"),
        Breakage.of("the unreached is left alone", FaultyOptimizers::skipsTheUnreached, "OPT-10"),
        Breakage.of(
            "the loss's own parameters stay",
            OptimizerBreakages::ignoresTheLossesParameters,
            "TRAIN-05"),
        Breakage.of("learners share a count", FaultyOptimizers::sharedCount, "LIFE-06", "DET-01"),
        Breakage.of("sums differ from run to run", FaultyOptimizers::noisy, "DET-01", "DET-02"));
  }

  private static DrivenBackend sgd(UnaryOperator<Sgd> change) {
    return PassingBackend.specs(
        spec ->
            spec.optimizer() instanceof Sgd sgd
                ? Specs.withOptimizer(spec, change.apply(sgd))
                : spec);
  }

  private static DrivenBackend withoutWeightDecay() {
    return sgd(sgd -> sgd.withWeightDecay(0));
  }

  /** Nesterov's momentum taken for the classic one. */
  private static DrivenBackend classicForNesterov() {
    return sgd(
        sgd ->
            sgd.momentum() > 0
                ? Sgd.of(sgd.learningRate())
                    .withMomentum(sgd.momentum())
                    .withWeightDecay(sgd.weightDecay())
                : sgd);
  }

  /** The learning rate of the first step for ever. */
  private static DrivenBackend frozenRate() {
    return LearnerBreakages.stepping(
        (right, input) -> {
          Progress first = new Progress(0, input.progress().totalSteps());
          return right.step(new StepInput(input.microBatches(), first));
        });
  }

  private static DrivenBackend withoutClipping() {
    return PassingBackend.specs(spec -> spec.withClipping(Clipping.none()));
  }

  /** What the loss itself trains stays as it was. */
  private static DrivenBackend ignoresTheLossesParameters() {
    return PassingBackend.learners(
        (right, spec) -> {
          boolean trains =
              spec.declared().parameters().stream().anyMatch(one -> one.name().startsWith("loss."));
          return right.learner(trains ? spec.withGroups(ParameterGroups.of(FROZEN)) : spec);
        });
  }
}
