package org.distill4j.core.data;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.distill4j.cell.ShortText;
import org.distill4j.data.Batch;
import org.distill4j.data.Dataset;
import org.distill4j.tensor.DType;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.TensorSpec;

/**
 * Reads NumPy's array files, {@code .npy} and the members of {@code .npz}: format versions 1 to 3,
 * of booleans, whole numbers and floats of any length and byte order, in C's or Fortran's order. u1
 * stays bytes; floats become float32, f8 by rounding; whole numbers become int32 and must fit.
 *
 * <p>A header is not believed: memory grows with what the file really holds.
 */
public final class NpyReader {
  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
  private static final int MAX_HEADER = 1 << 16;

  /** The bytes that are converted at once on their way to a temporary file. */
  private static final long AT_ONCE = 1 << 24;

  private final Refusal refusal;
  private final InputStream in;
  private long begin;

  private NpyReader(String name, InputStream in) {
    this.refusal = new Refusal(name);
    this.in = in;
  }

  record Refusal(String name) {
    IllegalArgumentException of(String what, String expected, String wayOut) {
      return new IllegalArgumentException(
          "File " + name + " " + what + ", expected " + expected + ".\nMaybe " + wayOut + ".");
    }
  }

  /**
   * Reads a {@code .npy} file. Little-endian f4 or i4 in C's order that takes more than a quarter
   * of the heap stays in the file, which must not change while the array is in use. Numbers of more
   * than 2 GiB come in blocks.
   *
   * @param file the file
   * @return what it holds
   * @throws IllegalArgumentException if it does not exist, is cut off or corrupt, or holds another
   *     type; the message names the file
   * @throws UncheckedIOException if reading fails otherwise
   */
  public static NpyArray read(Path file) {
    return read(file, ReadLimits.usual());
  }

