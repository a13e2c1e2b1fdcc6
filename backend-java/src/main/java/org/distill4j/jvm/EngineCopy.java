package org.distill4j.jvm;

import java.nio.FloatBuffer;

/** A copy of an array in the memory of an engine. */
public interface EngineCopy extends AutoCloseable {
  /**
   * Overwrites it with elements of a Java array.
   *
   * @param values the array
   * @param from where the elements begin
   * @param count the number of elements
   */
  void push(float[] values, int from, int count);

  /**
   * Overwrites it with the elements of a buffer.
   *
   * @param values the buffer
   */
  void push(FloatBuffer values);

  /**
   * Copies its elements to a Java array.
   *
   * @param values the array
   * @param from where the elements begin
   * @param count the number of elements
   */
  void pull(float[] values, int from, int count);

  @Override
  void close();
}
