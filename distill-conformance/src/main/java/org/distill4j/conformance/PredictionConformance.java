package org.distill4j.conformance;

import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.distill4j.backend.Device;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

/**
 * The rules of whatever predicts but does not train, as tests, for example of an exporter together
 * with the runtime of its files. These are rules of SPEC.md under their numbers, those that need no
 * learner. The author writes one class, as for {@link BackendConformance}, with a backend whose
 * sessions make predictors alone.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class PredictionConformance {
  private @Nullable BackendUnderTest subject;

  /** For subclasses. */
  protected PredictionConformance() {}

  /** {@return the factory of the predictors under test} */
  protected abstract DrivenBackend backend();

  @BeforeAll
  final void open() {
    subject = new BackendUnderTest(backend(), Device.cpu());
  }

  @AfterAll
  final void close() {
    if (subject != null) {
      subject.close();
    }
  }

  @TestFactory
  @DisplayName("OP: values of primitives")
  final Stream<DynamicNode> primitives() {
    return tests(PrimitiveRules.all().stream());
  }

  @TestFactory
  @DisplayName("LAYER: layers in evaluation")
  final Stream<DynamicNode> layers() {
    return tests(LayerRules.all().stream().filter(rule -> rule.id().equals("LAYER-01")));
  }

  @TestFactory
  @DisplayName("EVAL: evaluation mode")
  final Stream<DynamicNode> evaluation() {
    return tests(
        EvaluationRules.all().stream()
            .filter(rule -> EvaluationRules.PREDICTORS.contains(rule.id())));
  }

  private Stream<DynamicNode> tests(Stream<Rule> rules) {
    return new RuleTests(Objects.requireNonNull(subject), List.of()).tests(rules.toList());
  }
}
