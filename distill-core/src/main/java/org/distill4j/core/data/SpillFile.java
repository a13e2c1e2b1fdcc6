package org.distill4j.core.data;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.TensorSpec;
import org.jspecify.annotations.Nullable;

/** A temporary, memory-mapped file for more numbers than the heap should hold. */
final class SpillFile implements AutoCloseable {
  private @Nullable Path file;

  boolean isUsed() {
    return file != null;
  }

  void append(ByteBuffer bytes) {
    try {
      Path target = file == null ? Files.createTempFile("distill4j-table", ".f32") : file;
      file = target;
      try (FileChannel channel = FileChannel.open(target, StandardOpenOption.APPEND)) {
        while (bytes.hasRemaining()) {
          channel.write(bytes);
        }
      }
    } catch (IOException error) {
      throw unwritable(error);
    }
  }

  /** Returns all rows, in tensors of a given number. */
  RowBlocks map(TensorSpec perExample, int rows, int rowsOfTensor) {
    try (FileChannel channel = FileChannel.open(Objects.requireNonNull(file))) {
      return map(channel, 0, perExample, rows, rowsOfTensor);
    } catch (IOException error) {
      throw unwritable(error);
    }
  }

  /** Returns rows of a file from a byte on, in tensors of a given number. */
  static RowBlocks map(
      FileChannel channel, long begin, TensorSpec perExample, int rows, int rowsOfTensor)
      throws IOException {
    long row = perExample.shape().size() * Float.BYTES;
    List<HostTensor> blocks = new ArrayList<>();
    for (int from = 0; from < rows; from += Math.min(rowsOfTensor, rows - from)) {
      int count = Math.min(rowsOfTensor, rows - from);
      ByteBuffer bytes =
          channel.map(FileChannel.MapMode.READ_ONLY, begin + from * row, count * row);
      blocks.add(HostTensor.wrap(perExample.batched(count), bytes));
    }
    return new RowBlocks(blocks);
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

  /** Deletes the file; mapped memory stays until it is unreachable. */
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
