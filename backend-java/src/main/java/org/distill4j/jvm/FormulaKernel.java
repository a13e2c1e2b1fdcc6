package org.distill4j.jvm;

import java.util.ArrayList;
import java.util.List;
import org.distill4j.tensor.Shape;

/** Computes a formula. Threads share the elements. */
final class FormulaKernel implements Runnable, ThreadTeam.Work {
  private final PlanEngine engine;
  private final ElementwiseFormula formula;
  private final Slot output;
  private final RowWalk rows;

  /** Each thread's. */
  private final List<FormulaPieces> pieces = new ArrayList<>();

  private float[] result = Memory.NO_FLOATS;

  FormulaKernel(PlanEngine engine, ElementwiseFormula formula, Slot output) {
    Shape[] shapes = formula.operands().stream().map(Operand::shape).toArray(Shape[]::new);
    this.engine = engine;
    this.formula = formula;
    this.output = output;
    this.rows = RowWalk.broadcast(formula.shape(), shapes);
  }

  PlanEngine engine() {
    return engine;
  }

  ElementwiseFormula formula() {
    return formula;
  }

  @Override
  public void run() {
    while (pieces.size() < engine.team().size()) {
      pieces.add(new FormulaPieces(formula, rows));
    }
    formula.operands().forEach(operand -> operand.slot().floats());
    result = output.floatsToWrite();
    engine.share(output.size(), this);
    result = Memory.NO_FLOATS;
  }

  /** Parts begin with a row if rows are short. */
  @Override
  public void run(int part, int parts) {
    int unit = rows.length() <= FormulaPieces.PIECE ? rows.length() : 1;
    int units = output.size() / unit;
    int from = ThreadTeam.start(units, part, parts) * unit;
    int to = ThreadTeam.start(units, part + 1, parts) * unit;
    if (from < to) {
      pieces.get(part).run(result, from, to);
    }
  }
}
