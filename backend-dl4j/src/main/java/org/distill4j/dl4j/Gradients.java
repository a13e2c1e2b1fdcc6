package org.distill4j.dl4j;

import java.util.IdentityHashMap;
import java.util.Optional;
import java.util.function.Supplier;
import org.distill4j.tensor.Op.BinaryKind;

/** What is known of the gradient of each value while a tape is differentiated. */
final class Gradients {
  private final Tape tape;
  private final IdentityHashMap<Value, Value> known = new IdentityHashMap<>();

  Gradients(Tape tape) {
    this.tape = tape;
  }

  /** Adds to the gradient of a value, if it takes one. */
  void add(Value input, Supplier<Value> gradient) {
    if (input.differentiable()) {
      known.merge(
          input,
          gradient.get(),
          (sum, more) -> Elementwise.binary(tape, BinaryKind.ADD, sum, more));
    }
  }

  Optional<Value> of(Value value) {
    return Optional.ofNullable(known.get(value));
  }
}
