package org.distill4j.core.cache;

import org.distill4j.tensor.DType;
import org.distill4j.tensor.TensorSpec;

/**
 * One output of a teacher and how it is cached.
 *
 * @param name its name
 * @param given type and shape for one example, as the teacher gives it; axes may be free, under the
 *     names that the data set has for them
 * @param spec the same with each free axis as long as that of the longest example
 * @param encoding how it is cached
 */
record CachedOutput(String name, TensorSpec given, TensorSpec spec, Encoding encoding) {
  CachedOutput {
    if (encoding instanceof Encoding.TopK top) {
      requireClasses(name, spec, top);
    }
  }

  private static void requireClasses(String name, TensorSpec spec, Encoding.TopK top) {
    boolean scores = spec.type() == DType.FLOAT32 && spec.shape().rank() > 0;
    if (!scores || spec.shape().dim(-1) < top.k()) {
      throw new IllegalArgumentException(
          "Output \""
              + name
              + "\" is "
              + spec
              + " for each example and shall be cached as "
              + top
              + ", expected FLOAT32 logits with at least "
              + top.k()
              + " classes on the last axis.\nMaybe keep it as float32 or take a smaller k.");
    }
  }

  Codec codec() {
    return Codec.of(encoding, spec);
  }

  TensorSpec batchSpec(int examples) {
    return spec.batched(examples);
  }

  boolean isFree() {
    return !given.shape().isFixed();
  }

  /** Returns whether cached values equal the teacher's bit for bit. */
  boolean isExact() {
    return spec.type() != DType.FLOAT32 || encoding instanceof Encoding.Float32;
  }

  @Override
  public String toString() {
    return "\"" + name + "\" " + spec + " as " + encoding;
  }
}
