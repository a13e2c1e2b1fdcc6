package org.distill4j.core.data;

import java.nio.FloatBuffer;
import java.util.random.RandomGenerator;
import org.distill4j.tensor.TensorSpec;

/** A random change of one example's input that preserves its labels. */
@FunctionalInterface
public interface Augmentation {
  /**
   * Writes a changed example.
   *
   * @param from the example's values in row-major order; only to be read, by position
   * @param to where each value of the changed example is put, by position
   * @param random the source of randomness, seeded for this example and epoch
   */
  void change(FloatBuffer from, FloatBuffer to, RandomGenerator random);

  /**
   * Refuses data that it cannot change.
   *
   * @param input type and shape of one example's input
   * @throws IllegalArgumentException if examples of this kind cannot be changed
   */
  default void requireFits(TensorSpec input) {}

  /**
   * Returns this change followed by another.
   *
   * @param next the change that is made after this one
   * @return both
   */
  default Augmentation then(Augmentation next) {
    return new AugmentationChain(this, next);
  }

  /**
   * Returns a text that distinguishes this change from others, in fingerprints of data. Java names
   * each lambda anew in each process, so for a lambda it is the class that the lambda stands in.
   *
   * @return a text that is the same in each process
   */
  default String name() {
    Class<?> type = getClass();
    return type.isHidden() ? type.getName().replaceFirst("\\$\\$Lambda.*", "") : toString();
  }
}
