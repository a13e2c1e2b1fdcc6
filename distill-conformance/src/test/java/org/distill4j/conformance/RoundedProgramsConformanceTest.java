package org.distill4j.conformance;

import org.distill4j.conformance.reference.RoundedPrograms;
import org.distill4j.spi.Backend;
import org.junit.jupiter.api.DisplayName;

@DisplayName("A compiler of programs that rounds everything to float32 keeps every rule")
class RoundedProgramsConformanceTest extends BackendConformance {
  @Override
  protected Backend backend() {
    return new RoundedPrograms();
  }
}
