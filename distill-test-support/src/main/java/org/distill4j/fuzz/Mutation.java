package org.distill4j.fuzz;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** One change of a file. Places are taken modulo the file's length, so all fit every file. */
sealed interface Mutation {
  /** Returns the changed file. */
  byte[] applyTo(byte[] file);

  /** Inverts a bit. */
  record Flip(int place, int bit) implements Mutation {
    @Override
    public byte[] applyTo(byte[] file) {
      byte[] changed = file.clone();
      if (file.length > 0) {
        changed[place % file.length] ^= (byte) (1 << bit);
      }
      return changed;
    }
  }

  /** Cuts off the end. */
  record Truncate(int place) implements Mutation {
    @Override
    public byte[] applyTo(byte[] file) {
      return Bytes.replaced(file, place % (file.length + 1), file.length, new byte[0]);
    }
  }

  /** Overwrites bytes with a binary number, as headers have them. */
  record Field(int place, int width, boolean little, long value) implements Mutation {
    @Override
    public byte[] applyTo(byte[] file) {
      ByteBuffer number = ByteBuffer.allocate(Long.BYTES);
      number.order(little ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN).putLong(0, value);
      byte[] bytes = new byte[width];
      number.get(little ? 0 : Long.BYTES - width, bytes);
      int from = place % (file.length + 1);
      return Bytes.replaced(file, from, Math.min(file.length, from + width), bytes);
    }
  }

  /** Replaces one of the file's decimal numbers by another text. */
  record Digits(int which, String text) implements Mutation {
    private static final Pattern NUMBER = Pattern.compile("-?\\d+");

    @Override
    public byte[] applyTo(byte[] file) {
      String latin = new String(file, StandardCharsets.ISO_8859_1);
      List<MatchResult> numbers = NUMBER.matcher(latin).results().toList();
      if (numbers.isEmpty()) {
        return file;
      }
      MatchResult number = numbers.get(which % numbers.size());
      return Bytes.replaced(
          file, number.start(), number.end(), text.getBytes(StandardCharsets.UTF_8));
    }
  }

  /** Inserts a text many times over. */
  record Insert(int place, String text, int times) implements Mutation {
    @Override
    public byte[] applyTo(byte[] file) {
      int at = place % (file.length + 1);
      return Bytes.replaced(file, at, at, text.repeat(times).getBytes(StandardCharsets.UTF_8));
    }
  }

  /** Copies a piece of the file elsewhere, over other bytes or between them. */
  record Splice(int from, int length, int to, boolean over) implements Mutation {
    @Override
    public byte[] applyTo(byte[] file) {
      int start = from % (file.length + 1);
      int size = Math.min(length, file.length - start);
      byte[] piece = new byte[size];
      System.arraycopy(file, start, piece, 0, size);
      int at = to % (file.length + 1);
      return Bytes.replaced(file, at, over ? Math.min(file.length, at + size) : at, piece);
    }
  }

  /** Work on arrays of bytes. */
  final class Bytes {
    private Bytes() {}

    static byte[] replaced(byte[] file, int from, int to, byte[] with) {
      return ByteBuffer.allocate(file.length - (to - from) + with.length)
          .put(file, 0, from)
          .put(with)
          .put(file, to, file.length - to)
          .array();
    }
  }
}
