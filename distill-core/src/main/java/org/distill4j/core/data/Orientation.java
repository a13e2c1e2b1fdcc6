package org.distill4j.core.data;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * The orientation in an image file: tag 0x0112 of its EXIF data, in the APP1 segment of a JPEG file
 * or the eXIf chunk of a PNG file. 1 is upright; 2 to 8 are mirrored or turned.
 */
final class Orientation {
  static final int UPRIGHT = 1;

  private static final long PNG = 0x89504E470D0A1A0AL;
  private static final int PNG_EXIF = 0x65584966;
  private static final byte[] APP1 = "Exif\0\0".getBytes(StandardCharsets.US_ASCII);
  private static final int TAG = 0x0112;

  private Orientation() {}

  /** The orientation of a file; upright where none is given or it cannot be read. */
  static int read(byte[] file) {
    try {
      ByteBuffer bytes = ByteBuffer.wrap(file);
      if (file.length > Long.BYTES && bytes.getLong(0) == PNG) {
        return png(bytes);
      }
      return JpegSegments.find(bytes, JpegSegments.APP1, APP1)
          .map(Orientation::tiff)
          .orElse(UPRIGHT);
    } catch (IndexOutOfBoundsException | IllegalArgumentException | BufferUnderflowException cut) {
      return UPRIGHT;
    }
  }

  private static int png(ByteBuffer bytes) {
    int at = Long.BYTES;
    while (at + 12 <= bytes.limit()) {
      int length = bytes.getInt(at);
      if (bytes.getInt(at + 4) == PNG_EXIF) {
        return tiff(bytes.slice(at + 8, length));
      }
      at = length < 0 ? bytes.limit() : Math.addExact(at, 12) + length;
      if (at < 0) {
        return UPRIGHT;
      }
    }
    return UPRIGHT;
  }

  /**
   * EXIF data are a TIFF file: byte order, then the position of a list of tags of 12 bytes each.
   */
  private static int tiff(ByteBuffer exif) {
    exif.order(exif.get(0) == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
    int list = exif.getInt(4);
    int tags = exif.getShort(list) & 0xffff;
    for (int i = 0; i < tags; i++) {
      int tag = list + 2 + 12 * i;
      if ((exif.getShort(tag) & 0xffff) == TAG) {
        int value = exif.getShort(tag + 8);
        return value >= 1 && value <= 8 ? value : UPRIGHT;
      }
    }
    return UPRIGHT;
  }
}
