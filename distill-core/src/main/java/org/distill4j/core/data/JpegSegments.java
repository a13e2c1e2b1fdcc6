package org.distill4j.core.data;

import java.nio.ByteBuffer;
import java.util.Optional;

/** The segments before the pixels of a JPEG file. */
final class JpegSegments {
  static final int APP1 = 0xE1;
  static final int APP14 = 0xEE;

  private static final int START = 0xFFD8;
  private static final int SCAN = 0xDA;

  private JpegSegments() {}

  /**
   * Returns the content after the name in the first segment of a kind that begins with the name.
   */
  static Optional<ByteBuffer> find(ByteBuffer file, int kind, byte[] name) {
    int at = first(file);
    while (at > 0) {
      int length = length(file, at);
      if (marker(file, at) == kind && begins(file, at + 4, length - 2, name)) {
        return Optional.of(file.slice(at + 4 + name.length, length - 2 - name.length));
      }
      at = next(file, at);
    }
    return Optional.empty();
  }

  /** The number of colour components; 0 where the file is no JPEG. */
  static int components(ByteBuffer file) {
    for (int at = first(file); at > 0; at = next(file, at)) {
      int marker = marker(file, at);
      // C4, C8 and CC are tables.
      if (marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC) {
        return at + 9 < file.limit() ? file.get(at + 9) & 0xff : 0;
      }
    }
    return 0;
  }

  private static int first(ByteBuffer file) {
    boolean jpeg = file.limit() >= 4 && (file.getShort(0) & 0xffff) == START;
    return jpeg ? valid(file, 2) : -1;
  }

  private static int next(ByteBuffer file, int at) {
    return valid(file, at + 2 + Math.max(2, length(file, at)));
  }

  private static int valid(ByteBuffer file, int at) {
    boolean segment = at + 4 <= file.limit() && file.get(at) == (byte) 0xFF;
    return segment && marker(file, at) != SCAN ? at : -1;
  }

  private static int marker(ByteBuffer file, int at) {
    return file.get(at + 1) & 0xff;
  }

  private static int length(ByteBuffer file, int at) {
    return file.getShort(at + 2) & 0xffff;
  }

  private static boolean begins(ByteBuffer file, int at, int length, byte[] name) {
    boolean same = length >= name.length && at + length <= file.limit();
    for (int i = 0; same && i < name.length; i++) {
      same = file.get(at + i) == name[i];
    }
    return same;
  }
}
