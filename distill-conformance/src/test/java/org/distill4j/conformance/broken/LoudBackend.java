package org.distill4j.conformance.broken;

import org.distill4j.backend.Session;
import org.distill4j.backend.SessionOptions;

/** Greets whoever opens it. */
public final class LoudBackend extends PassingCompiler {
  /** Says nothing yet. */
  public LoudBackend() {}

  @Override
  protected Session start(SessionOptions options) {
    System.err.println("Welcome to the loud engine!");
    return super.start(options);
  }
}
