package org.distill4j.core.data;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.distill4j.cell.ShortText;
import org.distill4j.tensor.Half;

/**
 * The type of a NumPy array's values, as in "<f4": byte order, kind and length.
 *
 * @param kind what a value is
 * @param bytes its length
 * @param order the order of its bytes
 */
record NpyType(Kind kind, int bytes, ByteOrder order) {
  /** The kind of a value. */
  enum Kind {
    /** 0 or 1. */
    BOOLEAN,
    /** A signed whole number. */
    SIGNED,
    /** An unsigned whole number. */
    UNSIGNED,
    /** A number in IEEE 754's format. */
    FLOAT
  }

  static NpyType parse(NpyReader.Refusal refusal, String text) {
    String order = text.substring(0, 1);
    return switch (text.substring(1)) {
      case "b1" -> of(Kind.BOOLEAN, 1, order);
      case "i1", "i2", "i4", "i8" -> of(Kind.SIGNED, length(text), order);
      case "u1", "u2", "u4", "u8" -> of(Kind.UNSIGNED, length(text), order);
      case "f2", "f4", "f8" -> of(Kind.FLOAT, length(text), order);
      default ->
          throw refusal.of(
              "holds values of type " + ShortText.shorten(text),
              "booleans, whole numbers of 1 to 8 bytes, or floats of 2, 4 or 8",
              text.startsWith("O", 1)
                  ? "the rows differ in length, or hold texts; pad them, or number the texts"
                  : "save array.astype('float32')");
    };
  }

  private static int length(String text) {
    return text.charAt(2) - '0';
  }

  private static NpyType of(Kind kind, int bytes, String order) {
    return new NpyType(
        kind, bytes, order.equals(">") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
  }

  /** Whether the values are the unsigned bytes of images. */
  boolean isByte() {
    return kind == Kind.UNSIGNED && bytes == 1;
  }

  /** The next value of a float type. */
  float readFloat(ByteBuffer from) {
    return switch (bytes) {
      case 2 -> Half.toFloat(from.getShort());
      case 4 -> from.getFloat();
      default -> (float) from.getDouble();
    };
  }

  /** The next value of a whole type; −1 for an unsigned one that is too large for a long. */
  long readWhole(ByteBuffer from) {
    long value =
        switch (bytes) {
          case 1 -> from.get();
          case 2 -> from.getShort();
          case 4 -> from.getInt();
          default -> from.getLong();
        };
    boolean signed = kind == Kind.SIGNED || bytes == Long.BYTES;
    return signed ? value : value & ((1L << (Byte.SIZE * bytes)) - 1);
  }
}
