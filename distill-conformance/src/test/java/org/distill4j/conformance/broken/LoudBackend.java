package org.distill4j.conformance.broken;

import org.distill4j.backend.SessionOptions;
import org.distill4j.spi.Session;

/** Has a class of its own, since another process makes one by its constructor. */
public final class LoudBackend extends PassingBackend {
  /** Says nothing yet. */
  public LoudBackend() {}

  @Override
  public Session open(SessionOptions options) {
    System.err.println("Welcome to the loud engine!");
    return super.open(options);
  }
}
