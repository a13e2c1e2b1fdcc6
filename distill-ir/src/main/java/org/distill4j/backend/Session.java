package org.distill4j.backend;

import java.util.Map;
import org.distill4j.ir.Program;
import org.distill4j.tensor.TensorSpec;

/**
 * An open engine on one device: a compiler of programs. Closing it closes what it made and may be
 * done twice; what nobody closes is freed when the garbage collector finds it. It may be used from
 * any thread, one call at a time: calls wait for each other.
 *
 * <p>An engine that implements this need not check or wait: {@link Backend#open} does that for it,
 * closes what a session made before it, and calls nothing after {@code close}.
 */
public interface Session extends AutoCloseable {
  /** {@return the device that it computes on} */
  Device device();

  /** {@return the engine and its version, for reports} */
  String engineVersion();

  /** {@return how many threads one operation may use on the CPU; 1 unless the engine has more} */
  default int threads() {
    return 1;
  }

  /**
   * Changes the number of threads that one operation may use on the CPU, for all that this session
   * has made and will make. An engine that cannot change it does nothing, so ask {@link #threads}
   * afterwards.
   *
   * @param count the number of threads
   * @throws IllegalArgumentException if it is below 1, or above four times the processors
   */
  default void useThreads(int count) {}

  /**
   * {@return whether trainers choose the number of threads because none was fixed when the session
   * was opened} An engine need not implement this.
   */
  default boolean choosesThreads() {
    return false;
  }

  /**
   * Creates variables, filled with zeros.
   *
   * @param specs type and shape of each, by path; all are FLOAT32
   * @return the variables
   */
  Variables variables(Map<String, TensorSpec> specs);

  /**
   * Compiles a program.
   *
   * @param program the program
   * @param variables at least those that the program reads and updates
   * @return what runs it
   * @throws IllegalArgumentException if a variable is missing or has another shape
   */
  Executable compile(Program program, Variables variables);

  @Override
  void close();
}
