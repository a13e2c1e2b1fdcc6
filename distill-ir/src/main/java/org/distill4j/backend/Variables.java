package org.distill4j.backend;

import java.util.Map;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.TensorSpec;

/**
 * Named FLOAT32 arrays on the device, which programs read and update. They are zeros until they are
 * written. What nobody closes, its session or the garbage collector frees.
 */
public interface Variables extends AutoCloseable {
  /** {@return type and shape of each variable, by path} */
  Map<String, TensorSpec> specs();

  /**
   * Copies a variable to the host.
   *
   * @param name its path
   * @return its elements
   * @throws IllegalArgumentException if there is none of that name
   * @throws IllegalStateException if these or their session were closed
   */
  HostTensor read(String name);

  /**
   * Sets the elements of a variable.
   *
   * @param name its path
   * @param value the elements, of the variable's type and shape
   * @throws IllegalArgumentException if there is none of that name, or it has another shape
   * @throws IllegalStateException if these or their session were closed
   */
  void write(String name, HostTensor value);

  @Override
  void close();
}
