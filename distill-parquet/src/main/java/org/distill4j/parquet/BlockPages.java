package org.distill4j.parquet;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.column.page.PageReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.schema.MessageType;

/** The pages of some columns of a row group. */
record BlockPages(Map<List<String>, PageReader> columns, long rows) implements PageReadStore {
  BlockPages {
    columns = Map.copyOf(columns);
  }

  static BlockPages of(FileChannel file, BlockMetaData block, MessageType wanted)
      throws IOException {
    Map<List<String>, PageReader> columns = new HashMap<>();
    for (ColumnChunkMetaData chunk : block.getColumns()) {
      String[] path = chunk.getPath().toArray();
      if (wanted.containsPath(path)) {
        columns.put(List.of(path), ChunkPages.of(chunk, bytes(file, chunk)));
      }
    }
    return new BlockPages(columns, block.getRowCount());
  }

  private static ByteBuffer bytes(FileChannel file, ColumnChunkMetaData chunk) throws IOException {
    long from = chunk.getStartingPos();
    long length = chunk.getTotalSize();
    if (from < 0 || length < 0 || length > Integer.MAX_VALUE || from > file.size() - length) {
      throw new RefusedException(
          "column "
              + chunk.getPath()
              + " has a header that gives it "
              + length
              + " bytes from "
              + from
              + " on, in a file of "
              + file.size(),
          "it was cut short");
    }
    return file.map(FileChannel.MapMode.READ_ONLY, from, length);
  }

  @Override
  public PageReader getPageReader(ColumnDescriptor column) {
    PageReader pages = columns.get(List.of(column.getPath()));
    if (pages == null) {
      throw new RefusedException(
          "a row group has no column " + String.join(".", column.getPath()), "it was cut short");
    }
    return pages;
  }

  @Override
  public long getRowCount() {
    return rows;
  }
}
