package org.distill4j.core.cache;

import java.nio.ByteBuffer;
import org.distill4j.tensor.Half;

/** Encodes float32 values as halves. */
record HalfCodec(int count) implements Codec {
  @Override
  public long bytes() {
    return (long) count * Short.BYTES;
  }

  @Override
  public int encode(ByteBuffer values, int valuesAt, ByteBuffer row, int rowAt) {
    for (int i = 0; i < count; i++) {
      float value = values.getFloat(valuesAt + i * Float.BYTES);
      short half = Half.of(value);
      if (Float.isFinite(value) && !Float.isFinite(Half.toFloat(half))) {
        return i;
      }
      row.putShort(rowAt + i * Short.BYTES, half);
    }
    return ALL_KEPT;
  }

  @Override
  public void decode(ByteBuffer row, int rowAt, ByteBuffer values, int valuesAt) {
    for (int i = 0; i < count; i++) {
      values.putFloat(valuesAt + i * Float.BYTES, Half.toFloat(row.getShort(rowAt + i * 2)));
    }
  }
}
