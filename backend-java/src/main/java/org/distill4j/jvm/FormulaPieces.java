package org.distill4j.jvm;

import java.util.stream.IntStream;

/**
 * Computes a formula in pieces that stay in the processor's cache: each instruction is a loop over
 * a piece, and only the last one's results go to memory. A piece is part of a row, or some rows.
 */
final class FormulaPieces {
  /** The most elements of a piece. */
  static final int PIECE = 512;

  private final RowWalk rows;
  private final int operands;
  private final ElementwiseFormula.Instruction[] instructions;
  private final PieceLoader[] loaders;
  private final RowWalk.Cursor cursor;

  /** Pieces of the operands, and after them of the results of instructions. */
  private final float[][] pieces;

  private float[] result = Memory.NO_FLOATS;
  private int filled;

  FormulaPieces(ElementwiseFormula formula, RowWalk rows) {
    this.rows = rows;
    this.cursor = rows.cursor();
    this.operands = formula.operands().size();
    this.instructions =
        formula.instructions().stream()
            .map(each -> each.map(place -> place < 0 ? operands - 1 - place : place))
            .toArray(ElementwiseFormula.Instruction[]::new);
    this.pieces = new float[operands + instructions.length][capacity()];
    this.loaders =
        IntStream.range(0, operands)
            .mapToObj(i -> new PieceLoader(formula.operands().get(i).slot(), rows, i, pieces[i]))
            .toArray(PieceLoader[]::new);
  }

  private int capacity() {
    return rows.length() >= PIECE ? PIECE : PIECE / rows.length() * rows.length();
  }

  /**
   * Computes some elements.
   *
   * @param target the array of the result
   * @param first the first element; of a row, if rows are shorter than a piece
   * @param end the element after the last one
   */
  void run(float[] target, int first, int end) {
    for (PieceLoader loader : loaders) {
      loader.begin();
    }
    result = target;
    filled = 0;
    int length = rows.length();
    rows.forEach(
        first / length,
        (end + length - 1) / length,
        cursor,
        (to, from) -> row(to, from, Math.max(0, first - to), Math.min(length, end - to)));
    if (filled > 0) {
      compute(end - filled, filled);
    }
    result = Memory.NO_FLOATS;
    for (PieceLoader loader : loaders) {
      loader.end();
    }
  }

  private void row(int to, int[] from, int first, int end) {
    for (int start = first; start < end; start += PIECE) {
      int count = Math.min(PIECE, end - start);
      for (int i = 0; i < operands; i++) {
        loaders[i].load(from[i], start, filled, count);
      }
      filled += count;
      if (filled + rows.length() > PIECE) {
        compute(to + start + count - filled, filled);
        filled = 0;
      }
    }
  }

  private void compute(int to, int count) {
    int next = operands;
    for (ElementwiseFormula.Instruction each : instructions) {
      each.loop().run(pieces[each.a()], pieces[each.b()], pieces[each.c()], pieces[next], count);
      next++;
    }
    System.arraycopy(pieces[next - 1], 0, result, to, count);
  }
}
