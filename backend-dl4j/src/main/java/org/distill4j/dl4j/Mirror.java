package org.distill4j.dl4j;

import java.nio.FloatBuffer;

/** A copy of an array in the memory of an engine. */
interface Mirror extends AutoCloseable {
  /** Overwrites it with elements of a Java array. */
  void push(float[] values, int from, int count);

  /** Overwrites it with the elements of a buffer. */
  void push(FloatBuffer values);

  /** Copies its elements to a Java array. */
  void pull(float[] values, int from, int count);

  @Override
  void close();
}
