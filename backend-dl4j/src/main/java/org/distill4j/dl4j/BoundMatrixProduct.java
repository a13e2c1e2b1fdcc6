package org.distill4j.dl4j;

import org.distill4j.jvm.Layout;
import org.distill4j.jvm.Multiplier.Effect;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.CustomOp;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.api.ops.OpContext;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The engine's matrix product, bound once to arrays: c ← op(a) · op(b), or added to c. Arrays have
 * two axes, or three, of which the first is the batch.
 */
final class BoundMatrixProduct {
  private static final CustomOp MATMUL = DynamicCustomOp.builder("matmul").build();

  private final OpContext context = Nd4j.getExecutioner().buildContext();

  BoundMatrixProduct(INDArray a, Layout ofA, INDArray b, Layout ofB, INDArray c, Effect effect) {
    context.setInputArrays(a, b);
    context.setOutputArrays(c);
    context.setIArguments(flag(ofA), flag(ofB), 0);
    context.setTArguments(1, effect == Effect.ADD ? 1 : 0);
  }

  /** The operation's argument for a layout. */
  private static int flag(Layout layout) {
    return layout == Layout.ROWS ? 0 : 1;
  }

  void run() {
    Nd4j.getExecutioner().exec(MATMUL, context);
  }
}
