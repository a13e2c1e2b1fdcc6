package org.distill4j.jvm;

import java.util.Locale;
import org.distill4j.tensor.Shape;

/** The limits of the Java heap. Programs that do not are refused before arrays are made. */
final class HeapLimit {
  private static final int MEGA = 1 << 20;

  private HeapLimit() {}

  /**
   * Returns the number of elements of an array.
   *
   * @throws IllegalArgumentException if Java has no arrays of so many
   */
  static int elements(Shape shape) {
    long size = shape.size();
    if (size > Integer.MAX_VALUE - Long.BYTES) {
      throw new IllegalArgumentException(
          "A tensor of shape "
              + shape
              + " has "
              + size
              + " elements, expected at most 2³¹ − 9, as Java's arrays hold no more.\n"
              + "Maybe use smaller batches, or a backend with native memory: djl, tensorflow.");
    }
    return (int) size;
  }

  /**
   * Checks that a program fits on the heap.
   *
   * @param own the bytes of the arrays that it computes in
   * @param variables the bytes of its variables
   * @param heap the bytes that the heap may have
   * @throws IllegalArgumentException if it does not
   */
  static void require(long own, long variables, long heap) {
    if (own + variables > heap) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "A program computes in arrays of %,d bytes, beside variables of %,d bytes, and Java's"
                  + " heap has at most %,d bytes, expected less than that.\n"
                  + "Maybe start Java with -Xmx%dm, or use smaller batches.",
              own,
              variables,
              heap,
              (own + variables) / 4 * 5 / MEGA + 1));
    }
  }
}
