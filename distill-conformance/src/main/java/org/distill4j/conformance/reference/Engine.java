package org.distill4j.conformance.reference;

import org.distill4j.optim.Clipping;
import org.distill4j.tensor.Algebra;

/** What a session computes with. It can be taken apart, so that tests may put in a broken part. */
class Engine {
  /** What results are written on. */
  Tape tape() {
    return new Tape();
  }

  /** How primitives are computed. */
  Algebra<Value> algebra(Tape tape, Leaves leaves) {
    return new ReferenceAlgebra(tape, leaves);
  }

  /** Changes gradients before the optimizer sees them. */
  void clip(Clipping clipping, Named gradients) {
    Clips.apply(clipping, gradients);
  }

  /** Changes parameters, and what the optimizer remembers. */
  void update(Update update, Named parameters, Named gradients) {
    update.apply(parameters, gradients);
  }
}
