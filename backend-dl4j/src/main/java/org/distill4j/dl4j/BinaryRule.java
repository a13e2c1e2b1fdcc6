package org.distill4j.dl4j;

import org.distill4j.tensor.Op.BinaryKind;
import org.distill4j.tensor.Op.CompareKind;
import org.distill4j.tensor.Op.UnaryKind;

/**
 * The gradient of an elementwise operation on two operands.
 *
 * @param tape where steps are laid down
 * @param gradients where gradients are added
 * @param kind the operation
 * @param left its left operand
 * @param right its right operand
 * @param result its result
 */
record BinaryRule(
    Tape tape, Gradients gradients, BinaryKind kind, Value left, Value right, Value result) {
  void record() {
    tape.rule(result, this::spread);
  }

  private void spread(Value gradient) {
    gradients.add(left, () -> back(ofLeft(gradient), left));
    gradients.add(right, () -> back(ofRight(gradient), right));
  }

  private Value back(Value gradient, Value operand) {
    return Reductions.unbroadcast(tape, gradient, operand.shape());
  }

  private Value ofLeft(Value g) {
    return switch (kind) {
      case ADD, SUB -> g;
      case MUL -> Elementwise.binary(tape, BinaryKind.MUL, g, right);
      case DIV -> Elementwise.binary(tape, BinaryKind.DIV, g, right);
      case MAXIMUM, MINIMUM -> Elementwise.where(tape, leftWins(), g, Elementwise.zero());
    };
  }

  private Value ofRight(Value g) {
    return switch (kind) {
      case ADD -> g;
      case SUB -> Elementwise.unary(tape, UnaryKind.NEGATE, g);
      case MUL -> Elementwise.binary(tape, BinaryKind.MUL, g, left);
      case DIV -> ofDivisor(g);
      case MAXIMUM, MINIMUM -> Elementwise.where(tape, leftWins(), Elementwise.zero(), g);
    };
  }

  private Value ofDivisor(Value g) {
    Value ratio = Elementwise.binary(tape, BinaryKind.DIV, result, right);
    Value product = Elementwise.binary(tape, BinaryKind.MUL, g, ratio);
    return Elementwise.unary(tape, UnaryKind.NEGATE, product);
  }

  /** At a tie the left operand takes the whole gradient. */
  private Value leftWins() {
    return kind == BinaryKind.MAXIMUM
        ? Elementwise.compare(tape, CompareKind.LESS_OR_EQUAL, right, left)
        : Elementwise.compare(tape, CompareKind.LESS_OR_EQUAL, left, right);
  }
}
