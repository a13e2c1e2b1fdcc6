package org.distill4j.core.data;

import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.DeflaterOutputStream;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;

/** Image files of every kind, made by the JDK's writers. */
final class ImageFiles {
  private ImageFiles() {}

  /** An image of 1 to 4 bands (grey, grey and alpha, colours, colours and alpha), 8 or 16 bits. */
  static BufferedImage of(int width, int bands, int bits, int... values) {
    int type = bits == 16 ? DataBuffer.TYPE_USHORT : DataBuffer.TYPE_BYTE;
    int space = bands < 3 ? ColorSpace.CS_GRAY : ColorSpace.CS_sRGB;
    boolean alpha = bands == 2 || bands == 4;
    ComponentColorModel model =
        new ComponentColorModel(
            ColorSpace.getInstance(space),
            alpha,
            false,
            alpha ? BufferedImage.TRANSLUCENT : BufferedImage.OPAQUE,
            type);
    int height = values.length / bands / width;
    WritableRaster raster = model.createCompatibleWritableRaster(width, height);
    raster.setPixels(0, 0, width, height, values);
    return new BufferedImage(model, raster, false, null);
  }

  static byte[] bytes(BufferedImage image, String format) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      if (!ImageIO.write(image, format, out)) {
        throw new IllegalArgumentException("No writer for " + format);
      }
    } catch (IOException error) {
      throw new UncheckedIOException(error);
    }
    return out.toByteArray();
  }

  /**
   * A JPEG file of four channels, all pixels alike, without or with the mark of Adobe's programs.
   */
  static byte[] cmyk(int transform, int... values) {
    WritableRaster raster = Raster.createInterleavedRaster(DataBuffer.TYPE_BYTE, 8, 8, 4, null);
    for (int i = 0; i < 64; i++) {
      raster.setPixel(i % 8, i / 8, values);
    }
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ImageOutputStream stream = ImageIO.createImageOutputStream(out)) {
      writer.setOutput(stream);
      writer.write(null, new IIOImage(raster, null, null), null);
    } catch (IOException error) {
      throw new UncheckedIOException(error);
    } finally {
      writer.dispose();
    }
    byte[] plain = out.toByteArray();
    byte[] adobe = {'A', 'd', 'o', 'b', 'e', 0, 100, 0, 0, 0, 0, (byte) transform};
    return transform < 0 ? plain : segment(plain, 0xEE, adobe);
  }

  /** A JPEG file whose EXIF data say how it is to be turned. */
  static byte[] turnedJpeg(byte[] jpeg, int orientation) {
    byte[] name = "Exif\0\0".getBytes(StandardCharsets.US_ASCII);
    byte[] tiff = tiff(orientation);
    return segment(
        jpeg, 0xE1, ByteBuffer.allocate(name.length + tiff.length).put(name).put(tiff).array());
  }

  /** A PNG file whose EXIF data say how it is to be turned. */
  static byte[] turnedPng(byte[] png, int orientation) {
    byte[] chunk =
        ByteBuffer.allocate(4 + 26)
            .put("eXIf".getBytes(StandardCharsets.US_ASCII))
            .put(tiff(orientation))
            .array();
    CRC32 sum = new CRC32();
    sum.update(chunk);
    int header = 8 + 25;
    return ByteBuffer.allocate(png.length + 12 + 26)
        .put(png, 0, header)
        .putInt(26)
        .put(chunk)
        .putInt((int) sum.getValue())
        .put(png, header, png.length - header)
        .array();
  }

  /** A PNG file of one row of grey values, one of which is transparent. */
  static byte[] keyedPng(int transparent, int... values) {
    byte[] row = new byte[values.length + 1];
    for (int i = 0; i < values.length; i++) {
      row[i + 1] = (byte) values[i];
    }
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (DeflaterOutputStream deflater = new DeflaterOutputStream(packed)) {
      deflater.write(row);
    } catch (IOException error) {
      throw new UncheckedIOException(error);
    }
    ByteArrayOutputStream png = new ByteArrayOutputStream();
    png.writeBytes(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 26, '\n'});
    chunk(png, "IHDR", 0, 0, 0, values.length, 0, 0, 0, 1, 8, 0, 0, 0, 0);
    chunk(png, "tRNS", 0, transparent);
    byte[] data = packed.toByteArray();
    int[] bytes = new int[data.length];
    Arrays.setAll(bytes, i -> data[i]);
    chunk(png, "IDAT", bytes);
    chunk(png, "IEND");
    return png.toByteArray();
  }

  private static void chunk(ByteArrayOutputStream png, String name, int... content) {
    ByteBuffer chunk = ByteBuffer.allocate(4 + content.length);
    chunk.put(name.getBytes(StandardCharsets.US_ASCII));
    for (int value : content) {
      chunk.put((byte) value);
    }
    CRC32 sum = new CRC32();
    sum.update(chunk.array());
    ByteBuffer all = ByteBuffer.allocate(chunk.capacity() + 8);
    all.putInt(content.length).put(chunk.array()).putInt((int) sum.getValue());
    png.writeBytes(all.array());
  }

  private static byte[] tiff(int orientation) {
    return ByteBuffer.allocate(26)
        .put(new byte[] {'M', 'M', 0, 42, 0, 0, 0, 8, 0, 1})
        .putShort((short) 0x0112)
        .putShort((short) 3)
        .putInt(1)
        .putShort((short) orientation)
        .array();
  }

  private static byte[] segment(byte[] jpeg, int marker, byte... content) {
    return ByteBuffer.allocate(jpeg.length + 4 + content.length)
        .put(jpeg, 0, 2)
        .put((byte) 0xFF)
        .put((byte) marker)
        .putShort((short) (2 + content.length))
        .put(content)
        .put(jpeg, 2, jpeg.length - 2)
        .array();
  }
}
