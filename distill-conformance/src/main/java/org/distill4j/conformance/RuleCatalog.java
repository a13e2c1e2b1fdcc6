package org.distill4j.conformance;

import java.util.List;
import java.util.stream.Stream;

/** All rules, in the order of SPEC.md. */
final class RuleCatalog {
  private RuleCatalog() {}

  static List<Rule> all() {
    return Stream.of(
            PrimitiveRules.all(),
            PrimitiveGradientRules.all(),
            LayerRules.all(),
            ObjectiveRules.all(),
            LossRules.all(),
            OptimizerRules.all(),
            TrainingRules.all(),
            DeterminismRules.all(),
            EvaluationRules.all(),
            InputRules.all(),
            AccumulationRules.all(),
            SnapshotRules.all(),
            MemoryRules.all(),
            LifeCycleRules.all(),
            ErrorRules.all(),
            ProviderRules.all(),
            ProgramRules.all())
        .flatMap(List::stream)
        .toList();
  }
}
