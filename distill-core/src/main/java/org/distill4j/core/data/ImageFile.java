package org.distill4j.core.data;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Locale;
import java.util.Set;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;
import org.distill4j.cell.ShortText;
import org.jspecify.annotations.Nullable;

/**
 * Decodes an image file by the JDK's readers of PNG, JPEG, GIF and BMP; the first image of a file
 * counts. Sizes are compared with the file's length and the heap before anything is decoded.
 */
final class ImageFile {
  private static final Set<String> FORMATS = Set.of("png", "jpeg", "gif", "bmp");
  private static final long MAX_BYTES = 1L << 29;
  private static final long MAX_PIXELS = 1L << 26;

  /** An upper bound for the pixels that a byte of any format can stand for. */
  private static final long PIXELS_OF_BYTE = 10_000;

  /** The bytes that decoding takes for each pixel: the decoder's copy and our planes. */
  private static final long BYTES_OF_PIXEL = 12;

  /** Where a bitmap's header has its own length, and how the pixels are packed. */
  private static final int HEADER_LENGTH = 14;

  private static final int COMPRESSION = 30;

  /** Older headers are shorter, and have no packed pixels. */
  private static final int LEAST_HEADER = 40;

  private static final short BITMAP = 'B' | 'M' << 8;

  /** As JPEG and as PNG. */
  private static final Set<Integer> WRAPPED = Set.of(4, 5);

  private final Path file;

  ImageFile(Path file) {
    this.file = file;
  }

  private interface Decoding<T> {
    T of(ImageReader reader) throws IOException;
  }

  /** Returns the image, upright. */
  PixelPlanes decode(ImageFolder.Colour colour) {
    byte[] bytes = bytes();
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    boolean cmyk = JpegSegments.components(buffer) == 4;
    return with(
            new ByteArrayInputStream(bytes),
            reader ->
                cmyk
                    ? PixelPlanes.ofCmyk(
                        reader.readRaster(0, null), colour, AdobeColours.read(buffer))
                    : PixelPlanes.of(reader.read(0), colour))
        .upright(Orientation.read(bytes));
  }

  /** Returns height and width from the header, once they can be decoded. */
  int[] sides() {
    requireFile();
    try (InputStream in = Files.newInputStream(file)) {
      return with(in, reader -> new int[] {reader.getHeight(0), reader.getWidth(0)});
    } catch (IOException error) {
      throw unreadable(error);
    }
  }

  private byte[] bytes() {
    requireFile();
    try {
      return Files.readAllBytes(file);
    } catch (IOException error) {
      throw unreadable(error);
    }
  }

  private void requireFile() {
    if (!Files.isRegularFile(file)) {
      String what = Files.isDirectory(file) ? "it is a folder" : "it is no file";
      throw Files.isSymbolicLink(file) && !Files.exists(file)
          ? refuse("it is a link to what is not there", "mend the link", null)
          : refuse(what, "move it away", null);
    }
  }

  private <T> T with(InputStream in, Decoding<T> decoding) {
    try (ImageInputStream stream = new MemoryCacheImageInputStream(in)) {
      ImageReader reader = reader(stream);
      try {
        requirePixels(stream);
        reader.setInput(stream);
        requireSize(reader.getWidth(0), reader.getHeight(0));
        return decoding.of(reader);
      } finally {
        reader.dispose();
      }
    } catch (ImageRefusal refusal) {
      throw refusal;
    } catch (IOException | RuntimeException damaged) {
      // The decoders throw what they run into: NullPointerException, ArithmeticException.
      String why = damaged instanceof IOException ? String.valueOf(damaged.getMessage()) : "";
      throw refuse(
          "its contents are damaged" + (why.isEmpty() ? "" : " (" + ShortText.shorten(why) + ")"),
          "the file was cut short; fetch it again",
          damaged);
    }
  }

  private ImageReader reader(ImageInputStream stream) throws IOException {
    for (Iterator<ImageReader> all = ImageIO.getImageReaders(stream); all.hasNext(); ) {
      ImageReader reader = all.next();
      // Not what else may be on the class path, so that a file is the same numbers everywhere.
      boolean ours = reader.getClass().getModule().equals(ImageIO.class.getModule());
      if (ours && FORMATS.contains(reader.getFormatName().toLowerCase(Locale.ROOT))) {
        return reader;
      }
    }
    throw refuse("it is neither PNG, JPEG, GIF nor BMP", "convert it, or move it away", null);
  }

  /**
   * Refuses a bitmap that wraps a JPEG or PNG file, as is done for printers alone: its decoder
   * believes the length in the header, and nothing is known of the wrapped file's size.
   */
  private void requirePixels(ImageInputStream stream) throws IOException {
    byte[] head = new byte[COMPRESSION + Integer.BYTES];
    stream.mark();
    int length = stream.read(head);
    stream.reset();
    ByteBuffer header = ByteBuffer.wrap(head).order(ByteOrder.LITTLE_ENDIAN);
    if (length == head.length
        && header.getShort(0) == BITMAP
        && header.getInt(HEADER_LENGTH) >= LEAST_HEADER
        && WRAPPED.contains(header.getInt(COMPRESSION))) {
      throw refuse("it is a bitmap that wraps another file", "convert it", null);
    }
  }

  private void requireSize(int width, int height) throws IOException {
    long pixels = (long) width * height;
    long length = Files.size(file);
    long most = Math.min(MAX_PIXELS, PIXELS_OF_BYTE * (length + 8));
    if (pixels > most || length > MAX_BYTES) {
      throw refuse(
          "it has "
              + height
              + " × "
              + width
              + " pixels in "
              + length
              + " bytes, expected at most "
              + most
              + " pixels and "
              + MAX_BYTES
              + " bytes",
          "it is damaged, or make it smaller",
          null);
    }
    long needed = pixels * BYTES_OF_PIXEL;
    if (needed > Runtime.getRuntime().maxMemory()) {
      throw refuse(
          "decoding its " + height + " × " + width + " pixels takes " + needed + " bytes of heap",
          "make it smaller, or give Java more memory with -Xmx",
          null);
    }
  }

  private ImageRefusal unreadable(IOException error) {
    return error instanceof NoSuchFileException
        ? refuse("it is not there", "another program moved it", error)
        : refuse("it cannot be read (" + error + ")", "it is not yours to read", error);
  }

  private ImageRefusal refuse(String why, String wayOut, @Nullable Exception cause) {
    return new ImageRefusal(
        file + " is not a valid image: " + why + ".\nMaybe " + wayOut + ".", cause);
  }

  /** Distinguishes our messages from a decoder's. */
  private static final class ImageRefusal extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    ImageRefusal(String message, @Nullable Exception cause) {
      super(message, cause);
    }
  }
}
