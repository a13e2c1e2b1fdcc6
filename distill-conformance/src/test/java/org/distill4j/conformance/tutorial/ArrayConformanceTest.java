package org.distill4j.conformance.tutorial;

import org.distill4j.conformance.BackendConformance;
import org.distill4j.conformance.ProgramBackend;
import org.distill4j.spi.Backend;
import org.junit.jupiter.api.DisplayName;

@DisplayName("The backend of the tutorial keeps every rule")
class ArrayConformanceTest extends BackendConformance {
  @Override
  protected Backend backend() {
    return new Arrays();
  }

  /** Below the driver that all engines have in common. */
  public static final class Arrays extends ProgramBackend {
    /** The backend. */
    public Arrays() {
      super(new ArrayBackend());
    }
  }
}
