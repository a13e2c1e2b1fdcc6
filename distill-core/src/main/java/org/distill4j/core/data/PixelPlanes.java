package org.distill4j.core.data;

import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.ComponentColorModel;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;

/**
 * The values of a decoded image as bytes, one plane for each channel: grey, or red, green and blue.
 * {@link ImageFolder} describes what becomes of grey, 16-bit, transparent and CMYK images.
 *
 * @param width the width
 * @param height the height
 * @param planes the values of each channel, row by row
 */
@SuppressWarnings("ArrayRecordComponent") // Never leaves its package, and is not compared.
record PixelPlanes(int width, int height, byte[]... planes) {
  private static final int WHITE = 255;

  /** Gives red, green and blue of a pixel, each in [0, 255], as the bits of one number. */
  private interface PixelColour {
    int at(int x, int y);
  }

  static PixelPlanes of(BufferedImage image, ImageFolder.Colour colour) {
    ColorModel model = image.getColorModel();
    Raster raster = image.getRaster();
    if (model instanceof IndexColorModel palette) {
      return of(raster, colour, (x, y) -> overWhite(palette.getRGB(raster.getSample(x, y, 0))));
    } else if (model instanceof ComponentColorModel) {
      // Not getRGB, which takes grey values for linear light and colours for those of a profile.
      return of(raster, colour, samples(raster, model.hasAlpha()));
    }
    return of(raster, colour, (x, y) -> overWhite(image.getRGB(x, y)));
  }

  /** Four channels of a JPEG file; inverted, as Adobe's programs write them. */
  static PixelPlanes ofCmyk(Raster raster, ImageFolder.Colour colour, AdobeColours colours) {
    return of(raster, colour, (x, y) -> colours.rgb(raster, x, y));
  }

  private static PixelColour samples(Raster raster, boolean alpha) {
    int bands = raster.getNumBands();
    boolean grey = bands < 3;
    int max = (1 << raster.getSampleModel().getSampleSize(0)) - 1;
    return (x, y) -> {
      int red = sample(raster, x, y, 0, max);
      int green = grey ? red : sample(raster, x, y, 1, max);
      int blue = grey ? red : sample(raster, x, y, 2, max);
      int opaque = alpha ? sample(raster, x, y, bands - 1, max) : WHITE;
      return overWhite(rgb(red, green, blue) | opaque << 24);
    };
  }

  private static int sample(Raster raster, int x, int y, int band, int max) {
    int value = raster.getSample(x, y, band);
    return max == WHITE ? value : (int) Math.round(255.0 * value / max);
  }

  static int rgb(int red, int green, int blue) {
    return red << 16 | green << 8 | blue;
  }

  private static int overWhite(int argb) {
    int opaque = argb >>> 24;
    return opaque == WHITE
        ? argb
        : rgb(
            overWhite(argb >> 16 & 0xff, opaque),
            overWhite(argb >> 8 & 0xff, opaque),
            overWhite(argb & 0xff, opaque));
  }

  private static int overWhite(int value, int opaque) {
    return (int) Math.round((value * opaque + WHITE * (WHITE - opaque)) / 255.0);
  }

  private static PixelPlanes of(Raster raster, ImageFolder.Colour colour, PixelColour pixels) {
    int width = raster.getWidth();
    int height = raster.getHeight();
    byte[][] planes = new byte[colour.channels()][width * height];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        put(planes, y * width + x, pixels.at(x, y));
      }
    }
    return new PixelPlanes(width, height, planes);
  }

  private static void put(byte[][] planes, int at, int rgb) {
    int red = rgb >> 16 & 0xff;
    int green = rgb >> 8 & 0xff;
    int blue = rgb & 0xff;
    if (planes.length == 1) {
      planes[0][at] = (byte) Math.round(0.299 * red + 0.587 * green + 0.114 * blue);
    } else {
      planes[0][at] = (byte) red;
      planes[1][at] = (byte) green;
      planes[2][at] = (byte) blue;
    }
  }

  /** Returns the image turned upright, by the number that {@link Orientation} reads. */
  PixelPlanes upright(int orientation) {
    if (orientation == Orientation.UPRIGHT) {
      return this;
    }
    boolean turned = orientation > 4;
    int wide = turned ? height : width;
    int high = turned ? width : height;
    byte[][] target = new byte[planes.length][width * height];
    for (int y = 0; y < high; y++) {
      for (int x = 0; x < wide; x++) {
        int from = source(orientation, x, y);
        for (int i = 0; i < planes.length; i++) {
          target[i][y * wide + x] = planes[i][from];
        }
      }
    }
    return new PixelPlanes(wide, high, target);
  }

  private int source(int orientation, int x, int y) {
    int right = width - 1;
    int bottom = height - 1;
    return switch (orientation) {
      case 2 -> y * width + right - x;
      case 3 -> (bottom - y) * width + right - x;
      case 4 -> (bottom - y) * width + x;
      case 5 -> x * width + y;
      case 6 -> (bottom - x) * width + y;
      case 7 -> (bottom - x) * width + right - y;
      default -> x * width + right - y;
    };
  }

  /** Returns the image in another size, bilinearly; a reduction averages the covered pixels. */
  PixelPlanes scaled(int wide, int high) {
    if (wide == width && high == height) {
      return this;
    }
    ScalingWeights across = ScalingWeights.of(width, wide);
    ScalingWeights down = ScalingWeights.of(height, high);
    byte[][] target = new byte[planes.length][];
    for (int i = 0; i < planes.length; i++) {
      target[i] = ScalingWeights.scale(planes[i], across, down);
    }
    return new PixelPlanes(wide, high, target);
  }
}
