package org.distill4j.binary;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Reads the format of {@link ByteWriter}. Nothing is allocated for a length before the bytes are
 * known to be there.
 */
public final class ByteReader {
  private final String source;
  private final ByteBuffer bytes;

  /**
   * Creates a reader of bytes.
   *
   * @param source what holds them, for messages
   * @param bytes the bytes, from position to limit
   */
  public ByteReader(String source, ByteBuffer bytes) {
    this.source = source;
    this.bytes = bytes.slice().order(ByteOrder.LITTLE_ENDIAN);
  }

  /** {@return a reader of the bytes that this one has not read yet} */
  public ByteReader copy() {
    return new ByteReader(source, bytes);
  }

  /** {@return a number that is not negative} */
  public int count() {
    long value = 0;
    for (int shift = 0; shift < 5 * 7; shift += 7) {
      int next = take(1).get();
      value |= (long) (next & 0x7f) << shift;
      if (next >= 0) {
        return require((int) value, value <= Integer.MAX_VALUE, "a number below 2³¹");
      }
    }
    throw refuse("a number has more than five bytes", "fewer");
  }

  /**
   * Reads the number of items that follow.
   *
   * @param least the fewest bytes that one of them takes
   * @return their number, for which there are bytes
   */
  public int count(int least) {
    int count = count();
    return require(count, (long) count * least <= bytes.remaining(), "fewer, as the bytes end");
  }

  private int require(int value, boolean holds, String expected) {
    if (!holds) {
      throw refuse("there is the number " + value, expected);
    }
    return value;
  }

  /** {@return a number of either sign} */
  public int integer() {
    long value = 0;
    for (int shift = 0; shift < 5 * 7; shift += 7) {
      int next = take(1).get();
      value |= (long) (next & 0x7f) << shift;
      if (next >= 0) {
        int bits = (int) value;
        return (bits >>> 1) ^ -(bits & 1);
      }
    }
    throw refuse("a number has more than five bytes", "fewer");
  }

  /** {@return a number of 64 bits} */
  public double number() {
    return take(Double.BYTES).getDouble();
  }

  /** {@return a text} */
  public String text() {
    ByteBuffer encoded = take(count(1));
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(encoded).toString();
    } catch (CharacterCodingException damaged) {
      throw refuse("a text is not UTF-8", "UTF-8");
    }
  }

  /**
   * Reads the name of a constant.
   *
   * @param type the constants
   * @param <E> their type
   * @return the constant
   */
  public <E extends Enum<E>> E constant(Class<E> type) {
    String name = text();
    for (E constant : type.getEnumConstants()) {
      if (constant.name().equals(name)) {
        return constant;
      }
    }
    throw refuse("there is \"" + name + "\"", "one of " + List.of(type.getEnumConstants()));
  }

  /**
   * Reads the beginning of a file.
   *
   * @param format the text that it begins with
   * @param version the newest version that is known
   */
  public void requireFormat(String format, int version) {
    byte[] wanted = format.getBytes(StandardCharsets.UTF_8);
    if (!take(wanted.length).equals(ByteBuffer.wrap(wanted))) {
      throw refuse("there is another beginning", "\"" + format + "\"");
    }
    int found = count();
    if (found != version) {
      throw new DamagedException(
          source
              + " has version "
              + found
              + ", expected "
              + version
              + ".\nMaybe a newer distill4j wrote it; use that one.",
          null);
    }
  }

  /**
   * Reads bytes.
   *
   * @param length how many
   * @return a view of them, little-endian
   */
  public ByteBuffer take(long length) {
    if (length > bytes.remaining()) {
      throw refuse("the bytes end", length + " more, and there are " + bytes.remaining());
    }
    ByteBuffer taken = bytes.slice(bytes.position(), (int) length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.position(bytes.position() + (int) length);
    return taken;
  }

  /** Checks that all bytes were read. */
  public void requireEnd() {
    if (bytes.hasRemaining()) {
      throw refuse(bytes.remaining() + " bytes follow", "the end");
    }
  }

  /**
   * Returns an exception with a reason for the current position.
   *
   * @param found what was found
   * @param expected what should have been there
   * @return the error
   */
  public DamagedException refuse(String found, String expected) {
    return new DamagedException(
        source
            + ", byte "
            + bytes.position()
            + ": "
            + found
            + ", expected "
            + expected
            + ".\nMaybe the file was cut off or changed; write it again.",
        null);
  }

  /**
   * Returns an exception for content that cannot be used.
   *
   * @param where what was read, such as "operation 3"
   * @param misfit why it cannot be used
   * @return the error
   */
  public DamagedException refuse(String where, RuntimeException misfit) {
    if (misfit instanceof DamagedException known) {
      return known;
    }
    String message = source + ", " + where + ": " + misfit.getMessage();
    boolean wayOut = message.contains("\nMaybe ");
    return new DamagedException(
        wayOut ? message : message + ".\nMaybe the file was changed; write it again.", misfit);
  }
}
