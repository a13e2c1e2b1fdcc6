package org.distill4j.core.data;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.distill4j.data.Batch;
import org.distill4j.tensor.Shape;

/**
 * Reads IDX files of unsigned bytes, the format of MNIST and its relatives: two zero bytes, the
 * element type, the number of axes, each axis' length as a big-endian int32, and the elements.
 * Files that begin with gzip's magic bytes are unzipped on the way, whatever their name.
 *
 * <p>A header is not believed: memory grows with what the file really holds.
 */
public final class IdxReader {
  static final int MAGIC_BYTES = 4;
  static final int UNSIGNED_BYTE = 0x08;
  private static final long MAX_ELEMENTS = Integer.MAX_VALUE - 8;

  private final String name;
  private final InputStream in;

  private IdxReader(String name, InputStream in) {
    this.name = name;
    this.in = in;
  }

  /**
   * Reads a file.
   *
   * @param file the file, zipped or not
   * @return what it holds
   * @throws IllegalArgumentException if it does not exist, is cut off, is corrupt or holds
   *     something else than unsigned bytes; the message names the file
   * @throws UncheckedIOException if reading fails otherwise
   */
  public static IdxArray read(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      return read(in, file.toString());
    } catch (NoSuchFileException e) {
      throw new IllegalArgumentException(
          "File " + file + " does not exist, expected an IDX file.\nMaybe the folder is another.",
          e);
    } catch (IOException e) {
      throw unreadable(file.toString(), e);
    }
  }

  /**
   * Reads a stream to its end and leaves it open.
   *
   * @param in the stream, zipped or not
   * @param name what to call it in messages
   * @return what it holds
   * @throws IllegalArgumentException under the conditions of {@link #read(Path)}
   * @throws UncheckedIOException if reading fails otherwise
   */
  public static IdxArray read(InputStream in, String name) {
    try {
      return new IdxReader(name, unzipped(in)).read();
    } catch (EOFException e) {
      throw new IllegalArgumentException(
          "File "
              + name
              + " ends inside its gzip data, expected all of it.\n"
              + "Maybe the download was cut off; fetch it again.",
          e);
    } catch (ZipException e) {
      throw new IllegalArgumentException(
          "File "
              + name
              + " is corrupt: its gzip data do not unzip ("
              + e.getMessage()
              + "), expected intact ones.\nMaybe fetch it again.",
          e);
    } catch (IOException e) {
      throw unreadable(name, e);
    }
  }

  private static UncheckedIOException unreadable(String name, IOException cause) {
    return new UncheckedIOException(
        "File "
            + name
            + " cannot be read: "
            + cause.getMessage()
            + ".\nMaybe it is a folder, or not yours to read.",
        cause);
  }

  /**
   * Reads images and their class labels.
   *
   * @param images an array of (examples, height, width)
   * @param labels an array of (examples)
   * @param normalization how bytes become numbers
   * @return a data set of one-channel images (1, height, width), labels named {@link Batch#LABELS}
   * @throws IllegalArgumentException if the shapes are others or the numbers of examples differ
   */
  public static ImageDataset images(IdxArray images, IdxArray labels, Normalization normalization) {
    requireRank(images, 3, "images (examples, height, width)");
    requireRank(labels, 1, "labels (examples)");
    if (images.shape().dim(0) != labels.shape().dim(0)) {
      throw new IllegalArgumentException(
          "File "
              + images.name()
              + " holds "
              + images.shape().dim(0)
              + " images and file "
              + labels.name()
              + " "
              + labels.shape().dim(0)
              + " labels, expected as many.\n"
              + "Maybe one is of the training and one of the test data.");
    }
    Shape image = images.shape().with(0, 1);
    return ImageDataset.of(
        image, images.values(), Map.of(Batch.LABELS, labels.toIntArray()), normalization);
  }

  private static void requireRank(IdxArray array, int rank, String expected) {
    if (array.shape().rank() != rank) {
      throw new IllegalArgumentException(
          "File "
              + array.name()
              + " holds an array of shape "
              + array.shape()
              + ", expected "
              + expected
              + ".\nMaybe images and labels were swapped.");
    }
  }

  private static InputStream unzipped(InputStream in) throws IOException {
    InputStream buffered = new BufferedInputStream(in, 1 << 16);
    buffered.mark(2);
    byte[] magic = buffered.readNBytes(2);
    buffered.reset();
    boolean zipped = magic.length == 2 && ByteBuffer.wrap(magic).getShort() == (short) 0x1f8b;
    return zipped ? new GZIPInputStream(buffered, 1 << 16) : buffered;
  }

  private IdxArray read() throws IOException {
    byte[] magic = header(MAGIC_BYTES);
    requireMagic(magic);
    Shape shape = shape(header(Integer.BYTES * (magic[3] & 0xff)));
    int size = (int) shape.size();
    byte[] values = in.readNBytes(size);
    if (values.length < size) {
      throw refuse(
          "ends after " + values.length + " of the " + size + " values of shape " + shape,
          "all of them",
          "the download was cut off; fetch it again");
    }
    if (in.read() >= 0) {
      throw refuse(
          "has more bytes after the " + size + " values of shape " + shape,
          "its end",
          "it is corrupt; fetch it again");
    }
    return new IdxArray(name, shape, values);
  }

  private byte[] header(int length) throws IOException {
    byte[] bytes = in.readNBytes(length);
    if (bytes.length < length) {
      throw refuse(
          "ends inside its header", "an IDX file", "the download was cut off; fetch it again");
    }
    return bytes;
  }

  private void requireMagic(byte[] magic) {
    if (magic[0] != 0 || magic[1] != 0) {
      throw refuse(
          String.format("begins with the bytes 0x%02x 0x%02x", magic[0], magic[1]),
          "two zeros, as IDX files do",
          "it is another kind of file, or a web page that was saved instead");
    }
    if (magic[2] != UNSIGNED_BYTE) {
      throw refuse(
          String.format("holds values of type 0x%02x", magic[2]),
          "0x08, unsigned bytes",
          "convert it first");
    }
    if (magic[3] == 0) {
      throw refuse("has no axes", "at least one, the examples", "it is corrupt; fetch it again");
    }
  }

  private Shape shape(byte[] header) {
    int[] dims = new int[header.length / Integer.BYTES];
    ByteBuffer.wrap(header).asIntBuffer().get(dims);
    long size = 1;
    for (int dim : dims) {
      if (dim < 1) {
        throw refuse(
            "has the axes " + Arrays.toString(dims),
            "lengths of at least 1",
            "the file is empty or corrupt");
      }
      size = size > MAX_ELEMENTS ? size : size * dim;
    }
    if (size > MAX_ELEMENTS) {
      throw refuse(
          "has the axes " + Arrays.toString(dims),
          "at most " + MAX_ELEMENTS + " values",
          "the file is corrupt, or too large to be kept in memory");
    }
    return Shape.of(dims);
  }

  private IllegalArgumentException refuse(String what, String expected, String wayOut) {
    return new IllegalArgumentException(
        "File " + name + " " + what + ", expected " + expected + ".\nMaybe " + wayOut + ".");
  }
}
