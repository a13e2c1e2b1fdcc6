package org.distill4j.spark;

import java.io.Serializable;

/** The facts about a worker's examples for the driver. Not a record, which Kryo cannot take. */
final class ShardFacts implements Serializable {
  private static final long serialVersionUID = 1;

  private final int worker;
  private final int examples;
  private final String fingerprint;

  ShardFacts(int worker, int examples, String fingerprint) {
    this.worker = worker;
    this.examples = examples;
    this.fingerprint = fingerprint;
  }

  int worker() {
    return worker;
  }

  int examples() {
    return examples;
  }

  /** Returns the SHA-256 of ids and values. */
  @Override
  public String toString() {
    return fingerprint;
  }
}
