package org.distill4j.core.cache;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.function.IntToLongFunction;
import org.distill4j.data.HostAllocator;
import org.distill4j.tensor.DType;
import org.distill4j.tensor.HostTensor;

/** The cached outputs of all examples, wherever the rows lie, found by id. */
final class IndexedRows implements CachedRows {
  private static final float TOLERANCE = 1e-2f;

  /** What they are in, for messages. */
  private final String source;

  private final RowLayout layout;
  private final LargeBuffer rows;
  private final IdIndex index;

  private IndexedRows(String source, RowLayout layout, LargeBuffer rows, IdIndex index) {
    this.source = source;
    this.layout = layout;
    this.rows = rows;
    this.index = index;
  }

  static IndexedRows of(
      String source, RowLayout layout, LargeBuffer rows, int count, IntToLongFunction ids) {
    IndexedRows stored = new IndexedRows(source, layout, rows, IdIndex.of(count, ids));
    stored.requireOneMeaning(count, ids);
    return stored;
  }

  /** Examples may be in a data set twice, but one id must not stand for two of them. */
  private void requireOneMeaning(int count, IntToLongFunction ids) {
    if (index instanceof IdIndex.Range) {
      return;
    }
    for (int row = 0; row < count; row++) {
      int other = index.row(ids.applyAsLong(row));
      if (other != row && !isSame(row, other)) {
        throw new IllegalArgumentException(
            "The examples at places "
                + row
                + " and "
                + other
                + " have the same id "
                + ids.applyAsLong(row)
                + ", and the teacher gives different outputs for them, expected an id for each.\n"
                + "Maybe the data set numbers the rows of each batch instead of its examples.");
      }
    }
  }

  /** The largest values are compared, with room for an engine's and an encoding's rounding. */
  private boolean isSame(int row, int other) {
    HostTensor[] here = read(row);
    HostTensor[] there = read(other);
    for (int i = 0; i < here.length; i++) {
      float left = largest(here[i]);
      float right = largest(there[i]);
      if (Math.abs(left - right) > TOLERANCE * (1 + Math.abs(left))) {
        return false;
      }
    }
    return true;
  }

  private static float largest(HostTensor tensor) {
    float largest = Float.NEGATIVE_INFINITY;
    if (tensor.type() == DType.INT32) {
      return Arrays.stream(tensor.toIntArray()).max().orElse(0);
    }
    for (float value : tensor.toFloatArray()) {
      largest = Math.max(largest, value);
    }
    return largest;
  }

  @Override
  public RowLayout layout() {
    return layout;
  }

  @Override
  public void decode(long id, ByteBuffer[] values, int example) {
    decodeRow(row(id), values, example);
  }

  private void decodeRow(int row, ByteBuffer[] values, int example) {
    layout.decode(rows.window(row), rows.offset(row), values, example);
  }

  private int row(long id) {
    int row = index.row(id);
    if (row == IdIndex.NONE) {
      throw new IllegalArgumentException(
          "Example "
              + id
              + " is not in "
              + source
              + ", expected an id of the data set that it was filled with.\n"
              + "Maybe the batch is from another data set, such as the one to validate on.");
    }
    return row;
  }

  private HostTensor[] read(int row) {
    HostTensor[] tensors = layout.allocate(HostAllocator.fresh(), 1);
    decodeRow(row, Arrays.stream(tensors).map(HostTensor::bytes).toArray(ByteBuffer[]::new), 0);
    return tensors;
  }
}
