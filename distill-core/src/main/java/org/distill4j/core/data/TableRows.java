package org.distill4j.core.data;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.distill4j.tensor.DType;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.TensorSpec;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a table as they are read, in blocks. Where they take more than a share of the heap,
 * they go to a temporary file, which is mapped and not held.
 */
final class TableRows implements AutoCloseable {
  private static final int BLOCK_VALUES = 1 << 16;

  private final CellRules rules;
  private final List<String> columns;
  private final long budget;
  private final int blockRows;
  private final List<float[]> blocks = new ArrayList<>();
  private int[] labels = new int[16];
  private int count;
  private @Nullable Path file;

  TableRows(CellRules rules, List<String> columns, long budget) {
    if (columns.isEmpty()) {
      throw rules.refuse(
          1,
          "there are no columns besides the class",
          "one of numbers",
          "the separator is another");
    }
    this.rules = rules;
    this.columns = List.copyOf(columns);
    this.budget = budget;
    this.blockRows = Math.max(1, BLOCK_VALUES / columns.size());
  }

  /** What a table may take of the heap by itself. */
  static long budget() {
    return Runtime.getRuntime().maxMemory() / 4;
  }

  List<String> columns() {
    return columns;
  }

  /** Begins a row, whose values are put into the buffer by the caller. */
  FloatBuffer next(int label) {
    int at = count % blockRows;
    if (at == 0) {
      addBlock();
    }
    if (count == labels.length) {
      labels = Arrays.copyOf(labels, count * 2);
    }
    labels[count++] = label;
    return FloatBuffer.wrap(blocks.get(blocks.size() - 1), at * columns.size(), columns.size());
  }

  private void addBlock() {
    long block = (long) blockRows * columns.size() * Float.BYTES;
    long all = (long) count * columns.size() * Float.BYTES;
    if (all + block > Integer.MAX_VALUE) {
      throw rules.refuse(
          count,
          "the table takes more than 2 GiB as numbers",
          "less",
          "read it in several files, and join them by Mixture");
    }
    if ((blocks.size() + 1) * block > budget && !blocks.isEmpty()) {
      spill(blockRows);
    }
    blocks.add(new float[blockRows * columns.size()]);
  }

  /** Moves all blocks to the file; of the last one, so many rows. */
  private void spill(int lastRows) {
    try {
      Path target = file == null ? Files.createTempFile("distill4j-table", ".f32") : file;
      file = target;
      try (FileChannel channel = FileChannel.open(target, StandardOpenOption.APPEND)) {
        for (int i = 0; i < blocks.size(); i++) {
          int rows = i == blocks.size() - 1 ? lastRows : blockRows;
          write(channel, blocks.get(i), rows * columns.size());
        }
      }
    } catch (IOException error) {
      throw unwritable(error);
    }
    blocks.clear();
  }

  private static void write(FileChannel channel, float[] values, int length) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(values, 0, length);
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  private static UncheckedIOException unwritable(IOException error) {
    return new UncheckedIOException(
        "A table that is large for the heap could not be put into "
            + System.getProperty("java.io.tmpdir")
            + ": "
            + error
            + ".\nMaybe the disk is full; set java.io.tmpdir, or more memory with -Xmx.",
        error);
  }

  InMemoryDataset dataset() {
    if (count == 0) {
      throw rules.refuse(
          1, "there are no examples", "a heading and lines of numbers", "the file is empty");
    }
    HostTensor classes = HostTensor.ofInts(Shape.of(count), Arrays.copyOf(labels, count));
    return InMemoryDataset.of(file == null ? inMemory() : mapped(), classes)
        .named(columns, rules.classes());
  }

  private Shape shape() {
    return Shape.of(count, columns.size());
  }

  private HostTensor inMemory() {
    HostTensor all = HostTensor.allocate(DType.FLOAT32, shape());
    FloatBuffer values = all.floats();
    blocks.forEach(block -> values.put(block, 0, Math.min(block.length, values.remaining())));
    return all;
  }

  private HostTensor mapped() {
    spill((count - 1) % blockRows + 1);
    try (FileChannel channel = FileChannel.open(Objects.requireNonNull(file))) {
      ByteBuffer bytes = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size());
      return HostTensor.wrap(new TensorSpec(DType.FLOAT32, shape()), bytes);
    } catch (IOException error) {
      throw unwritable(error);
    }
  }

  /** Takes the file away; what is mapped stays until it is forgotten. */
  @Override
  public void close() {
    Path written = file;
    if (written != null) {
      try {
        Files.deleteIfExists(written);
      } catch (IOException mapped) {
        // As on Windows while it is mapped.
        written.toFile().deleteOnExit();
      }
    }
  }
}
