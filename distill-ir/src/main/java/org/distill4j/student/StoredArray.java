package org.distill4j.student;

import java.nio.ByteBuffer;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Shape;

/** Numbers as a student file stores them. */
public final class StoredArray {
  private final StoredType type;
  private final Shape shape;
  private final ByteBuffer bytes;

  StoredArray(StoredType type, Shape shape, ByteBuffer bytes) {
    this.type = type;
    this.shape = shape;
    this.bytes = bytes;
  }

  /**
   * Rounds an array to a type.
   *
   * @param name what it is, for messages
   * @param array the array, FLOAT32
   * @param type how it is stored
   * @return the array
   * @throws IllegalArgumentException if a number is not finite, or is above 65504 in FLOAT16
   */
  public static StoredArray of(String name, HostTensor array, StoredType type) {
    StoredArray stored = new StoredArray(type, array.shape(), type.encode(array));
    if (type != StoredType.FLOAT32 && stored.values().firstNonFinite().isPresent()) {
      throw new IllegalArgumentException(
          "Weight \""
              + name
              + "\" has a number that is not finite as "
              + type
              + ", expected finite ones.\nMaybe store it as FLOAT32.");
    }
    return stored;
  }

  /** {@return the type in which it is stored} */
  public StoredType type() {
    return type;
  }

  /** {@return its shape} */
  public Shape shape() {
    return shape;
  }

  /** Returns the stored numbers. */
  ByteBuffer bytes() {
    return bytes.duplicate();
  }

  /** {@return its numbers, FLOAT32, on the Java heap} */
  public HostTensor values() {
    return type.decode(shape, bytes.duplicate().order(bytes.order()));
  }
}
