package org.distill4j.conformance.reference;

import org.distill4j.conformance.ProgramBackend;

/** The reference backend below the driver that all engines have in common. */
public final class DoublePrograms extends ProgramBackend {
  /** The backend. */
  public DoublePrograms() {
    super(new ReferencePrograms());
  }
}
