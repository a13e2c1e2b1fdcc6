package org.distill4j.core.cache;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.function.Consumer;

/** A complete cache file, mapped into memory. */
record CacheFile(CacheHeader header, IndexedRows rows) {

  /**
   * Opens a file.
   *
   * @param path the file
   * @param check what is checked
   * @param requirement refuses headers that are not the wanted ones
   */
  static CacheFile open(Path path, CacheOptions.Check check, Consumer<CacheHeader> requirement)
      throws IOException {
    try (FileChannel file = FileChannel.open(path)) {
      StoredHeader stored = HeaderFormat.read(path, file);
      CacheHeader header = stored.header();
      requirement.accept(header);
      RowLayout layout = layout(path, header);
      FileLayout places = stored.layout(layout);
      places.requireSize(path, file);
      requireBlocks(path, header.blocks(), new BlockFile(file, header.blocks(), places), check);
      int examples = header.blocks().examples();
      LargeBuffer ids = LargeBuffer.mapped(file, places.idsAt(), examples, Long.BYTES);
      LargeBuffer rows = LargeBuffer.mapped(file, places.rowsAt(), examples, layout.bytes());
      return new CacheFile(header, rows(path, layout, rows, examples, ids));
    }
  }

  private static IndexedRows rows(
      Path path, RowLayout layout, LargeBuffer rows, int examples, LargeBuffer ids) {
    try {
      return IndexedRows.of("the cache " + path, layout, rows, examples, ids::getLong);
    } catch (IllegalArgumentException refused) {
      throw new IllegalArgumentException(
          "The cache " + path + ": " + refused.getMessage(), refused);
    }
  }

  private static RowLayout layout(Path path, CacheHeader header) {
    try {
      return new RowLayout(header.outputs());
    } catch (ArithmeticException | IllegalArgumentException tooLarge) {
      throw new DamagedCacheException(path, "its outputs are none, or have too many values");
    }
  }

  private static void requireBlocks(
      Path path, ExampleBlocks blocks, BlockFile file, CacheOptions.Check check)
      throws IOException {
    int valid = check == CacheOptions.Check.WHOLE ? file.intact() : file.written();
    if (valid < blocks.count()) {
      int first = blocks.first(valid);
      throw new DamagedCacheException(
          path,
          "the outputs of its examples "
              + first
              + " to "
              + (first + blocks.size(valid) - 1)
              + " do not match their checksum");
    }
  }
}
