package org.distill4j.jvm;

import java.util.ArrayList;
import java.util.List;
import org.distill4j.tensor.Shape;

/** Computes a formula. Threads share the elements. */
final class FormulaKernel implements Runnable, Team.Work {
  private final PlanEngine engine;
  private final Formula formula;
  private final Slot output;
  private final Rows rows;

  /** Each thread's. */
  private final List<FormulaPieces> pieces = new ArrayList<>();

  private float[] result = {};

  FormulaKernel(PlanEngine engine, Formula formula, Slot output) {
    Shape[] shapes = formula.operands().stream().map(Operand::shape).toArray(Shape[]::new);
    this.engine = engine;
    this.formula = formula;
    this.output = output;
    this.rows = Rows.broadcast(formula.shape(), shapes);
  }

  PlanEngine engine() {
    return engine;
  }

  Formula formula() {
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
  }

  /** Parts begin with a row if rows are short. */
  @Override
  public void run(int part, int parts) {
    int unit = rows.length() <= FormulaPieces.PIECE ? rows.length() : 1;
    int units = output.size() / unit;
    int from = Team.start(units, part, parts) * unit;
    int to = Team.start(units, part + 1, parts) * unit;
    if (from < to) {
      pieces.get(part).run(result, from, to);
    }
  }
}
