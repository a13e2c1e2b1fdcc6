package org.distill4j.tensor;

/** The element type of a tensor. */
public enum DType {
  /** IEEE 754 single precision: all values that are trained or differentiated. */
  FLOAT32,
  /** 32-bit signed integers: class labels and token ids. */
  INT32,
  /** Truth values, the result of comparisons; they exist inside recorded functions only. */
  BOOL
}
