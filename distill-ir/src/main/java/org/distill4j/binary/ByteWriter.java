package org.distill4j.binary;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Writes numbers and texts one after the other, in the format that {@link ByteReader} reads. */
public final class ByteWriter {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  /** Creates an empty writer. */
  public ByteWriter() {}

  /**
   * Writes a number that is not negative, seven bits to a byte, the lowest first.
   *
   * @param value the number
   */
  public void count(int value) {
    int rest = value;
    while ((rest & ~0x7f) != 0) {
      bytes.write((rest & 0x7f) | 0x80);
      rest >>>= 7;
    }
    bytes.write(rest);
  }

  /**
   * Writes a number, small ones of either sign in few bytes.
   *
   * @param value the number
   */
  public void integer(int value) {
    count((value << 1) ^ (value >> 31));
  }

  /**
   * Writes all bits of a number, little-endian.
   *
   * @param value the number
   */
  public void number(double value) {
    long bits = Double.doubleToRawLongBits(value);
    for (int shift = 0; shift < Long.SIZE; shift += Byte.SIZE) {
      bytes.write((int) (bits >>> shift));
    }
  }

  /**
   * Writes a text in UTF-8 after its length.
   *
   * @param value the text
   */
  public void text(String value) {
    byte[] encoded = value.getBytes(StandardCharsets.UTF_8);
    count(encoded.length);
    bytes.writeBytes(encoded);
  }

  /**
   * Writes bytes as they are.
   *
   * @param values the bytes, from position to limit
   */
  public void bytes(ByteBuffer values) {
    byte[] copy = new byte[values.remaining()];
    values.duplicate().get(copy);
    bytes.writeBytes(copy);
  }

  /** {@return the bytes written} */
  public byte[] toBytes() {
    return bytes.toByteArray();
  }
}
