package org.distill4j.core.cache;

/**
 * How the values of a teacher's output are encoded in a cache. INT32 outputs are always kept
 * exactly.
 */
public sealed interface Encoding {
  /** Exactly, 4 bytes for each value. */
  record Float32() implements Encoding {
    @Override
    public String toString() {
      return "float32";
    }
  }

  /**
   * As IEEE 754 half precision, 2 bytes for each value, rounded to the nearest and to even when two
   * are equally near. The error is at most 2⁻¹¹ of the value, or 2⁻²⁵ for values below 2⁻¹⁴ in
   * size. Values that would round beyond 65504 are refused when the cache is filled.
   */
  record Float16() implements Encoding {
    @Override
    public String toString() {
      return "float16";
    }
  }

  /**
   * The k largest logits and the joint weight of the other classes, for outputs whose last axis is
   * the classes. Kept are the k logits as they are, their classes, and one more number
   *
   * <pre>
   * r = T · log( Σ exp(t_j / T) / (C − k) )        summed over the C − k other classes j
   * </pre>
   *
   * <p>which is read back as the logit of each of the others: their mass is spread evenly. So
   * softmax(t / T') of what is read, renormalised over all C classes as any softmax is,
   *
   * <ul>
   *   <li>has at T' = T the teacher's exact probability for each of the k classes, and exactly the
   *       teacher's mass for the others together;
   *   <li>has at every T' exact ratios between the k classes;
   *   <li>has at T' &gt; T too much mass on the others, at most (C − k)^(1 − T/T') times as much
   *       before renormalisation, and at T' &lt; T too little; none of it if the others are equal.
   * </ul>
   *
   * <p>So give the temperature that the loss uses. "Exact" means up to the rounding of r to
   * float32. Of equal logits those of the lower classes are kept. It takes 4·k + 4 bytes and 2·k
   * for the classes (4·k above 65536 of them). Outputs that are not finite are refused.
   *
   * @param k the number of logits kept, from 1 to the number of classes
   * @param temperature T, at which what is read is exact, above 0
   */
  record TopK(int k, double temperature) implements Encoding {
    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if k is below 1 or T is not above 0
     */
    public TopK {
      if (k < 1) {
        throw new IllegalArgumentException(
            "The " + k + " largest logits were asked for, expected at least 1.\nMaybe take 10.");
      }
      if (!(temperature > 0 && temperature < Double.POSITIVE_INFINITY)) {
        throw new IllegalArgumentException(
            "Top-k at temperature "
                + temperature
                + ", expected a finite number above 0.\nMaybe give the temperature of the loss.");
      }
    }

    @Override
    public String toString() {
      return "top-" + k + " at temperature " + temperature;
    }
  }

  /** {@return the encoding without loss} */
  static Encoding float32() {
    return new Float32();
  }

  /** {@return half precision} */
  static Encoding float16() {
    return new Float16();
  }

  /**
   * Returns an encoding of the largest logits, exact for losses at temperature 1.
   *
   * @param k the number of logits kept
   * @return the encoding
   * @throws IllegalArgumentException if k is below 1
   */
  static Encoding topK(int k) {
    return topK(k, 1);
  }

  /**
   * Returns an encoding of the largest logits, exact for losses at a given temperature.
   *
   * @param k the number of logits kept
   * @param temperature the temperature of the loss
   * @return the encoding
   * @throws IllegalArgumentException if k is below 1 or the temperature is not above 0
   */
  static Encoding topK(int k, double temperature) {
    return new TopK(k, temperature);
  }
}
