package org.distill4j.backend;

import java.util.List;
import org.distill4j.tensor.HostTensor;

/**
 * A compiled program together with the variables that it reads and updates. What nobody closes, its
 * session or the garbage collector frees.
 */
public interface Executable extends AutoCloseable {
  /**
   * Runs the program. Variables are read as they are before the run and updated at its end.
   *
   * @param feeds the program's feeds, in order
   * @param scalars the program's scalars, in order
   * @return the program's outputs, in order
   * @throws IllegalArgumentException if a number, type or shape differs from the program's; nothing
   *     has changed then
   * @throws IllegalStateException if this, its variables or its session were closed
   */
  List<HostTensor> run(List<HostTensor> feeds, double... scalars);

  @Override
  void close();
}
