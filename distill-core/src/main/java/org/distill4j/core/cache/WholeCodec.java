package org.distill4j.core.cache;

import java.nio.ByteBuffer;

/** Encodes 4-byte values unchanged. */
record WholeCodec(int count) implements Codec {
  @Override
  public long bytes() {
    return (long) count * Integer.BYTES;
  }

  @Override
  public int encode(ByteBuffer values, int valuesAt, ByteBuffer row, int rowAt) {
    row.put(rowAt, values, valuesAt, count * Integer.BYTES);
    return ALL_KEPT;
  }

  @Override
  public void decode(ByteBuffer row, int rowAt, ByteBuffer values, int valuesAt) {
    values.put(valuesAt, row, rowAt, count * Integer.BYTES);
  }
}
