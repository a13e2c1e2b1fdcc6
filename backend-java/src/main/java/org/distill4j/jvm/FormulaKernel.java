package org.distill4j.jvm;

import java.util.stream.IntStream;
import org.distill4j.tensor.Shape;

/**
 * Computes a formula in pieces that stay in the processor's cache: each instruction is a loop over
 * a piece, and only the last one's results go to memory. A piece is part of a row, or some rows.
 */
final class FormulaKernel implements Runnable {
  private static final int PIECE = 512;

  private final Formula formula;
  private final Slot output;
  private final Rows rows;
  private final int operands;
  private final Formula.Instruction[] instructions;
  private final PieceLoader[] loaders;

  /** Pieces of the operands, and after them of the results of instructions. */
  private final float[][] pieces;

  private float[] result = {};
  private int filled;

  FormulaKernel(Formula formula, Slot output) {
    Shape[] shapes = formula.operands().stream().map(Operand::shape).toArray(Shape[]::new);
    this.formula = formula;
    this.output = output;
    this.rows = Rows.broadcast(formula.shape(), shapes);
    this.operands = shapes.length;
    this.instructions =
        formula.instructions().stream()
            .map(each -> each.map(place -> place < 0 ? operands - 1 - place : place))
            .toArray(Formula.Instruction[]::new);
    this.pieces = new float[operands + instructions.length][capacity()];
    this.loaders = IntStream.range(0, operands).mapToObj(this::loader).toArray(PieceLoader[]::new);
  }

  private int capacity() {
    return rows.length() >= PIECE ? PIECE : PIECE / rows.length() * rows.length();
  }

  private PieceLoader loader(int operand) {
    return new PieceLoader(formula.operands().get(operand).slot(), rows, operand, pieces[operand]);
  }

  Formula formula() {
    return formula;
  }

  @Override
  public void run() {
    for (PieceLoader loader : loaders) {
      loader.begin();
    }
    result = output.floatsToWrite();
    filled = 0;
    rows.forEach(this::row);
    if (filled > 0) {
      compute(output.size() - filled, filled);
    }
  }

  private void row(int to, int[] from) {
    int length = rows.length();
    for (int start = 0; start < length; start += PIECE) {
      int count = Math.min(PIECE, length - start);
      for (int i = 0; i < operands; i++) {
        loaders[i].load(from[i], start, filled, count);
      }
      filled += count;
      if (filled + length > PIECE) {
        compute(to + start + count - filled, filled);
        filled = 0;
      }
    }
  }

  private void compute(int to, int count) {
    int next = operands;
    for (Formula.Instruction each : instructions) {
      each.loop().run(pieces[each.a()], pieces[each.b()], pieces[each.c()], pieces[next], count);
      next++;
    }
    System.arraycopy(pieces[next - 1], 0, result, to, count);
  }
}
