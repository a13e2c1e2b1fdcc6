package org.distill4j.tensor;

/**
 * The type and shape of a tensor.
 *
 * @param type the element type
 * @param shape the shape; each use documents whether it includes the batch axis
 */
public record TensorSpec(DType type, Shape shape) {
  /** Written out, since a record's own method is made by reflection when it is first called. */
  @Override
  public boolean equals(Object other) {
    return other instanceof TensorSpec that && type == that.type && shape.equals(that.shape);
  }

  @Override
  public int hashCode() {
    return 31 * type.hashCode() + shape.hashCode();
  }

  /**
   * Returns a float32 tensor of the given shape.
   *
   * @param dims the length of each axis
   * @return the specification
   */
  public static TensorSpec floats(int... dims) {
    return new TensorSpec(DType.FLOAT32, Shape.of(dims));
  }

  /**
   * Returns an int32 tensor of the given shape.
   *
   * @param dims the length of each axis
   * @return the specification
   */
  public static TensorSpec ints(int... dims) {
    return new TensorSpec(DType.INT32, Shape.of(dims));
  }

  /**
   * Returns an int32 tensor, such as token ids, whose axes are all free.
   *
   * @param names the name of each axis, for example {@code "length"}
   * @return the specification
   */
  public static TensorSpec freeInts(String... names) {
    return new TensorSpec(DType.INT32, Shape.free(names));
  }

  /**
   * Returns this type for a batch.
   *
   * @param batch the number of examples
   * @return the specification with the batch on axis 0
   */
  public TensorSpec batched(int batch) {
    return new TensorSpec(type, shape.prepend(batch));
  }

  /** {@return this type for one example of a batch, without axis 0} */
  public TensorSpec withoutBatch() {
    return new TensorSpec(type, shape.withoutBatch());
  }

  /**
   * Returns whether this covers every specification that another stands for.
   *
   * @param other type and shape of a tensor, or of several
   * @return whether the types are equal and the shape is {@linkplain Shape#accepts accepted}
   */
  public boolean accepts(TensorSpec other) {
    return type == other.type && shape.accepts(other.shape);
  }

  @Override
  public String toString() {
    return type + shape.toString();
  }
}
