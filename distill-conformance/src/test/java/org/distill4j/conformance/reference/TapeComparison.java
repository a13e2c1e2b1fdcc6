package org.distill4j.conformance.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Objects;
import org.distill4j.program.StepInput;
import org.distill4j.spi.LearnerSpec;

/** Holds recorded gradients against those of the reference backend's own tape. */
public final class TapeComparison {
  private static final double TOLERANCE = 1e-11;

  private TapeComparison() {}

  /** Both have the same terms and gradients, in double precision. */
  public static void requireSame(LearnerSpec spec, StepInput input) {
    ReferenceGradients taped = ReferenceGradients.of(spec, input);
    ProgramGradients recorded = ProgramGradients.of(spec, input);
    assertThat(recorded.terms()).containsOnlyKeys(taped.terms().keySet());
    taped
        .terms()
        .forEach(
            (name, value) ->
                requireSame(name, Objects.requireNonNull(recorded.terms().get(name)), value));
    assertThat(recorded.gradients()).containsOnlyKeys(taped.gradients().keySet());
    taped
        .gradients()
        .forEach(
            (name, values) ->
                requireSame(name, Objects.requireNonNull(recorded.gradients().get(name)), values));
  }

  private static void requireSame(String name, double[] recorded, double[] taped) {
    assertThat(recorded).as(name).hasSameSizeAs(taped);
    for (int i = 0; i < taped.length; i++) {
      requireSame(name + ", element " + i, recorded[i], taped[i]);
    }
  }

  private static void requireSame(String what, double recorded, double taped) {
    assertThat(recorded)
        .as(what)
        .isCloseTo(taped, within(TOLERANCE * Math.max(1, Math.abs(taped))));
  }
}
