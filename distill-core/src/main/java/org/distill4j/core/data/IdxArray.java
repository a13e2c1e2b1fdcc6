package org.distill4j.core.data;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.distill4j.tensor.Shape;

/** The content of an IDX file of unsigned bytes. */
public final class IdxArray {
  private final String name;
  private final Shape shape;
  private final byte[] values;

  IdxArray(String name, Shape shape, byte[] values) {
    this.name = name;
    this.shape = shape;
    this.values = values;
  }

  /** {@return the source, for messages} */
  public String name() {
    return name;
  }

  /** {@return the lengths of the axes, the examples first} */
  public Shape shape() {
    return shape;
  }

  /** {@return the unsigned bytes in row-major order; not a copy, so do not change them} */
  public byte[] values() {
    return values;
  }

  /** {@return the values as numbers in [0, 255]} */
  public int[] toIntArray() {
    int[] numbers = new int[values.length];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = values[i] & 0xff;
    }
    return numbers;
  }

  /** {@return the SHA-256 of the uncompressed file, in hexadecimal digits of lower case} */
  public String sha256() {
    ByteBuffer header = ByteBuffer.allocate(IdxReader.MAGIC_BYTES + Integer.BYTES * shape.rank());
    header.put((byte) 0).put((byte) 0).put((byte) IdxReader.UNSIGNED_BYTE);
    header.put((byte) shape.rank());
    header.asIntBuffer().put(shape.dims());
    MessageDigest digest = Fingerprint.sha256();
    digest.update(header.rewind());
    return HexFormat.of().formatHex(digest.digest(values));
  }
}
