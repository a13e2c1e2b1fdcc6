package org.distill4j.core.cache;

import java.nio.ByteBuffer;
import org.distill4j.tensor.DType;
import org.distill4j.tensor.TensorSpec;

/**
 * The encoding of one output of one example in a row. Buffers are little-endian and places
 * absolute, so that several threads may read at once.
 */
interface Codec {
  /** The result of {@link #encode} if all values were encoded. */
  int ALL_KEPT = -1;

  /** Returns the bytes that it takes in a row. */
  long bytes();

  /** Encodes values; returns {@link #ALL_KEPT} or the index of the first that cannot be encoded. */
  int encode(ByteBuffer values, int valuesAt, ByteBuffer row, int rowAt);

  void decode(ByteBuffer row, int rowAt, ByteBuffer values, int valuesAt);

  static Codec of(Encoding encoding, TensorSpec spec) {
    if (spec.type() == DType.FLOAT32 && encoding instanceof Encoding.TopK top) {
      int classes = spec.shape().dim(-1);
      return new TopKCodec(top, classes, Math.toIntExact(spec.shape().size() / classes));
    } else if (spec.type() == DType.FLOAT32 && encoding instanceof Encoding.Float16) {
      return new HalfCodec(Math.toIntExact(spec.shape().size()));
    }
    return new WholeCodec(Math.toIntExact(spec.shape().size()));
  }
}
