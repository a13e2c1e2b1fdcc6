package org.distill4j.dl4j;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/**
 * The engine's format of an array: a buffer with its shape, and one with its values. Each begins
 * with how it was allocated, its length and its type; the engine makes room for as many values as a
 * length says, so both are compared with what is there.
 */
final class ParameterBytes {
  private static final List<String> SHORT_LENGTHS = List.of("DIRECT", "HEAP", "JAVACPP");
  private static final List<String> LONG_LENGTHS = List.of("LONG_SHAPE", "MIXED_DATA_TYPES");
  private static final Map<String, Integer> BYTES =
      Map.of("DOUBLE", 8, "LONG", 8, "FLOAT", 4, "INT", 4, "HALF", 2, "FLOAT16", 2, "BFLOAT16", 2);

  /**
   * The length of a shape of 32 axes: their number, lengths and strides, and three numbers more.
   */
  private static final int MOST_SHAPE = 2 * 32 + 4;

  private ParameterBytes() {}

  /**
   * Refuses an array whose lengths do not match its bytes.
   *
   * @throws IOException if it ends too early
   * @throws IllegalArgumentException if a length is wrong
   */
  static void require(byte[] bytes) throws IOException {
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
    Header shape = Header.of(in);
    require(
        shape.length() <= MOST_SHAPE, "its header gives its shape the length " + shape.length());
    long size = 1;
    for (int i = 0; i < shape.length(); i++) {
      long value = shape.bytes() == Long.BYTES ? in.readLong() : in.readInt();
      if (i == 0) {
        require(shape.length() == 2 * value + 4, "its header gives it " + value + " axes");
      } else if (i <= (shape.length() - 4) / 2) {
        require(
            value >= 0 && value <= bytes.length, "its header gives an axis the length " + value);
        size *= value;
        require(size <= bytes.length, "its header gives it more values than bytes");
      }
    }
    Header values = Header.of(in);
    // A network without parameters has one of them that is none.
    require(
        values.length() == size || (size == 0 && values.length() == 1),
        "its " + size + " values have the length " + values.length());
    require(
        values.length() * values.bytes() == in.available(),
        values.length() + " values of " + values.bytes() + " bytes take " + in.available());
  }

  private record Header(long length, int bytes) {
    static Header of(DataInputStream in) throws IOException {
      String allocation = in.readUTF();
      boolean shortLength = SHORT_LENGTHS.contains(allocation);
      ParameterBytes.require(
          shortLength || LONG_LENGTHS.contains(allocation), "it is no array of the engine");
      long length = shortLength ? in.readInt() : in.readLong();
      Integer bytes = BYTES.get(in.readUTF());
      ParameterBytes.require(length >= 0 && bytes != null, "it is of no known type or length");
      return new Header(length, bytes == null ? 0 : bytes);
    }
  }

  private static void require(boolean valid, String problem) {
    if (!valid) {
      throw new IllegalArgumentException("of its parameters, " + problem);
    }
  }
}
