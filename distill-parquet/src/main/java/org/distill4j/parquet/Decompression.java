package org.distill4j.parquet;

import io.airlift.compress.Decompressor;
import io.airlift.compress.lz4.Lz4Decompressor;
import io.airlift.compress.snappy.SnappyDecompressor;
import io.airlift.compress.zstd.ZstdDecompressor;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;

/** Decompresses the pages of a column, in Java alone. */
interface Decompression {
  /** An upper bound for the compression of pages in practice. */
  int MOST_OF_BYTE = 50_000;

  /** The largest page in bytes; writers make pages of about a megabyte. */
  int MOST_BYTES = 1 << 28;

  byte[] plain(byte[] compressed, int size) throws IOException;

  static Decompression of(CompressionCodecName codec) {
    return switch (codec) {
      case UNCOMPRESSED -> (compressed, size) -> compressed;
      case GZIP -> Decompression::gzip;
      case SNAPPY -> by(new SnappyDecompressor());
      case ZSTD -> by(new ZstdDecompressor());
      case LZ4_RAW -> by(new Lz4Decompressor());
      default ->
          throw new RefusedException(
              "it is compressed by " + codec + ", which is not known here",
              "write it with compression=\"snappy\" or \"zstd\"");
    };
  }

  private static Decompression by(Decompressor decompressor) {
    return (compressed, size) -> {
      byte[] plain = new byte[size];
      int length =
          decompressor.decompress(compressed, 0, compressed.length, plain, 0, plain.length);
      return length == size ? plain : Arrays.copyOf(plain, length);
    };
  }

  private static byte[] gzip(byte[] compressed, int size) throws IOException {
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(compressed))) {
      return in.readNBytes(size);
    }
  }

  /** Returns the bytes of a page. */
  default ByteBuffer bytes(ByteBuffer compressed, int size) {
    int length = compressed.remaining();
    if (size < 0 || size > MOST_BYTES || size > (long) MOST_OF_BYTE * (length + 1)) {
      throw new RefusedException(
          "a page of " + length + " bytes has a header that gives it " + size, "it was damaged");
    }
    byte[] bytes = new byte[length];
    compressed.duplicate().get(bytes);
    try {
      byte[] plain = length == 0 ? bytes : plain(bytes, size);
      if (plain.length != size) {
        throw new RefusedException(
            "a page has " + plain.length + " bytes, where " + size + " belong", "it was cut short");
      }
      return ByteBuffer.wrap(plain);
    } catch (IOException damaged) {
      throw new RefusedException("a page is damaged: " + damaged.getMessage(), "it was cut short");
    }
  }
}
