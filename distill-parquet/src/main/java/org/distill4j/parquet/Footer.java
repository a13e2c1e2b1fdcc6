package org.distill4j.parquet;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.apache.parquet.format.Util;
import org.apache.parquet.format.converter.ParquetMetadataConverter;
import org.apache.parquet.hadoop.metadata.ParquetMetadata;
import org.jspecify.annotations.Nullable;

/** The description at the end of a Parquet file. */
final class Footer {
  private static final int MAGIC =
      ByteBuffer.wrap("PAR1".getBytes(StandardCharsets.US_ASCII))
          .order(ByteOrder.LITTLE_ENDIAN)
          .getInt();
  private static final int TAIL = 2 * Integer.BYTES;

  /** An upper bound: the footer of a million columns is smaller. */
  private static final int MOST_BYTES = 1 << 28;

  private Footer() {}

  static ParquetMetadata read(Path file, FileChannel channel) throws IOException {
    long size = channel.size();
    if (size < Integer.BYTES + TAIL) {
      throw invalid(file, "it has " + size + " bytes", "it was cut short", null);
    }
    ByteBuffer tail = bytes(channel, size - TAIL, TAIL);
    long length = Integer.toUnsignedLong(tail.getInt());
    if (tail.getInt() != MAGIC) {
      throw invalid(file, "it does not end in PAR1", "it was cut short, or is another file", null);
    }
    if (length > Math.min(MOST_BYTES, size - TAIL - Integer.BYTES)) {
      throw invalid(
          file, "its footer gives its description " + length + " bytes", "it was cut short", null);
    }
    byte[] text = bytes(channel, size - TAIL - length, (int) length).array();
    try {
      return new ParquetMetadataConverter()
          .fromParquetMetadata(
              Util.readFileMetaData(
                  new ByteArrayInputStream(text), Math.max(1 << 16, 8 * text.length)));
    } catch (IOException | RuntimeException damaged) {
      throw invalid(
          file, "its description is damaged (" + damaged + ")", "it was cut short", damaged);
    }
  }

  private static ByteBuffer bytes(FileChannel channel, long at, int length) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    while (bytes.hasRemaining() && channel.read(bytes, at + bytes.position()) >= 0) {
      // The file may be shortened meanwhile.
    }
    return bytes.clear();
  }

  static IllegalArgumentException invalid(
      Path file, @Nullable String problem, String wayOut, @Nullable Exception cause) {
    String text = String.valueOf(problem);
    return new IllegalArgumentException(
        file
            + " is not a valid Parquet file: "
            + text.substring(0, Math.min(text.length(), 300)).replaceAll("\\p{Cntrl}", " ")
            + ".\nMaybe "
            + wayOut
            + ".",
        cause);
  }
}
