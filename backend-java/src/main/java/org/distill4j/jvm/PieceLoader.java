package org.distill4j.jvm;

import java.util.Arrays;

/** Lays out an operand of a formula piece by piece. */
final class PieceLoader {
  private final Slot slot;
  private final int stride;
  private final boolean isSameInEachRow;
  private final float[] piece;
  private float[] source = Memory.NO_FLOATS;
  private int loaded;

  /**
   * Loads an operand.
   *
   * @param slot where it lies
   * @param rows how it is walked
   * @param operand which of the walked arrays it is
   * @param piece where pieces are laid out
   */
  PieceLoader(Slot slot, RowWalk rows, int operand, float[] piece) {
    this.slot = slot;
    this.stride = rows.stride(operand);
    this.isSameInEachRow =
        rows.isSameInEachRow(operand) && (stride == 0 || rows.length() <= piece.length);
    this.piece = piece;
  }

  /** Begins a run. */
  void begin() {
    source = slot.floats();
    loaded = 0;
  }

  /** Ends a run. */
  void end() {
    source = Memory.NO_FLOATS;
  }

  /** Puts a part of a row into the piece, unless it is there from the row before. */
  void load(int row, int start, int to, int count) {
    if (isSameInEachRow && loaded >= to + count) {
      return;
    }
    int from = row + start * stride;
    if (stride == 0) {
      Arrays.fill(piece, to, to + count, source[from]);
    } else if (stride == 1) {
      System.arraycopy(source, from, piece, to, count);
    } else {
      gather(from, to, count);
    }
    loaded = to + count;
  }

  private void gather(int from, int to, int count) {
    for (int i = 0; i < count; i++) {
      piece[to + i] = source[from + i * stride];
    }
  }
}
