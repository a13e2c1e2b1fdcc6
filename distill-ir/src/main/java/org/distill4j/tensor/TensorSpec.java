package org.distill4j.tensor;

/**
 * What is known of a tensor before it has values.
 *
 * @param type the element type
 * @param shape the shape; whether it includes the batch axis is said where it is used
 */
public record TensorSpec(DType type, Shape shape) {
  /**
   * A float32 tensor of the given shape.
   *
   * @param dims the length of each axis
   * @return the specification
   */
  public static TensorSpec floats(int... dims) {
    return new TensorSpec(DType.FLOAT32, Shape.of(dims));
  }

  /**
   * An int32 tensor of the given shape.
   *
   * @param dims the length of each axis
   * @return the specification
   */
  public static TensorSpec ints(int... dims) {
    return new TensorSpec(DType.INT32, Shape.of(dims));
  }

  @Override
  public String toString() {
    return type + shape.toString();
  }
}
