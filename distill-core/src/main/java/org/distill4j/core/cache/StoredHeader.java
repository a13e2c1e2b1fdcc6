package org.distill4j.core.cache;

/** A header and the bytes that it takes at the start of its file. */
record StoredHeader(CacheHeader header, int bytes) {
  FileLayout layout(RowLayout rows) {
    return FileLayout.of(bytes, header.blocks(), rows.bytes());
  }
}
