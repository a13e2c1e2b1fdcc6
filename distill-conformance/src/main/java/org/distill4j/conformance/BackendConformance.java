package org.distill4j.conformance;

import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.distill4j.backend.Backend;
import org.distill4j.backend.Device;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

/**
 * The rules of every backend, as tests. A backend's author writes one class:
 *
 * <pre>{@code
 * class MyConformanceTest extends BackendConformance {
 *   protected Backend backend() {
 *     return new MyBackend();
 *   }
 * }
 * }</pre>
 *
 * <p>The names of the tests begin with the numbers of the rules in SPEC.md. Another subclass that
 * overrides {@link #device} tries the same on a GPU; where there is none it is skipped, and says
 * so.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class BackendConformance {
  private @Nullable BackendUnderTest subject;

  /** For subclasses. */
  protected BackendConformance() {}

  /** {@return the backend under test} */
  protected abstract Backend backend();

  /** {@return the device under test; the CPU unless overridden} */
  protected Device device() {
    return Device.cpu();
  }

  /** {@return the rules that it is known to break, each with its reason; none unless overridden} */
  protected List<Deviation> deviations() {
    return List.of();
  }

  @BeforeAll
  final void open() {
    subject = new BackendUnderTest(DrivenBackend.of(backend()), device());
  }

  @AfterAll
  final void close() {
    if (subject != null) {
      subject.close();
    }
  }

  /**
   * Reports skipped tests with their reason, since test runners do not show that a whole class was
   * skipped, or why.
   */
  @Test
  @DisplayName("The device is there")
  final void devicePresent() {
    Assumptions.assumeTrue(
        isPresent(),
        () -> "There is no " + device() + " here, only " + subject().backend().devices() + ".");
  }

  private boolean isPresent() {
    return subject().backend().devices().contains(device());
  }

  @TestFactory
  @DisplayName("OP: values of primitives")
  final Stream<DynamicNode> primitives() {
    return tests(PrimitiveRules.all());
  }

  @TestFactory
  @DisplayName("GRAD: gradients of primitives")
  final Stream<DynamicNode> gradients() {
    return tests(PrimitiveGradientRules.all());
  }

  @TestFactory
  @DisplayName("LAYER: layers")
  final Stream<DynamicNode> layers() {
    return tests(LayerRules.all());
  }

  @TestFactory
  @DisplayName("OBJ: the distillation objective")
  final Stream<DynamicNode> objective() {
    return tests(ObjectiveRules.all());
  }

  @TestFactory
  @DisplayName("LOSS: the objective's relatives")
  final Stream<DynamicNode> losses() {
    return tests(LossRules.all());
  }

  @TestFactory
  @DisplayName("OPT: optimizers and clipping")
  final Stream<DynamicNode> optimizers() {
    return tests(OptimizerRules.all());
  }

  @TestFactory
  @DisplayName("TRAIN: whole trainings")
  final Stream<DynamicNode> training() {
    return tests(TrainingRules.all());
  }

  @TestFactory
  @DisplayName("DET: determinism")
  final Stream<DynamicNode> determinism() {
    return tests(DeterminismRules.all());
  }

  @TestFactory
  @DisplayName("EVAL: evaluation mode")
  final Stream<DynamicNode> evaluation() {
    return tests(EvaluationRules.all());
  }

  @TestFactory
  @DisplayName("INPUT: named inputs, free axes and masks")
  final Stream<DynamicNode> inputs() {
    return tests(InputRules.all());
  }

  @TestFactory
  @DisplayName("ACC: split batches")
  final Stream<DynamicNode> accumulation() {
    return tests(AccumulationRules.all());
  }

  @TestFactory
  @DisplayName("SNAP: snapshots")
  final Stream<DynamicNode> snapshots() {
    return tests(SnapshotRules.all());
  }

  @TestFactory
  @Tag("slow")
  @DisplayName("MEM: memory")
  final Stream<DynamicNode> memory() {
    return tests(MemoryRules.all());
  }

  @TestFactory
  @DisplayName("LIFE: life cycle")
  final Stream<DynamicNode> lifeCycle() {
    return tests(LifeCycleRules.all());
  }

  @TestFactory
  @DisplayName("ERR: errors")
  final Stream<DynamicNode> errors() {
    return tests(ErrorRules.all());
  }

  @TestFactory
  @DisplayName("SPI: what a backend says of itself")
  final Stream<DynamicNode> provider() {
    return tests(ProviderRules.all());
  }

  @TestFactory
  @DisplayName("PROG: programs")
  final Stream<DynamicNode> programs() {
    return tests(ProgramRules.all());
  }

  @Test
  @DisplayName("Every declared deviation is from a rule that there is")
  final void knownDeviations() {
    List<Deviation> unknown = verdicts().unknown(RuleCatalog.all());
    if (!unknown.isEmpty()) {
      throw new AssertionError(
          "The deviations "
              + unknown
              + " are from no rule or example, expected those of SPEC.md.\n"
              + "Maybe a number or a name is misspelt.");
    }
  }

  private Stream<DynamicNode> tests(List<Rule> rules) {
    return isPresent() ? verdicts().tests(rules) : Stream.empty();
  }

  private RuleTests verdicts() {
    return new RuleTests(subject(), deviations());
  }

  private BackendUnderTest subject() {
    return Objects.requireNonNull(subject);
  }
}
