package org.distill4j.spark;

import java.io.Serializable;

/** An example on its way to its worker. Not a record, which Kryo cannot take. */
final class ShardExample implements Serializable {
  private static final long serialVersionUID = 1;

  private final long id;
  private final float[] floats;
  private final int[] integers;

  ShardExample(long id, float[] floats, int... integers) {
    this.id = id;
    this.floats = floats;
    this.integers = integers;
  }

  long id() {
    return id;
  }

  float[] floats() {
    return floats;
  }

  int[] integers() {
    return integers;
  }
}
