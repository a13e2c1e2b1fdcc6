package org.distill4j.core.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Windows")
class LargeBufferTest {
  private static final int ROWS = 37;
  private static final int ROW_BYTES = 12;

  private static ByteBuffer numbers() {
    ByteBuffer bytes = ByteBuffer.allocate(ROWS * ROW_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (int row = 0; row < ROWS; row++) {
      bytes.putLong(row * ROW_BYTES, 1000 + row);
    }
    return bytes;
  }

  private static void requireNumbers(LargeBuffer windows) {
    for (int row = 0; row < ROWS; row++) {
      assertThat(windows.getLong(row)).isEqualTo(1000 + row);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 12, 47, 48, 100, 1 << 20})
  @DisplayName("in memory hold whole rows, however small they are")
  void inMemory(long windowBytes) {
    LargeBuffer windows = LargeBuffer.inMemory(ROWS, ROW_BYTES, windowBytes);
    windows.put(0, numbers(), 20);
    ByteBuffer rest = numbers().position(20 * ROW_BYTES).slice().order(ByteOrder.LITTLE_ENDIAN);
    windows.put(20, rest, 17);
    requireNumbers(windows);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 12, 47, 48, 100, 1 << 20})
  @DisplayName("of a file begin anywhere in it")
  void mapped(long windowBytes, @TempDir Path folder) throws IOException {
    Path file = folder.resolve("rows");
    byte[] bytes = new byte[7 + ROWS * ROW_BYTES];
    numbers().get(bytes, 7, ROWS * ROW_BYTES);
    Files.write(file, bytes);
    try (FileChannel channel = FileChannel.open(file)) {
      requireNumbers(LargeBuffer.mapped(channel, 7, ROWS, ROW_BYTES, windowBytes));
    }
  }

  @Test
  @DisplayName("share buffers between as many rows as fit, a power of two")
  void sharing() {
    LargeBuffer windows = LargeBuffer.inMemory(ROWS, ROW_BYTES, 50);
    assertThat(windows.window(0).capacity()).isEqualTo(4 * ROW_BYTES);
    assertThat(windows.window(36).capacity()).isEqualTo(ROW_BYTES);
    assertThat(windows.offset(6)).isEqualTo(2 * ROW_BYTES);
  }
}
