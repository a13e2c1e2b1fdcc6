package org.distill4j.core.data;

import java.awt.image.Raster;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** The meaning of the four channels of a JPEG file, by the segment that Adobe's programs write. */
enum AdobeColours {
  /** Cyan, magenta, yellow and black, where 0 is no ink. */
  CMYK,
  /** The same, where 255 is no ink. */
  INVERTED_CMYK,
  /** Red, green and blue as luminance and two differences, and black, where 255 is no ink. */
  INVERTED_YCCK;

  private static final byte[] NAME = "Adobe".getBytes(StandardCharsets.US_ASCII);
  private static final int TRANSFORM = 6;
  private static final int YCCK = 2;

  static AdobeColours read(ByteBuffer file) {
    return JpegSegments.find(file, JpegSegments.APP14, NAME)
        .filter(segment -> segment.limit() > TRANSFORM)
        .map(segment -> segment.get(TRANSFORM) == YCCK ? INVERTED_YCCK : INVERTED_CMYK)
        .orElse(CMYK);
  }

  /** Red = (255 − cyan) · (255 − black) / 255, and so on. */
  int rgb(Raster raster, int x, int y) {
    int[] values = raster.getPixel(x, y, (int[]) null);
    if (this == INVERTED_YCCK) {
      ink(values);
    }
    int none = this == CMYK ? 255 : 0;
    int light = Math.abs(none - values[3]);
    return PixelPlanes.rgb(
        Math.round(Math.abs(none - values[0]) * light / 255f),
        Math.round(Math.abs(none - values[1]) * light / 255f),
        Math.round(Math.abs(none - values[2]) * light / 255f));
  }

  /** Luminance and differences to the three colours (JFIF 1.02). */
  private static void ink(int... values) {
    double luminance = values[0];
    double blue = values[1] - 128;
    double red = values[2] - 128;
    values[0] = clamp(luminance + 1.402 * red);
    values[1] = clamp(luminance - 0.344136 * blue - 0.714136 * red);
    values[2] = clamp(luminance + 1.772 * blue);
  }

  private static int clamp(double value) {
    return (int) Math.round(Math.max(0, Math.min(255, value)));
  }
}