  /**
   * Reads an array in place as a tensor, if it exceeds the limit of the heap and its layout is a
   * tensor's.
   */
  static NpyArray read(Path file, ReadLimits limits) {
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
      NpyReader reader = new NpyReader(file.toString(), in);
      NpyHeader header = reader.header();
      return header.isTensor() && header.bytes() > limits.heap()
          ? reader.mapped(file, header, limits)
          : reader.read(header, limits);
    } catch (NoSuchFileException error) {
      throw absent(file, error);
    } catch (IOException error) {
      throw unreadable(file, error);
    }
  }

  /**
   * Reads one array of a {@code .npz} file.
   *
   * @param file the file
   * @param member the array's name, without ".npy"
   * @return what it holds
   * @throws IllegalArgumentException if there is no such file or member, or it is damaged
   * @throws UncheckedIOException if reading fails otherwise
   */
  public static NpyArray read(Path file, String member) {
    if (!Files.exists(file)) {
      throw absent(file, new NoSuchFileException(file.toString()));
    }
    try (ZipFile zip = new ZipFile(file.toFile())) {
      ZipEntry entry = entry(zip, new Refusal(file.toString()), member);
      try (InputStream in = new BufferedInputStream(zip.getInputStream(entry))) {
        return read(in, file + "/" + member);
      }
    } catch (ZipException error) {
      throw new IllegalArgumentException(
          "File "
              + file
              + " is not a valid zip: "
              + error.getMessage()
              + ".\nMaybe fetch it again.",
          error);
    } catch (IOException error) {
      throw unreadable(file, error);
    }
  }

  private static ZipEntry entry(ZipFile zip, Refusal refusal, String member) {
    ZipEntry entry;
    List<String> names;
    try {
      entry = zip.getEntry(member + ".npy");
      names = entry == null ? zip.stream().map(ZipEntry::getName).toList() : List.of();
    } catch (IllegalArgumentException malformed) {
      throw refusal.of(
          "has an entry whose name or comment is no text",
          "UTF-8",
          "it is damaged; fetch it again");
    }
    if (entry == null) {
      throw refusal.of(
          "has no array \"" + member + "\"",
          "one of " + ShortText.shorten(names),
          "it is misspelt");
    }
    return entry;
  }

  private static IllegalArgumentException absent(Path file, IOException cause) {
    return new IllegalArgumentException(
        "File " + file + " does not exist, expected NumPy's arrays.\nMaybe the folder is another.",
        cause);
  }

  private static UncheckedIOException unreadable(Path file, IOException cause) {
    return new UncheckedIOException(
        "File " + file + " cannot be read: " + cause.getMessage() + ".\nMaybe it is a folder.",
        cause);
  }

  /**
   * Reads a stream to its end and leaves it open.
   *
   * @param in the stream
   * @param name what to call it in messages
   * @return what it holds
   * @throws IllegalArgumentException under the conditions of {@link #read(Path)}
   * @throws IOException if reading fails
   */
  static NpyArray read(InputStream in, String name) throws IOException {
    NpyReader reader = new NpyReader(name, in);
    return reader.read(reader.header(), ReadLimits.usual());
  }

  /**
   * Returns a data set of inputs and class labels.
   *
   * @param inputs (examples, …), bytes or numbers
   * @param labels (examples) or (examples, 1), bytes, int32, or floats without decimals; −1 where
   *     unknown
   * @param normalization how bytes become numbers; numbers are taken as they are
   * @return the data set, its labels named {@link Batch#LABELS}
   * @throws IllegalArgumentException if the shapes do not fit, labels are no whole numbers, or an
   *     input is not finite; the message names the files they were read from
   */
  public static Dataset dataset(NpyArray inputs, NpyArray labels, Normalization normalization) {
    try {
      return examples(inputs, labels, normalization);
    } catch (IllegalArgumentException problem) {
      if (inputs.source().isEmpty() && labels.source().isEmpty()) {
        throw problem;
      }
      throw new IllegalArgumentException(
          "Inputs of "
              + inputs.source()
              + " with labels of "
              + labels.source()
              + ": "
              + problem.getMessage(),
          problem);
    }
  }

  private static Dataset examples(NpyArray inputs, NpyArray labels, Normalization normalization) {
    int[] classes = classes(labels);
    if (inputs instanceof NpyArray.Bytes bytes && bytes.shape().rank() > 0) {
      return ImageDataset.of(
          bytes.shape().withoutBatch(),
          bytes.values(),
          Map.of(Batch.LABELS, classes),
          normalization);
    } else if (inputs instanceof NpyArray.Numbers numbers) {
      return InMemoryDataset.of(
          numbers.values(), HostTensor.ofInts(Shape.of(classes.length), classes));
    }
    if (inputs instanceof NpyArray.Blocks blocks) {
      return InMemoryDataset.of(
          new RowBlocks(blocks.blocks()), HostTensor.ofInts(Shape.of(classes.length), classes));
    }
    throw new IllegalArgumentException(
        "The inputs are a single byte, expected (examples, …).\nMaybe another array was meant.");
  }

  /**
   * Accepts classes as a vector, a column, or floats without decimals, as Keras and pandas give
   * them.
   */
  private static int[] classes(NpyArray labels) {
    Shape shape = labels.shape();
    int examples = shape.rank() == 0 ? 0 : shape.dim(0);
    if (examples == 0 || shape.size() != examples) {
      boolean oneHot = shape.rank() == 2;
      throw new IllegalArgumentException(
          "The labels have the shape "
              + shape
              + ", expected a class number for each example.\nMaybe "
              + (oneHot
                  ? "each row has a 1 at its class: save labels.argmax(axis=1)."
                  : "they are those of another task, or the examples are not on the first axis."));
    }
    if (labels instanceof NpyArray.Bytes bytes) {
      int[] classes = new int[bytes.values().length];
      Arrays.setAll(classes, i -> bytes.values()[i] & 0xff);
      return classes;
    }
    if (!(labels instanceof NpyArray.Numbers numbers)) {
      throw new IllegalArgumentException(
          "The labels of "
              + examples
              + " examples take more than 2 GiB, expected fewer examples.\n"
              + "Maybe another array was meant.");
    }
    HostTensor values = numbers.values();
    return values.type() == DType.INT32 ? values.toIntArray() : whole(values.toFloatArray());
  }

  private static int[] whole(float... labels) {
    int[] classes = new int[labels.length];
    for (int i = 0; i < labels.length; i++) {
      classes[i] = (int) labels[i];
      if (classes[i] != labels[i]) {
        throw new IllegalArgumentException(
            "The label of example "
                + i
                + " is "
                + labels[i]
                + ", expected a class number.\n"
                + "Maybe they are numbers to be predicted, not classes.");
      }
    }
    return classes;
  }

  private NpyArray mapped(Path file, NpyHeader header, ReadLimits limits) throws IOException {
    try (FileChannel channel = FileChannel.open(file)) {
      long start = channel.size() - header.bytes();
      if (start != begin) {
        throw refusal.of(
            "has " + (channel.size() - begin) + " bytes for the shape " + header.shape(),
            String.valueOf(header.bytes()),
            "it was cut off");
      }
      if (header.bytes() <= limits.piece()) {
        ByteBuffer bytes = channel.map(FileChannel.MapMode.READ_ONLY, start, header.bytes());
        return new NpyArray.Numbers(refusal.name(), HostTensor.wrap(header.tensor(), bytes));
      }
      int rows = rows(header, limits);
      TensorSpec row = header.tensor().withoutBatch();
      return new NpyArray.Blocks(
          refusal.name(), SpillFile.map(channel, start, row, header.shape().dim(0), rows).blocks());
    }
  }

  /** Returns how many rows of an array fit into a tensor of the largest size. */
  private int rows(NpyHeader header, ReadLimits limits) {
    int width = Math.max(header.type().bytes(), Float.BYTES);
    Shape shape = header.shape();
    if (shape.rank() == 0 || shape.withoutBatch().size() > limits.piece() / width) {
      throw refusal.of(
          "has a row of the shape " + shape.withoutBatch(), "at most 2 GiB", "split it");
    }
    return limits.rows(shape.withoutBatch().size() * width);
  }

  /** Converts rows in blocks, which go to a temporary file where the heap is small for them. */
  private NpyArray blocks(NpyHeader header, ReadLimits limits) throws IOException {
    if (header.order() == NpyHeader.Order.COLUMNS) {
      throw refusal.of(
          "has " + header.bytes() + " bytes in Fortran's order",
          "C's for more than 2 GiB",
          "save numpy.ascontiguousarray(array)");
    }
    int rows = rows(header, limits);
    int all = header.shape().dim(0);
    boolean large = header.shape().size() * Float.BYTES > limits.heap();
    int read = large ? Math.max(1, (int) (AT_ONCE / (header.bytes() / all))) : rows;
    List<HostTensor> blocks = new ArrayList<>();
    try (SpillFile file = new SpillFile()) {
      for (int from = 0; from < all; from += Math.min(read, all - from)) {
        NpyHeader block = header.withRows(Math.min(read, all - from));
        NpyValues values = new NpyValues(refusal, block);
        HostTensor tensor =
            values.numbers(values(header, header.bytes() / all * from, block.bytes()));
        if (large) {
          file.append(tensor.bytes());
        } else {
          blocks.add(tensor);
        }
      }
      TensorSpec row = header.tensor().withoutBatch();
      List<HostTensor> found = large ? file.map(row, all, rows).blocks() : blocks;
      return found.size() == 1
          ? new NpyArray.Numbers(refusal.name(), found.get(0))
          : new NpyArray.Blocks(refusal.name(), found);
    }
  }

  private NpyArray read(NpyHeader header, ReadLimits limits) throws IOException {
    boolean numbers = !header.type().isByte();
    long largest = Math.max(header.bytes(), numbers ? header.shape().size() * Float.BYTES : 0);
    boolean inRows = header.order() == NpyHeader.Order.ROWS && header.shape().rank() > 0;
    if (numbers && (largest > limits.piece() || (largest > limits.heap() && inRows))) {
      NpyArray blocks = blocks(header, limits);
      requireEnd();
      return blocks;
    }
    ByteBuffer values = values(header, 0, header.bytes());
    requireEnd();
    return new NpyValues(refusal, header).array(values);
  }

  private void requireEnd() throws IOException {
    if (in.read() >= 0) {
      throw refusal.of(
          "has more bytes after its values", "its end", "it is corrupt; save it again");
    }
  }

  private NpyHeader header() throws IOException {
    byte[] magic = exactly(MAGIC.length + 2);
    if (!Arrays.equals(magic, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
      throw refusal.of("is no array of NumPy", "the magic bytes of one", "it is another file");
    }
    int version = magic[MAGIC.length];
    if (version < 1 || version > 3) {
      throw refusal.of("is of format version " + version, "1, 2 or 3", "it is corrupt");
    }
    ByteBuffer bytes =
        ByteBuffer.wrap(exactly(version == 1 ? 2 : 4)).order(ByteOrder.LITTLE_ENDIAN);
    long length = version == 1 ? bytes.getShort() & 0xffff : bytes.getInt() & 0xffffffffL;
    if (length > MAX_HEADER) {
      throw refusal.of(
          "has a header of " + length + " bytes", "at most " + MAX_HEADER, "it is corrupt");
    }
    return NpyHeader.parse(refusal, new String(exactly((int) length), StandardCharsets.UTF_8));
  }

  private byte[] exactly(int length) throws IOException {
    byte[] bytes = in.readNBytes(length);
    begin += bytes.length;
    if (bytes.length < length) {
      throw refusal.of("ends inside its header", "an array of NumPy", "it was cut off");
    }
    return bytes;
  }

  private void requireRoom(long length) {
    if (length > Integer.MAX_VALUE - 8) {
      throw refusal.of(
          "has " + length + " bytes of pixels",
          "at most 2 GiB, which only arrays of numbers pass",
          "save it in several files, or as a folder of pictures");
    }
  }

  /** Returns the next bytes of an array, of which some were read before. */
  private ByteBuffer values(NpyHeader header, long before, long length) throws IOException {
    requireRoom(length);
    byte[] bytes = in.readNBytes((int) length);
    if (bytes.length < length) {
      throw refusal.of(
          "ends after "
              + (before + bytes.length)
              + " of "
              + header.bytes()
              + " bytes of shape "
              + header.shape(),
          "all of them",
          "it was cut off");
    }
    return ByteBuffer.wrap(bytes).order(header.type().order());
  }
}
